"""Whatever is in a table: something is proposed, said and begun, or refused in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playground.data.guessing import findings, propose
from playground.data.own import prepare_table
from playground.data.tables.table import Table
from playground.errors import UserError
from playground.project.starting import starting_project
from playground.training.session import Session
from tests.data.guessing.tables import column, read_as

T = TypeVar("T")
NAMES = (
    "id",
    "date",
    "price",
    "class",
    "rating",
    "user",
    "film",
    "a",
    "label_x",
    "label_y",
    "city",
)
WORDS = st.sampled_from(["a", "b", "c", "Paris", "0", "1", "a long tale of woe", "x y"])
NUMBERS = st.sampled_from([0.0, 1.0, 2.0, 3.5, -4.0, 1e9, 86_400.0])


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Tables of all kinds of columns but pictures, with gaps."""
    rows = draw(st.sampled_from([2, 12, 60, 60]))
    names = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=6, unique=True))
    columns = []
    for name in names:
        kind = draw(st.sampled_from(["number", "date", "category", "text", "tags", "identifier"]))
        cells = st.none() | (NUMBERS if kind in ("number", "date") else WORDS)
        some = draw(st.lists(cells, min_size=3, max_size=8))
        if kind in ("number", "date") and draw(st.booleans()):
            found = list(np.arange(rows) * draw(st.sampled_from([1.0, 86_400.0])))
        else:
            found = [some[number % len(some)] for number in range(rows)]
        columns.append(column(name, kind, found))
    return Table(tuple(columns))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables())
def test_something_is_proposed_and_trains_or_is_refused_in_words(made: Table) -> None:
    proposal = _unless_refused(lambda: propose(made))
    if proposal is None:
        return
    data = proposal.data
    table = read_as(made, proposal.file)
    found = findings(data, table, proposal.survey)
    assert all(each.words.endswith((".", "?")) for each in found)
    assert {each.name for each in proposal.file.columns} == set(proposal.reasons)
    if any(each.severity == "error" for each in found):
        return
    prepared = _unless_refused(lambda: prepare_table(data, table))
    if prepared is None:
        return
    project = starting_project("x", data, prepared)
    session = Session(
        project.network, project.head, project.training, prepared, device="numpy", seed=0
    )
    assert np.isfinite(session.step(*_some(prepared)))


def _unless_refused(work: Callable[[], T]) -> T | None:
    """What it gives; None where that is refused, which has to be in whole sentences."""
    try:
        return work()
    except UserError as refusal:
        words = str(refusal)
    assert words.endswith(".")
    return None


def _some(prepared):
    rows = slice(0, min(4, len(prepared.train)))
    return prepared.train.features[rows], prepared.train.targets[rows]
