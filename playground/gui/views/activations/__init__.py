"""The parts of the activation lab."""
