"""Layers whose windows slide over an image or a sequence, as the affine maps they are.

`slidings` finds them in a network that was built; `im2col` lays out what their windows see as the
rows of a matrix; `Banded` is the one matrix that the whole layer is.
"""
