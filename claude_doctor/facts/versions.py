"""The versions of the API and of what the catalogue was compared with, with the day they were read."""

from __future__ import annotations

AS_OF = "2026-11-30"
# The Python SDK whose error codes all have a page; tools/drift.py says what a newer one brings.
SDK = "2.14.0"
# What anthropic 2.10.0 and later send (_constants.py); it refuses what the older one tolerated.
NEWEST = "2026-10-21"
OLD = "2023-06-01"
KNOWN = (OLD, NEWEST)
