"""Mutated input for the readers of pastes, logs and batches: random in CI, long and guided by coverage in `.ci/soak`."""
