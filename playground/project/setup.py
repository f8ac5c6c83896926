"""What a teacher hides and locks, so that a project opens prepared for a class."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field, field_validator, model_serializer

from playground.frozen import Frozen
from playground.registry import did_you_mean

# Names as in files, and what people call them.
HIDEABLE = {
    "data_gallery": "Data gallery",
    "data_sliders": "Data sliders",
    "layers": "Layers",
    "notes": "Notes",
    "head": "Task head",
    "loss": "Loss",
    "optimizer": "Optimizer",
    "rate": "Learning rate",
    "batch": "Batch",
    "regularization": "Regularization",
    "stop": "Stop conditions",
    "step": "Step",
    "pace": "Pace",
    "device": "Device",
    "export": "Export",
    "output": "Output",
    "curves": "Curves",
    "neurons": "Neurons",
    "matrices": "Matrices",
    "steps": "Steps",
    "labs": "Labs",
    "compare": "Compare",
    "inside": "Inside the layers",
    "timeline": "Timeline",
    "code": "Code",
    "lessons": "Lessons",
    "drawer": "Drawer with the inspector",
}
LOCKABLE = {
    "network": "Network",
    "data": "Data",
    "head": "Task head and loss",
    "training": "Training",
}


class Setup(Frozen):
    """Parts of the window that are hidden, and parts of the document that can't be changed.

    Both are kept in the order of the tables above. What is empty is left out of files.
    """

    hidden: tuple[str, ...] = Field((), title="Hidden", description="What the window leaves out.")
    locked: tuple[str, ...] = Field((), title="Locked", description="What can't be changed.")

    @field_validator("hidden")
    @classmethod
    def _hideable(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return _in_order(names, HIDEABLE, "hide")

    @field_validator("locked")
    @classmethod
    def _lockable(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return _in_order(names, LOCKABLE, "lock")

    @model_serializer(mode="wrap")
    def _short(self, handler: Any) -> dict[str, Any]:
        return {name: parts for name, parts in handler(self).items() if parts}

    def __bool__(self) -> bool:
        """Whether anything is hidden or locked."""
        return bool(self.hidden or self.locked)


def lock_reason(part: str) -> str:
    """Why a locked part can't be changed, and what to do."""
    return f"The {part} is locked in this set-up. Unlock it in the menu under Teacher's set-up."


def _in_order(names: tuple[str, ...], known: Mapping[str, str], verb: str) -> tuple[str, ...]:
    for name in names:
        if name not in known:
            raise ValueError(
                f"There is nothing to {verb} called {name!r}.{did_you_mean(name, known)} "
                f"There are: {', '.join(known)}."
            )
    return tuple(name for name in known if name in names)
