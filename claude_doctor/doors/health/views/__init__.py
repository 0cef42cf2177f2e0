"""Views of `health`: one output format a file."""
