"""From bytes to lines to events."""
