"""What stands out in the rows and how they are split."""

from __future__ import annotations

import numpy as np

from playground.data.guessing.case import Case
from playground.data.guessing.finding import Finding, Remedy, Severity
from playground.data.own import first_of_equal, moments

_SHARE_OF_DIFFERENT = 0.5


def of_repeated_rows(case: Case) -> list[Finding]:
    """Rows that are there several times, of which some would train and others judge."""
    if case.file.window is not None:
        return []
    used = [
        case.table.column(column.name)
        for column, _ in case.known("feature", "target")
        if column.kind != "picture"
    ]
    if len(used) < 2 or any(column.kind == "picture" for column in case.file.features):
        return []
    every = np.ones(len(case.table), np.bool_)
    repeated = len(case.table) - int(first_of_equal(used, every).sum())
    if not repeated or repeated > _SHARE_OF_DIFFERENT * len(case.table):
        return []  # a small choice of values: rows are alike by chance
    rows = f"{repeated:,} row" + "s are" * (repeated != 1) + " is" * (repeated == 1)
    if case.file.drop_duplicates:
        words = f"{rows} there more than once; only the first of each is kept."
        remedy = Remedy(
            "Keep them all", "Repeated rows count each time.", case.changed(drop_duplicates=False)
        )
        return [Finding("repeated_rows", "note", (), words, (remedy,), settled=True)]
    words = (
        f"{rows} there more than once. Where one trains and its twin judges, the network looks "
        "better than it is."
    )
    remedy = Remedy(
        "Keep the first of each", "Equal rows count once.", case.changed(drop_duplicates=True)
    )
    severity: Severity = "warning" if repeated > 0.01 * len(case.table) else "note"
    return [Finding("repeated_rows", severity, (), words, (remedy,))]


def of_times(case: Case) -> list[Finding]:
    """Rows with dates, split by chance: the network is judged on days between those it knows."""
    if case.data.split.way not in ("stratified", "random") or case.file.window is not None:
        return []
    dates = [
        (column, facts)
        for column, facts in case.known("feature", "skip")
        if column.kind == "date" and facts.distinct > 10 and not facts.missing
    ]
    found = []
    for column, _ in dates:
        if not _in_order(case, column.name):
            continue
        words = (
            f"Rows stand in the order of “{column.name}”, and those that judge are drawn by "
            "chance. If the network is to foretell what comes later, let later rows judge."
        )
        remedy = Remedy(
            "Judge on later rows",
            f"The first rows by “{column.name}” train, the last ones judge.",
            case.using(column.name, "time"),
        )
        found.append(Finding("time", "note", (column.name,), words, (remedy,)))
    return found[:1]


def _in_order(case: Case, name: str) -> bool:
    values = moments(case.table.column(name))
    return bool((np.diff(values) >= 0).all() or (np.diff(values) <= 0).all())


def of_troubles(case: Case) -> list[Finding]:
    """Rows and cells of the file that could not be read."""
    count = case.table.n_troubles
    if not count:
        return []
    out = case.table.n_left_out
    left = f" {out:,} row" + "s are" * (out != 1) + " is" * (out == 1) + " left out." if out else ""
    places = "1 place" if count == 1 else f"{count:,} places"
    words = f"{places} of the file could not be read as expected.{left} The list says where."
    return [Finding("troubles", "note", (), words)]
