"""Sessions, optimizers, metrics and history: how a network learns."""
