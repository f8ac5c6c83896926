"""Weights and networks from files into a project, without a window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from playground.errors import UserError
from playground.formats.importing import Matching, match, slots_of
from playground.network.shapes import in_words
from playground.project.adoption import adoption
from playground.project.file import Project
from playground.project.importing import read_found, read_trained
from playground.project.session import ProjectSession


def with_weights(path: Path, opened: Project) -> tuple[ProjectSession, Matching]:
    """A session of a project that begins from a file's weights, as far as they match.

    Raises:
        UserError: the file can't be read, or nothing of it matches.
    """
    spec = opened.spec
    matching = match(read_found(path), slots_of(spec.network, spec.head, spec.signature()))
    if not matching.count:
        raise UserError(f"Nothing of {path} goes onto the network. {matching.summary()}")
    session = ProjectSession(opened, device="numpy")
    session.start_from(matching.arrays())
    return session, matching


def with_network(path: Path, opened: Project) -> tuple[ProjectSession, tuple[str, ...]]:
    """A session of a project whose network and head are now a file's; and what to say of it.

    Raises:
        UserError: the file can't be read, holds no whole network, or that can't take the data.
    """
    made = adoption(read_trained(path), opened.spec)
    spec = opened.spec.model_copy(update={"network": made.network, "head": made.head})
    session = ProjectSession(Project(spec), device="numpy")
    session.start_from(made.parameters)
    return session, made.told


def rows_of(matching: Matching) -> Iterator[str]:
    """What goes into each parameter, a line each."""
    for row in matching.matches:
        if row.taken and row.way is not None and row.source_shape is not None:
            how = {"name": "by name", "shape": "by shape, in order"}.get(row.how, "")
            done = "" if row.way.label == "as it is" else f", {row.way.label}"
            yield f"{row.parameter} ← {row.source} ({in_words(row.source_shape)}), {how}{done}"
        else:
            yield f"{row.parameter}: {row.why or 'left as it is'}"
