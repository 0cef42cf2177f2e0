"""A batch that has ended: its results beside its requests."""
