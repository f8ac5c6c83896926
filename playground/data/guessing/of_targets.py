"""What stands out in the target."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.data.guessing.case import Case, listed
from playground.data.guessing.finding import Finding, Remedy
from playground.data.guessing.targets import targets_of
from playground.data.steps.words import in_order

if TYPE_CHECKING:
    from numpy.typing import NDArray

_RARE, _FEWEST_OF_A_CLASS = 0.1, 5
_FEWEST_ROWS = 50


def of_one_value(case: Case) -> list[Finding]:
    """A target with nothing to tell."""
    from playground.data.guessing.changes import with_file, with_target

    found = []
    for column, facts in case.known("target"):
        if facts.distinct > 1:
            continue
        what = "has only one value" if facts.distinct else "has nothing in it"
        words = f"The target “{column.name}” {what}, so there is nothing to learn."
        others = [
            each
            for each in targets_of(case.survey)
            if column.name not in each.names and case.survey.column(each.names[0]).distinct > 1
        ]
        remedies = tuple(
            Remedy(
                f"Ask for {listed(each.names)}",
                each.why,
                with_file(case.data, with_target(case.file, case.table, each.names)),
            )
            for each in others[:3]
        )
        found.append(Finding("one_value", "error", (column.name,), words, remedies))
    return found


def of_missing_targets(case: Case) -> list[Finding]:
    """Rows without a target."""
    found = []
    for column, facts in case.known("target"):
        if facts.missing and facts.distinct and column.kind != "tags":
            rows = f"{facts.missing:,} row" + "s" * (facts.missing != 1)
            have = "has" if facts.missing == 1 else "have"
            words = f"{rows} {have} no “{column.name}”: left out, since nothing is to be learned."
            found.append(Finding("missing_target", "note", (column.name,), words, settled=True))
    return found


def of_classes(case: Case) -> list[Finding]:
    """Classes that are rare, or too small to learn and to judge."""
    targets = case.known("target")
    if case.file.task not in ("binary", "multiclass") or len(targets) != 1:
        return []
    column, facts = targets[0]
    names, counts = _classes(case, column.name)
    if facts.distinct < 2 or len(names) < 2:
        return []
    small = counts < _FEWEST_OF_A_CLASS
    if small.any():
        return [_too_small(case, column.name, names, counts, small)]
    rarest = int(counts.argmin())
    if counts[rarest] >= _RARE * counts.max() or case.data.per_class is not None:
        return []
    words = (
        f"Classes are of very different size: {counts[rarest]:,} rows are “{names[rarest]}”, "
        f"{counts.max():,} “{names[int(counts.argmax())]}”. In the loss of a starting network rare "
        "ones count more; look at the balanced accuracy, not at the accuracy."
    )
    most = max(1, int(counts[rarest] * (1.0 - case.data.validation)))
    remedy = Remedy(
        f"Train on {most:,} of each class",
        "All classes are alike in training; all other rows judge.",
        case.data.model_copy(update={"per_class": most}),
    )
    return [Finding("imbalance", "warning", (column.name,), words, (remedy,), settled=True)]


def _too_small(
    case: Case,
    column: str,
    names: list[str],
    counts: NDArray[np.int64],
    small: NDArray[np.bool_],
) -> Finding:
    tiny = [name for name, is_small in zip(names, small.tolist(), strict=True) if is_small]
    kept = tuple(np.flatnonzero(~small).tolist())
    rows = int(counts[small].sum())
    what = "class has" if len(tiny) == 1 else "classes have"
    words = (
        f"{len(tiny):,} {what} fewer than {_FEWEST_OF_A_CLASS} rows ({listed(tiny)}): too few to "
        "learn from and to judge on."
    )
    remedies: tuple[Remedy, ...] = ()
    if len(kept) > 1 and case.data.only_classes is None:
        remedies = (
            Remedy(
                f"Leave {'it' if len(tiny) == 1 else 'them'} out",
                f"{rows:,} rows less; the network does not know of such classes.",
                case.data.model_copy(update={"only_classes": kept}),
            ),
        )
    if case.data.only_classes is not None and set(case.data.only_classes) <= set(kept):
        words = f"{words} They are left out."
        remedies = (
            Remedy(
                "Take all classes",
                "Also those with very few rows.",
                case.data.model_copy(update={"only_classes": None}),
            ),
        )
        return Finding("small_class", "note", (column,), words, remedies, settled=True)
    return Finding("small_class", "warning", (column,), words, remedies)


def _classes(case: Case, name: str) -> tuple[list[str], NDArray[np.int64]]:
    """The classes as the data numbers them, and how many rows each has."""
    column = case.table.column(name)
    if isinstance(column.values, np.ndarray):  # numbers that will be read as words
        values, found = np.unique(column.numbers[~column.missing], return_counts=True)
        return [f"{value:g}" for value in values.tolist()], found.astype(np.int64)
    words = column.words
    counts = np.bincount(words.codes[words.codes >= 0], minlength=len(words.distinct))
    by_name = {words.distinct[k]: int(counts[k]) for k in np.flatnonzero(counts).tolist()}
    names = in_order(list(by_name))
    return names, np.array([by_name[each] for each in names], np.int64)


def of_rare_tags(case: Case) -> list[Finding]:
    """Labels that hardly any row has."""
    found = []
    for column, facts in case.known("target"):
        rare = [tag for tag, count in facts.tags if count < 10]
        if rare:
            words = f"{listed(rare)} come in fewer than 10 rows each: hardly to be learned."
            found.append(Finding("small_class", "note", (column.name,), words))
    return found


def of_few_rows(case: Case) -> list[Finding]:
    """Too few rows to trust a score."""
    if len(case.table) >= _FEWEST_ROWS:
        return []
    words = (
        f"There are only {len(case.table):,} rows: a score on a part of them says little. "
        "Cross-validation judges on each row once."
    )
    remedies: tuple[Remedy, ...] = ()
    if case.data.split.folds is None and len(case.table) >= 10:
        folded = case.data.split.model_copy(update={"folds": 5})
        remedies = (
            Remedy(
                "Split into 5 folds",
                "Each fifth of the rows judges once.",
                case.data.model_copy(update={"split": folded}),
            ),
        )
    return [Finding("few_rows", "warning", (), words, remedies)]
