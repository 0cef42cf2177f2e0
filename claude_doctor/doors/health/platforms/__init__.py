"""The platforms on which Claude runs beside the Claude API, one a file."""
