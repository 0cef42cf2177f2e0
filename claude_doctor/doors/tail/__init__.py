"""`tail` sums up what went wrong."""
