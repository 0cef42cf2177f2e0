"""From events to joined requests to counts."""
