"""Answers against the truth as tables: a confusion matrix, two by two for a label, all labels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from playground.gui.plots import words
from playground.gui.plots.table_layout import Cell, Table

COUNTS, OF_TRUE, OF_ANSWERS = "counts", "true", "answers"
# Of more classes than this, the numbers in the cells are said as shortly as can be.
_MOST_ROOMY = 6
_PX_A_DIGIT, _LOWEST = 6.6, 13.0
_NONE = "–"


def confusion_table(counts: NDArray[np.int64], names: Sequence[str], show: str) -> Table:
    """A confusion matrix with its sums, shares and recall at the edges.

    Args:
        counts: (K, K), row the true class, column the answer.
        show: `COUNTS`, shares of the true class or of the answer.
    """
    classes = len(counts)
    true, said, right = counts.sum(1), counts.sum(0), np.diag(counts)
    cells = [
        (
            *(_cell(counts, names, row, column, show) for column in range(classes)),
            _sum(true[row], f"{true[row]:,} samples are {names[row]}"),
            _share(right[row], true[row], f"Recall of {names[row]}", f"are {names[row]}"),
        )
        for row in range(classes)
    ]
    total = int(counts.sum())
    cells.append(
        (
            *(_sum(n, f"{n:,} samples are taken for {names[c]}") for c, n in enumerate(said)),
            _sum(total, f"{total:,} samples"),
            _share(right.sum(), total, "Accuracy", "there are"),
        )
    )
    return Table(
        (*names, "all"),
        (*names, "all", "recall"),
        tuple(cells),
        "true",
        "predicted",
        edge_rows=1,
        edge_columns=2,
        opens=True,
        least=(1.5 + _PX_A_DIGIT * _widest(cells), _LOWEST),
        edge_width=36.0,
    )


def _cell(
    counts: NDArray[np.int64], names: Sequence[str], row: int, column: int, show: str
) -> Cell:
    count, true, said = counts[row, column], counts[row].sum(), counts[:, column].sum()
    of_true, of_said = count / true if true else 0.0, count / said if said else 0.0
    share = of_said if show == OF_ANSWERS else of_true
    whole = said if show == OF_ANSWERS else true
    shown = words.percent(share) if whole else _NONE
    text, note = (f"{count:,}", shown) if show == COUNTS else (shown, f"{count:,}")
    if len(counts) > _MOST_ROOMY:
        text = _shortly(int(count)) if show == COUNTS else f"{100 * share:.0f}"
    if true == 0:
        sentence = f"No sample is {names[row]}"
    else:
        sentence = (
            f"{count:,} of {true:,} samples of {names[row]} ({words.percent(of_true)})\n"
            f"were taken for {names[column]}"
        )
    if said:
        sentence += f": {words.percent(of_said)} of what was taken for it"
    return Cell(text, note if whole else "", share, row == column, sentence)


def _shortly(count: int) -> str:
    """In four characters or less: 980, 1.2k, 14k."""
    if count < 1000:
        return str(count)
    return f"{count / 1000:.1f}k" if count < 9950 else f"{count / 1000:.0f}k"


def _widest(cells: list[tuple[Cell, ...]]) -> int:
    """How many characters the longest number in a cell that is no sum has."""
    return max((len(cell.text) for row in cells[:-1] for cell in row[:-2]), default=1)


def _sum(count: int, sentence: str) -> Cell:
    return Cell(f"{count:,}", help=sentence)


def _share(part: int, whole: int, what: str, of: str) -> Cell:
    if whole == 0:
        return Cell(_NONE, help=f"{what}: no sample to find")
    percent = words.percent(part / whole)
    return Cell(percent, help=f"{what}: {part:,} of {whole:,} that {of} are found ({percent})")


def labels_table(
    truth: NDArray[np.int64], answers: NDArray[np.int64], names: Sequence[str]
) -> Table:
    """Of each label, what is found, missed, and said though not true. (N, L) zeros and ones."""
    yes, said = truth == 1, answers == 1
    total = max(1, len(truth))
    columns = (
        ("found", (yes & said).sum(0), True, "have it, and are said to"),
        ("missed", (yes & ~said).sum(0), False, "have it, and are not said to"),
        ("false alarms", (~yes & said).sum(0), False, "are said to have it, and have not"),
    )
    cells = tuple(
        tuple(
            Cell(
                f"{amounts[label]:,}",
                words.percent(amounts[label] / total),
                float(amounts[label] / total),
                good,
                f"{name}: {amounts[label]:,} of {len(truth):,} samples {what}",
            )
            for _, amounts, good, what in columns
        )
        for label, name in enumerate(names)
    )
    return Table(
        tuple(names), tuple(name for name, *_ in columns), cells, opens=True, least=(40.0, 22.0)
    )


def in_cell(
    truth: NDArray[np.int64], answers: NDArray[np.int64], row: int, column: int
) -> NDArray[np.int64]:
    """The places in (N,) of the samples that a cell of a confusion matrix counts."""
    return np.flatnonzero((truth == row) & (answers == column))


def in_label_cell(
    truth: NDArray[np.int64], answers: NDArray[np.int64], label: int, column: int
) -> NDArray[np.int64]:
    """The places in (N, L) of the samples that a cell of `labels_table` counts."""
    yes, said = truth[:, label] == 1, answers[:, label] == 1
    kinds = (yes & said, yes & ~said, ~yes & said)
    return np.flatnonzero(kinds[column])
