"""The output formats of `models`."""
