"""Order, budget and verdict of the checks."""
