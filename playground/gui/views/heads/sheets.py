"""The numbers of an experiment as a table."""

from __future__ import annotations

from playground.gui.views.heads import words
from playground.gui.views.heads.frame import DuelFrame
from playground.gui.views.sheet import Sheet


def sheet_of(frame: DuelFrame) -> Sheet:
    """A row an epoch: what both sides have measured."""
    left, right = frame.standing.sides
    shared = [name for name in left.series if name in right.series]
    titles = [words.title(frame, number) for number in (0, 1)]
    columns = ["epoch"]
    columns += [
        f"{split} {words.named(name)}, {title}"
        for name in shared
        for split in ("training", "validation")
        for title in titles
    ]
    rows = [
        (
            float(epoch),
            *(
                float(side.series[name][split][place])
                for name in shared
                for split in (0, 1)
                for side in (left, right)
            ),
        )
        for place, epoch in enumerate(left.epochs[: len(right.epochs)])
    ]
    return Sheet(columns, rows)
