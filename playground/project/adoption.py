"""A trained network from elsewhere, as the network of a project with data of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.data.prepare import prepare
from playground.errors import UserError
from playground.network.compiler import trace
from playground.network.edits import insert
from playground.network.heads import Head, fitting_head
from playground.network.layers import LAYERS
from playground.network.node import NodeSpec
from playground.network.shapes import in_words
from playground.network.signature import Signature
from playground.network.spec import HEAD, INPUT, NetworkSpec
from playground.project.spec import ProjectSpec
from playground.training.trained import Trained

# How the sentence begins that says so.
ANEW = "The head starts anew"
_SHOWN = 4


@dataclass(frozen=True, eq=False)
class Adoption:
    """What a project becomes, its data staying as it is.

    Attributes:
        network, head: in place of the project's own.
        parameters: the weights that come along, by name; those of other names start anew.
        told: what is to be said of it, a sentence each.
        standardise: whether the data should be standardised for it, where it is otherwise; else
            None.
    """

    network: NetworkSpec
    head: Head
    parameters: Mapping[str, NDArray[Any]]
    told: tuple[str, ...]
    standardise: bool | None = None


def adoption(trained: Trained, project: ProjectSpec) -> Adoption:
    """What becomes of a project that takes a trained network for its own.

    Where the data asks for other answers than the network gives, the head that the data asks for
    takes its head's place and starts anew.

    Raises:
        UserError: the network can't take the data's samples, and why.
    """
    signature = project.signature()
    network, told = _taking(trained, signature)
    head, keeps, said = _head(trained, signature)
    parameters = {
        name: array
        for name, array in trained.parameters.items()
        if keeps or name.rpartition(".")[0] != HEAD
    }
    errors = trace(network, head, signature, training=True).errors
    if errors:
        raise UserError(f"It can't take {signature.name}: {errors[0].message}")
    scaling, standardise = _scaling(trained, project)
    return Adoption(network, head, parameters, (*told, *said, *scaling), standardise)


def _taking(trained: Trained, signature: Signature) -> tuple[NetworkSpec, tuple[str, ...]]:
    """The network, with a layer behind the input where samples only have to be laid otherwise."""
    network, wanted, given = trained.network, trained.signature.features, signature.features
    if wanted == given:
        return network, ()
    if prod(wanted) != prod(given) or len(network.targets(INPUT)) != 1:
        raise UserError(
            f"It takes samples of {in_words(wanted)}, and those of {signature.name} are "
            f"{in_words(given)}. Choose data of that shape first."
        )
    layer, fields = ("Flatten", {}) if len(wanted) == 1 else ("Reshape", {"shape": wanted})
    node: NodeSpec = LAYERS[layer](id=network.fresh_id(layer), **fields)
    (target,) = network.targets(INPUT)
    return insert(network, node, (INPUT, target)), (
        f"Samples of {in_words(given)} are laid out as {in_words(wanted)} first.",
    )


def _head(trained: Trained, signature: Signature) -> tuple[Head, bool, tuple[str, ...]]:
    """The head, whether its weights come along, and what to say of it."""
    theirs, there = trained.head, trained.signature
    asked = fitting_head(signature)
    columns = trained.parameters[f"{HEAD}.bias"].shape[0]
    if signature.task in theirs.tasks and theirs.columns(signature) == columns:
        return theirs, True, ()
    ours = asked()
    fits = ours.columns(signature) == columns
    if fits and theirs.final in (ours.final, "identity"):
        if theirs.final == ours.final:
            return ours, True, ()
        added = f"Its answers are taken as logits: {ours.label.lower()} adds the {ours.final}."
        return ours, True, (added,)
    have, want = _count(columns), _count(ours.columns(signature))
    return (
        ours,
        False,
        (
            f"{ANEW}: it gives {have} there ({there.task}), and {signature.name} "
            f"asks for {want} ({signature.task}).",
        ),
    )


def _count(columns: int) -> str:
    return f"{columns} answer{'' if columns == 1 else 's'}"


def _scaling(trained: Trained, project: ProjectSpec) -> tuple[tuple[str, ...], bool | None]:
    """What there is to say of how features are scaled, and how they should be, if otherwise."""
    prepared = prepare(project.data)
    theirs, ours = trained.feature_scaler, prepared.feature_scaler
    if prepared.pipeline is not None:
        return _columns(trained.feature_names, prepared.dataset.feature_names), None
    if theirs.is_identity and ours.is_identity:
        return (), None
    if ours.is_identity:
        said = "It has learned from standardised features, and those of the data here are not."
        return (said,), True
    if theirs.is_identity:
        said = "It takes features as they are, and those of the data here are standardised."
        return (said,), False
    alike = theirs.mean.size == ours.mean.size and all(
        np.allclose(np.ravel(a), np.ravel(b), rtol=1e-3, atol=1e-6)
        for a, b in ((theirs.mean, ours.mean), (theirs.scale, ours.scale))
    )
    return () if alike else ("Features are scaled by this data's own mean and spread.",), None


def _columns(theirs: Sequence[str], ours: Sequence[str]) -> tuple[str, ...]:
    """What there is to say of the features of a file, which its own preparation scales."""
    others = [name for name in theirs if name not in set(ours)]
    if not others:
        return ()
    shown = ", ".join(others[:_SHOWN]) + (", …" if len(others) > _SHOWN else "")
    return (f"It has learned from features that the data here has not: {shown}.",)
