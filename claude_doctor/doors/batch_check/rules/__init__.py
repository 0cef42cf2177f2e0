"""Batch rules: one rule or one tight family a file, each with its page in pages/; helpers begin with `_`."""
