"""From the bytes of a file to the findings of the rules."""
