"""Whether the data suits a network's embeddings: whole numbers, and none beyond their tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.data.prepare import Prepared
from playground.engine.executors.reference import ReferenceExecutor
from playground.engine.program import plan
from playground.network.compiler import FEATURES, Trace
from playground.network.layers.embedding import MOST_WORDS
from playground.network.problems import Problem

_ROWS = 1024
_WORDS = "words"


@dataclass(frozen=True, eq=False)
class _Table:
    """One embedding: whose, how many words it knows, and what gives its words of features."""

    scope: str
    rows: int
    words: ReferenceExecutor


class Vocabularies:
    """The embeddings of a network, to hold data against."""

    def __init__(self, traced: Trace) -> None:
        graph = traced.builder.graph
        self._tables = []
        for node in graph.nodes:
            if node.op == "embedding":
                program = plan(graph, _ROWS, {_WORDS: node.inputs[0]})
                executor = ReferenceExecutor(program, np.float64)
                self._tables.append(_Table(node.scope, node.inputs[1].shape[0], executor))

    def problem(self, features: NDArray[Any], *, standardised: bool) -> Problem | None:
        """The first number that is no word, if there is one.

        Args:
            features: (N, …) as the network sees them.
            standardised: whether they were shifted and scaled, which would explain it.
        """
        for table in self._tables:
            for start in range(0, len(features), _ROWS):
                found = table.words.run(**{FEATURES: features[start : start + _ROWS]})[_WORDS]
                wrong = (found != np.rint(found)) | (found < 0) | (found >= table.rows)
                if wrong.any():
                    return _refused(table, float(found[wrong][0]), standardised)
        return None


def words_problem(traced: Trace, prepared: Prepared) -> Problem | None:
    """What keeps a network's embeddings from taking the data, if anything does."""
    vocabularies = Vocabularies(traced)
    for rows in (prepared.train, prepared.validation):
        problem = vocabularies.problem(rows.features, standardised=prepared.spec.standardise)
        if problem is not None:
            return problem
    return None


def _refused(table: _Table, number: float, standardised: bool) -> Problem:
    if standardised:
        advice = "Standardising turned the words into other numbers: switch it off for this data."
    elif table.rows <= number < MOST_WORDS and number == np.rint(number):
        advice = f"Give it a vocabulary of at least {number + 1:,.0f}."
    else:
        advice = "Number the words 0, 1, 2 and so on."
    return Problem(
        "error",
        table.scope,
        f"{table.scope} takes whole numbers from 0 to {table.rows - 1:,}; the data has "
        f"{number:.6g}. {advice}",
    )
