"""What a network takes over from one that is trained already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from playground.errors import UserError
from playground.formats.importing import Found, Matching, match, slots_of
from playground.network import edits
from playground.network.heads import Head
from playground.network.signature import Signature
from playground.network.spec import HEAD, NetworkSpec
from playground.project.adoption import ANEW, adoption
from playground.project.spec import ProjectSpec
from playground.training.trained import Trained

# What the learning rate of reused layers is times, once they are freed: a start, to be tried with.
SLOW = 0.1


@dataclass(frozen=True, eq=False)
class Reuse:
    """The layers of a network that can begin with weights that were learned elsewhere.

    Attributes:
        layers: their ids, in the network's order. Never the head: it is what is new.
        parameters: the weights, by the names they have in the network.
        new: the ids of the other layers that learn something, the head among them.
    """

    layers: tuple[str, ...]
    parameters: Mapping[str, NDArray[Any]]
    new: tuple[str, ...]


def reuse(found: Found, network: NetworkSpec, head: Head, signature: Signature) -> Reuse:
    """What of a file fits a network: layers of which every parameter does.

    Args:
        found: the file's arrays; they are matched by name, else by shape in their order.

    Raises:
        UserError: nothing fits, and what first does not.
    """
    slots = slots_of(network, head, signature)
    matching = match(found, slots)
    arrays = matching.arrays()
    owners = dict.fromkeys(slot.layer for slot in slots)
    whole = {
        owner: [slot.name for slot in slots if slot.layer == owner]
        for owner in owners
        if owner != HEAD
    }
    layers = tuple(owner for owner, names in whole.items() if all(n in arrays for n in names))
    if not layers:
        raise UserError(
            f"{found.path}: nothing in it fits a layer of this network.{_why(matching)}"
        )
    return Reuse(
        layers,
        {name: arrays[name] for layer in layers for name in whole[layer]},
        tuple(owner for owner in owners if owner not in layers),
    )


def _why(matching: Matching) -> str:
    first = next((row for row in matching.matches if row.why and row.source is not None), None)
    return f" {first.parameter}: {first.why}." if first is not None else ""


@dataclass(frozen=True, eq=False)
class Transfer:
    """What a project becomes that starts from a trained network.

    Attributes:
        project: with the reused layers frozen, slow once they are freed, before a new head; its
            features scaled as those were that the network has learned from.
        reuse: what is reused.
        told: what else is to be said of it, a sentence each.
    """

    project: ProjectSpec
    reuse: Reuse
    told: tuple[str, ...]

    @property
    def words(self) -> str:
        """What was done, and what next."""
        count = len(self.reuse.layers)
        what = f"{count} layer" + "s" * (count != 1)
        columns = self.project.head.columns(self.project.signature())
        outputs = f"{columns} output" + "s" * (columns != 1)
        said = (
            f"{what} reused and frozen, and a new head of {outputs}.",
            *self.told,
            "Run, and unfreeze with the lock on a card.",
        )
        return " ".join(said)


def transfer(found: Found, project: ProjectSpec) -> Transfer:
    """What becomes of a project that starts from a file's network.

    Where the file holds weights alone, they go onto the layers of the project's own network.

    Raises:
        UserError: the network can't take the data's samples, or no weights fit.
    """
    if found.trained is None:
        fitting = reuse(found, project.network, project.head, project.signature())
        return _frozen(project, fitting, ())
    project, scaling = _scaled_alike(found.trained, project)
    taken = adoption(found.trained, project)
    parameters = {n: a for n, a in taken.parameters.items() if _owner(n) != HEAD}
    layers = tuple(dict.fromkeys(map(_owner, parameters)))
    if not layers:
        raise UserError(f"{found.path}: its network has no layer but the head, so none to reuse.")
    head = taken.head.model_copy(update={"position": project.head.position})
    after = project.model_copy(update={"network": taken.network, "head": head})
    told = tuple(sentence for sentence in taken.told if not sentence.startswith(ANEW))
    return _frozen(after, Reuse(layers, parameters, (HEAD,)), (*scaling, *told))


def _scaled_alike(trained: Trained, project: ProjectSpec) -> tuple[ProjectSpec, tuple[str, ...]]:
    """With features standardised or as they are, whichever the network has learned from."""
    standardise = not trained.feature_scaler.is_identity
    if project.data.file is not None or project.data.standardise == standardise:
        return project, ()
    data = project.data.model_copy(update={"standardise": standardise})
    how = "are standardised now" if standardise else "are taken as they are now"
    told = f"Features {how}, since it has learned from such."
    return project.model_copy(update={"data": data}), (told,)


def _frozen(project: ProjectSpec, fitting: Reuse, told: tuple[str, ...]) -> Transfer:
    network = edits.freeze(project.network, fitting.layers, True)
    network = edits.set_fields(network, fitting.layers, [("rate_factor", SLOW)])
    return Transfer(project.model_copy(update={"network": network}), fitting, told)


def _owner(name: str) -> str:
    return name.rpartition(".")[0]
