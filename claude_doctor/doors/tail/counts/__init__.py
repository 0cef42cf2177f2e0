"""What is counted beside causes and times: one file a count, found by listing this folder."""
