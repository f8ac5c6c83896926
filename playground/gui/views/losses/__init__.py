"""The parts of the loss lab."""
