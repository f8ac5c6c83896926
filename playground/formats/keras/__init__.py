"""Exports that Keras 3 loads: a whole model, and weights for a model of source code."""
