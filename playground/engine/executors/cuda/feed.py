"""What training steps are fed with, on a device."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.engine.executors.cuda.device import Device, DeviceArray

Array = NDArray[Any]


@dataclass(frozen=True)
class Feed:
    """Some steps' worth of data.

    Attributes:
        data: on the device, one array an input.
        order: on the device, int64: the rows of these steps, one batch after the other.
        bounds: (steps + 1,) on the host: where in `order` each batch begins, and the last ends.
        rates: (steps,) float64 on the host, or None where it is control's.
        control: (3,) float64 on the host, as before the first step.
    """

    data: tuple[DeviceArray, ...]
    order: DeviceArray
    bounds: NDArray[np.int64]
    rates: NDArray[np.float64] | None
    control: NDArray[np.float64]

    def rows(self, step: int) -> int:
        """How many rows a step has."""
        return int(self.bounds[step + 1] - self.bounds[step])


class Feeder:
    """Takes data to a device. Training data go there once, and are known by their tuple, which is
    held on to; they must not be changed meanwhile."""

    def __init__(self, device: Device, dtype: np.dtype[Any]) -> None:
        self._device = device
        self._dtype = dtype
        self._source: Sequence[Array] | None = None
        self._data: tuple[DeviceArray, ...] = ()

    def feed(
        self,
        data: Sequence[Array],
        order: NDArray[np.int64],
        bounds: NDArray[np.int64],
        rates: NDArray[np.float64] | None,
        control: NDArray[np.float64],
    ) -> Feed:
        """What steps need on batches of `order`, as `bounds` part it."""
        if data is not self._source:
            self._source, self._data = None, ()
            self._data = tuple(
                sent(self._device, np.asarray(each, self._dtype)).reshape(each.shape)
                for each in data
            )
            self._source = data
        rows = sent(self._device, np.asarray(order[bounds[0] : bounds[-1]], np.int64))
        return Feed(self._data, rows, bounds - bounds[0], rates, control)

    def _array(self, array: Array) -> DeviceArray:
        return sent(self._device, np.asarray(array, self._dtype)).reshape(array.shape)


def sent(device: Device, array: Array) -> DeviceArray:
    """A flat copy on a device."""
    flat = np.ascontiguousarray(array).reshape(-1)
    found = device.zeros(flat.size, flat.dtype)
    device.put(found, flat)
    return found
