"""Convolution and pooling, seen as what they are: windows that slide, and one large matrix.

Three faces of one layer, linked: *sliding* moves the kernel over the image, *im2col* lays the
windows out as the rows of a matrix, *banded* shows the one matrix that the whole layer is. A `Look`
says what is looked at; each face lays out a `Scene` of it, from which alone the board paints.
"""
