"""`batch-check` tells whether a batch would be accepted."""
