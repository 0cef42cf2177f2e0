"""Views of `batch-check`: one output format a file."""
