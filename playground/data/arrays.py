"""Arrays that nobody changes after they were made."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np

Array = TypeVar("Array", bound=np.ndarray[Any, Any])


def read_only(array: Array) -> Array:
    """The same `array`, which from now on refuses to be written to. Any shape, any dtype."""
    array.setflags(write=False)
    return array
