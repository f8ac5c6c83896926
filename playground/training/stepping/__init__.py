"""A training step, one instruction at a time: forwards, backwards, and what if."""
