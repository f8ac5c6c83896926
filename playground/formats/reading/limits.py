"""How much a file from anywhere may be of anything, and why.

They are wide for what people make and small against what a machine has: 200 MB of weights open, and
no file of 10 MB takes more than 512 MB, however it was made.
"""

from __future__ import annotations

# A billion weights in float32, more than trains here; and ONNX's own end. A file takes about as
# much memory as it has bytes, so its size, known before it is read, is the person's own choice.
MOST_MODEL_BYTES, MOST_ONNX_BYTES = 4_000_000_000, 2_000_000_000
# A document of thousands of layers has 2 MB.
MOST_DOCUMENT_BYTES = 20_000_000
# 20,000 samples put in by hand are 80,000 values, 1,000 layers are 15,000. Each takes up to 100
# bytes of memory, and 700 where all of them are wrong.
MOST_VALUES = 250_000
# Documents are nested 8 deep; what a layer of a later version holds may go deeper.
MOST_DEPTH = 64
# The largest whole number that a file of weights has any use for, 2**64, is of 20 digits.
MOST_DIGITS = 20

# A thumbnail has 100,000.
MOST_PIXELS = 4_000_000

# What an archive may unpack to: so much whatever its size, for weights that are all 0 pack to
# nothing; beyond it so many times its size, for weights that were trained hardly pack at all.
FREE_BYTES, MOST_RATIO = 200_000_000, 8
MOST_MEMBERS = 10_000
MOST_NAME = 300

# NumPy has up to 64 axes, layers have up to 5.
MOST_AXES = 8
MOST_ARRAYS = 10_000
MOST_HEADER_BYTES = 10_000_000
# NumPy's own bound; its headers have some 100.
MOST_NPY_HEADER_BYTES = 10_000

# Fields of an ONNX file outside of arrays: nodes, names, dimensions. A ResNet-152 has 10,000. Each
# takes up to 200 bytes of memory, and a microsecond to be counted.
MOST_ONNX_FIELDS = 300_000
MOST_ONNX_DEPTH = 32
# Numbers written one by one, not as bytes, take up to eight times their size.
MOST_ONNX_PACKED_BYTES = 20_000_000

# A file of a hundred layers has some 500 of groups and arrays together.
MOST_HDF5_OBJECTS = 10_000
MOST_HDF5_DEPTH = 32
MOST_HDF5_ATTRIBUTE_BYTES = 4_000_000

# What a process of its own that reads a file may take: seconds of a processor (it starts in half a
# second), beside them one for so many bytes; as many seconds by the clock, where others compute
# too; and memory beside the file itself and what it unpacks to.
MOST_SECONDS, BYTES_A_SECOND = 2, 50_000_000
MOST_WAIT_S = 60
SPARE_BYTES = 150_000_000


def unpacked_bytes(packed: int) -> int:
    """How much a file of so many bytes may unpack to."""
    return max(FREE_BYTES, MOST_RATIO * packed)
