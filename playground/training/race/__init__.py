"""How long a training step takes on this machine's executors, over widths and batches, and why."""
