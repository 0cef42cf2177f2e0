"""`health` tells which link is broken."""
