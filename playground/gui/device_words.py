"""Devices and executors in words."""

from __future__ import annotations

from playground.engine.executors import DEVICES
from playground.engine.executors.probe import seems_present

_EXECUTORS = {
    "numpy": ("CPU", "NumPy"),
    "native": ("CPU", "native"),
    "cuda": ("GPU", ""),
    "cuda-tf32": ("GPU", "TF32"),
    "cuda-bfloat16": ("GPU", "bfloat16"),
}
_LABELS = {
    "auto": "Automatic",
    "cpu": "CPU",
    "numpy": "CPU, NumPy",
    "cuda": "GPU",
    "cuda-tf32": "GPU, TF32",
    "cuda-bfloat16": "GPU, bfloat16",
}


def executor_words(name: str, between: str) -> str:
    """Where something runs, and how: "CPU, NumPy"."""
    place, how = _EXECUTORS.get(name, ("CPU", name))
    return f"{place}{between}{how}" if how else place


def place_of(name: str) -> str:
    """Where an executor runs: "CPU" or "GPU"."""
    return executor_words(name, " ").split()[0]


def device_choices() -> list[tuple[object, str, str]]:
    """(name, label, help) of each device worth offering here."""
    gpu = seems_present()
    return [
        (name, _LABELS[name], words)
        for name, words in DEVICES.items()
        if gpu or not name.startswith("cuda")
    ]
