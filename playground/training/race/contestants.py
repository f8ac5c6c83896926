"""Who races on this machine."""

from __future__ import annotations

from dataclasses import dataclass

from playground.engine.executors import can_be_native
from playground.engine.executors.probe import PROBE, seems_present
from playground.training.race.course import WidthLane

NUMPY, NATIVE, GPU = "numpy", "native", "cuda"
_DEVICES = {NUMPY: "numpy", NATIVE: "cpu", GPU: "cuda"}
_LABELS = {NUMPY: "NumPy", NATIVE: "native", GPU: "GPU"}


@dataclass(frozen=True)
class Contestants:
    """The executors that work here.

    Attributes:
        executors: names.
        gpu: the GPU's name, or why there is none and what to do, as `playground doctor` says it.
        has_gpu: whether one of them is a GPU.
    """

    executors: tuple[str, ...]
    gpu: str
    has_gpu: bool


def contestants() -> Contestants:
    """Look who is there; where a GPU seems present it is tried, which takes seconds."""
    answer = PROBE.ask()
    has_gpu = answer.works and seems_present()
    found = [NUMPY]
    if can_be_native(WidthLane(4, 1).program):
        found.append(NATIVE)
    if has_gpu:
        found.append(GPU)
    return Contestants(tuple(found), answer.words, has_gpu)


def device_of(name: str) -> str:
    """What a session would be given to run on it."""
    return _DEVICES[name]


def label_of(name: str) -> str:
    """An executor in a word."""
    return _LABELS.get(name, name)
