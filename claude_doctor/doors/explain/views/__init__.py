"""Views of `explain`: one output format a file."""
