"""The output formats of `preflight`."""
