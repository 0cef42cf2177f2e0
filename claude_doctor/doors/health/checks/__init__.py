"""The checks of `health`, one a file. A file's name is its id with `_` for `.`; adding a check is adding a
file.

A member declares ID, STAGE, RANK (of the checks that may run next, the lowest goes first), NEEDS (ids; it is
skipped when one of them failed), COST (none, network, credential, billed), OPTION (the flag that turns it on,
"" for always), VERIFIES (one sentence), and `run(state) -> Outcome`. `BACKGROUND = True` starts it at once,
beside all others; `IS_LONG = True` lets it wait longer than --check-timeout. See docs/adding-a-check.md.
"""
