"""What can be changed for a person: one kind of repair a file. `engine/repair.py` says what each has."""
