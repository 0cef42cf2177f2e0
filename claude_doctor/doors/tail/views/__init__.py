"""Views of `tail`: one output format a file."""
