"""`health` names the broken link."""
