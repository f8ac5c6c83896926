"""Whether the data suits a network's embeddings: whole numbers, and none beyond their tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.data.prepare import Prepared
from playground.engine.executors.reference import ReferenceExecutor
from playground.engine.program import plan
from playground.network.compiler import FEATURES, Trace
from playground.network.fixes import SetData, SetFields
from playground.network.layers.embedding import MOST_WORDS
from playground.network.problems import Problem

_ROWS = 1024
_WORDS = "words"


@dataclass(frozen=True, eq=False)
class _Table:
    """One embedding: whose, how many words it knows, and what gives its words of features.

    `owner` is the layer whose the words are: another one where a layer is applied again.
    """

    scope: str
    owner: str
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
                weight = node.inputs[1]
                owner = weight.name.rpartition(".")[0]
                self._tables.append(_Table(node.scope, owner, weight.shape[0], executor))

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._tables)

    def problem(self, features: NDArray[Any], *, standardised: bool) -> Problem | None:
        """The first number that is no word, if there is one.

        Args:
            features: (N, …) as the network sees them.
            standardised: whether they were shifted and scaled, which would explain it.
        """
        for table in self._tables:
            for found in _words(table, features):
                wrong = ~_are_words(found) | (found >= table.rows)
                if wrong.any():
                    greatest = _greatest(table, features)
                    return _refused(table, float(found[wrong][0]), greatest, standardised)
        return None


def _words(table: _Table, features: NDArray[Any]) -> Iterator[NDArray[Any]]:
    """What arrives at an embedding, some rows at a time."""
    for start in range(0, len(features), _ROWS):
        yield table.words.run(**{FEATURES: features[start : start + _ROWS]})[_WORDS]


def _are_words(found: NDArray[Any]) -> NDArray[np.bool_]:
    """Which numbers could be words of some vocabulary."""
    return np.asarray((found == np.rint(found)) & (found >= 0) & (found < MOST_WORDS))


def _greatest(table: _Table, features: NDArray[Any]) -> float | None:
    """The greatest number that arrives; None where some could be no word at all."""
    greatest = 0.0
    for found in _words(table, features):
        if not _are_words(found).all():
            return None
        greatest = max(greatest, float(found.max()))
    return greatest


def words_problem(traced: Trace, prepared: Prepared) -> Problem | None:
    """What keeps a network's embeddings from taking the data, if anything does."""
    vocabularies = Vocabularies(traced)
    if not vocabularies:
        return None
    standardised = prepared.spec.standardise and prepared.pipeline is None
    return vocabularies.problem(prepared.telling, standardised=standardised)


def _refused(table: _Table, number: float, greatest: float | None, standardised: bool) -> Problem:
    """What to say of a number that is no word.

    Args:
        greatest: the greatest of all numbers, where each is a word of some table.
    """
    fix: SetData | SetFields | None = None
    if standardised:
        advice = "Standardising turned the words into other numbers: switch it off for this data."
        fix = SetData("standardise", False, "Switch standardising off")
    elif greatest is not None:
        words = int(greatest) + 1
        advice = f"Give it a vocabulary of at least {words:,}."
        fix = SetFields((table.owner,), (("vocabulary", words),), f"Use a vocabulary of {words:,}")
    else:
        advice = "Number the words 0, 1, 2 and so on."
    return Problem(
        "error",
        table.scope,
        f"{table.scope} takes whole numbers from 0 to {table.rows - 1:,}; the data has "
        f"{number:.6g}. {advice}",
        fix,
    )
