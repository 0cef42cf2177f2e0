"""`preflight` asks health, batch-check and models at once, for CI: one verdict."""
