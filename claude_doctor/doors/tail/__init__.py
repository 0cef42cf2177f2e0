"""`tail` tells what went wrong all night."""
