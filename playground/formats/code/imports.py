"""The imports that a program needs: those whose names stand in it."""

from __future__ import annotations

import re

from playground.formats.code.page import Line

_STANDARD = {"json": "import json", "math": "import math"}
_OTHERS = {
    "keras": "import keras",
    "np": "import numpy as np",
    "torch": "import torch",
    "layers": "from keras import layers, ops",
    "sliding_window_view": "from numpy.lib.stride_tricks import sliding_window_view",
    "nn": "from torch import nn",
    "F": "from torch.nn import functional as F",
}


def imports(text: str) -> list[Line]:
    """The import statements, sorted; the standard library's first."""
    standard, others = (_used(each, text) for each in (_STANDARD, _OTHERS))
    between = [""] if standard and others else []
    if re.search(r"(?<![\w.])ops\.", text) is None:
        others = [line.replace("layers, ops", "layers") for line in others]
    return [Line(line) for line in (*standard, *between, *others)]


def _used(known: dict[str, str], text: str) -> list[str]:
    return [line for name, line in known.items() if re.search(rf"(?<![\w.\"]){name}[.(]", text)]
