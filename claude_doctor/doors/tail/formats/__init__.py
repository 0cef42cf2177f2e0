"""Formats of log records: one a file."""
