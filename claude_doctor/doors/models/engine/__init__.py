"""How `models --in` reads files: which ones, where their strings are, what in them is a name."""
