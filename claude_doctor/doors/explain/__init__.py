"""`explain` says what an error means."""
