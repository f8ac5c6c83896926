"""Edits of single fields: of several layers at once, of the head, of the training.

A field is named by its path: ("units",), or ("activation", "slope") for a field of a part within.
What can't be is a `UserError` in words, and then nothing has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from pydantic import ValidationError

from playground.errors import UserError
from playground.frozen import Frozen
from playground.gui.document import Document
from playground.gui.inspector.field import Path, default_at, value_at, with_value
from playground.network import edits
from playground.network.heads import Head
from playground.network.losses import LOSSES
from playground.network.named import parse_name
from playground.network.node import NodeSpec
from playground.network.spec import HEAD, NetworkSpec


def set_fields(document: Document, identities: Collection[str], path: Path, value: Any) -> None:
    """Give a field of several layers one value: one edit, which others of its kind join.

    Raises:
        UserError: one of them can't have it.
    """
    _change_nodes(document, identities, path, lambda node: changed(node, path, value))


def reset_fields(document: Document, identities: Collection[str], path: Path) -> None:
    """Give a field of several layers back what each has of itself."""

    _change_nodes(
        document, identities, path, lambda node: changed(node, path, default_at(node, path))
    )


def rename(document: Document, identity: str, name: str) -> None:
    """Give a layer another name; all that name it follow.

    Raises:
        UserError: it is no name, or another's.
    """
    if name == identity:
        return
    if name == HEAD:
        raise UserError("That is the head's name. Choose another.")
    if name in document.network:
        raise UserError(f"Another layer is called {name}. Choose another name.")
    changed(document.network[identity], ("id",), name)
    try:
        network = edits.set_field(document.network, identity, "id", name)
    except ValueError as error:
        raise UserError(f"Name: {_reason(error)}.") from None
    document.edit(f"rename {identity}", network=network)


def set_head_field(document: Document, path: Path, value: Any) -> None:
    """Change a field of the head, or of its loss.

    Raises:
        UserError: it can't have it.
    """
    match path:
        case ("loss",) if value in (None, document.project.head.losses[0]):
            _edit_head(document, path, None)
        case ("loss",):
            document.set_loss(value)
        case ("activation",):
            document.set_final_activation(value)
        case _:
            _edit_head(document, path, value)


def set_training_field(document: Document, path: Path, value: Any) -> None:
    """Change a field of the training, or of a part of it.

    Raises:
        UserError: it can't have it.
    """
    if path == ("optimizer",):
        document.set_optimizer(value)
        return
    training = changed(document.project.training, path, value)
    document.edit(f"change {_words(training, path)}", _key("training", path), training=training)


def renamed(before: NetworkSpec, after: NetworkSpec) -> dict[str, str]:
    """The old and the new name of the one layer that was renamed in between, if just one was."""
    if before is after or len(before.nodes) != len(after.nodes):
        return {}
    pairs = zip(before.nodes, after.nodes, strict=True)
    others = [(old, new) for old, new in pairs if old.id != new.id]
    if len(others) != 1:
        return {}
    ((old, new),) = others
    return {old.id: new.id} if new.model_copy(update={"id": old.id}) == old else {}


def in_force(head: Head) -> Head:
    """The head with its loss named, where it follows the head."""
    return head.model_copy(update={"loss": head.loss_part})


def changed(spec: Any, path: Path, value: Any) -> Any:
    """A part with another value at a path; a part within that is of that name already stays.

    Raises:
        UserError: the field can't have it.
    """
    if value_at(spec, path) == value:
        return spec
    try:
        return with_value(spec, path, value)
    except ValidationError as error:
        raise UserError(_refusal(spec, path, value, error)) from None


def _change_nodes(
    document: Document,
    identities: Collection[str],
    path: Path,
    change: Callable[[NodeSpec], NodeSpec],
) -> None:
    network, wanted = document.network, set(identities)
    chosen = [node.id for node in network if node.id in wanted]
    nodes = tuple(change(node) if node.id in wanted else node for node in network)
    who = chosen[0] if len(chosen) == 1 else f"{len(chosen)} layers"
    document.edit(
        f"change {_words(network[chosen[0]], path)} of {who}",
        _key("+".join(chosen), path),
        network=network.model_copy(update={"nodes": nodes}),
    )


def _edit_head(document: Document, path: Path, value: Any) -> None:
    head = document.project.head
    if value is None and path == ("loss",):
        usual = parse_name(LOSSES, head.losses[0])
        text, after = f"use {usual.label}", head.model_copy(update={"loss": None})
    else:
        owner = in_force(head) if path[0] == "loss" else head
        after = changed(owner, path, value)
        text = f"change {_words(owner, path)} of the head"
    document.edit(text, _key("head", path), head=after)


def _key(owner: str, path: Path) -> str:
    return f"{owner}.{'.'.join(path)}"


def _words(spec: Frozen, path: Path) -> str:
    """What a field is called in the middle of a sentence."""
    return path[0] if path[-1] == "type" else _info(spec, path)[0].lower()


def _info(spec: Frozen, path: Path) -> tuple[str, str]:
    """A field's title and help."""
    owner: Any = spec
    for name in path[:-1]:
        owner = getattr(owner, name)
    info = type(owner).model_fields[path[-1]]
    return info.title or path[-1], info.description or ""


def _refusal(spec: Frozen, path: Path, value: Any, error: ValidationError) -> str:
    title, help_line = _info(spec, path)
    first = error.errors()[0]
    if first["type"] == "string_pattern_mismatch":
        return f"{title} can't be “{value}”. {help_line}"
    if first["type"] == "string_too_long":
        return f"{title} must be at most {first['ctx']['max_length']} characters long."
    return f"{title}: {_reason(error)}."


def _reason(error: ValueError) -> str:
    """What a check says, without pydantic's words around it."""
    message = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
    return message.removeprefix("Value error, ").rstrip(".")
