"""What a template brings into a project that is there already."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from playground.data.prepare import prepare
from playground.data.sources import source_of
from playground.data.spec import DataSpec
from playground.network import edits
from playground.network.compiler import trace
from playground.project.spec import ProjectSpec
from playground.project.templates import Template
from playground.training.problems import batch_problem
from playground.training.vocabulary import words_problem


def taken_over(template: Template, project: ProjectSpec, names: Collection[str]) -> dict[str, Any]:
    """The parts of `project` with the template's in their place, its name and notes too.

    The data stays if the template's network can answer its question as it is. A batch is no larger
    than there are samples.

    Args:
        names: every name that a layer had here; the template's layers get others, since weights are
            known by them.
    """
    given = template.project()
    data = project.data if _suits(template, given, project.data) else given.data
    training, samples = given.training, len(prepare(data).train)
    if batch_problem(training, samples) is not None:
        training = training.model_copy(update={"batch_size": samples})
    network = edits.renamed_apart(given.network, names)
    return {
        "name": given.name,
        "notes": given.notes,
        "data": data,
        "network": network,
        "head": given.head,
        "training": training,
    }


def _suits(template: Template, given: ProjectSpec, data: DataSpec) -> bool:
    """Whether the template makes sense on other `data` than its own, and runs without problems."""
    own, other = source_of(given.data), source_of(data)
    if own is other:
        return True
    # Amounts for amounts, numbers of things for numbers of things.
    alike = (own.task, own.standardise) == (other.task, other.standardise)
    if template.tied or not alike:
        return False
    prepared = prepare(data)
    signature = given.model_copy(update={"data": data}).signature()
    traced = trace(given.network, given.head, signature, training=True)
    return not traced.problems and words_problem(traced, prepared) is None
