"""`explain` tells what an error means."""
