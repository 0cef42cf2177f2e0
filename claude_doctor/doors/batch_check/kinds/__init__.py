"""What a file may be instead of a batch for the Claude API: one kind a file. `engine/kind.py` says what each
has.
"""
