"""PyTorch: a module, a training loop, and the trained weights."""

from playground.formats.code.pytorch.dialect import PyTorch

__all__ = ["PyTorch"]
