"""The step debugger: a training step, one instruction at a time."""
