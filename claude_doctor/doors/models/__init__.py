"""`models` tells which Claude models are served, until when, and where files still name one that is not."""
