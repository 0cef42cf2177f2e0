"""Readers of pasted text: one shape a file."""
