"""`batch-check` says whether a batch would be accepted."""
