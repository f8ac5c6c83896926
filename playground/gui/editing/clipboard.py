"""Copy, cut, paste and duplicate; what is copied is JSON, so that other windows can take it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pydantic import ValidationError

from playground.errors import UserError
from playground.gui.document import Document, Position
from playground.gui.refusal import Refusal
from playground.network.fitting import fitted
from playground.network.fragment import Fragment, cut_out, take_in
from playground.network.sizes import why_too_large
from playground.network.spec import HEAD, Link, NetworkSpec


def copied(
    document: Document, identities: Collection[str], places: Mapping[str, Position]
) -> Fragment:
    """The chosen parts of the network as a fragment.

    Raises:
        UserError: there is nothing among them that can be copied.
    """
    fragment = cut_out(document.network, identities, places)
    if not fragment.nodes and not fragment.notes:
        what = "The head can't be copied; a" if HEAD in identities else "Nothing is selected: a"
        raise UserError(f"{what} layer or a note can. Click one first.")
    return fragment


def paste(
    document: Document,
    fragment: Fragment,
    at: Position | None,
    verb: str,
    link: Link | None = None,
    still: Mapping[str, Position] | None = None,
) -> list[str]:
    """Take in a fragment, linked to nothing, or on a wire; the new ids.

    Args:
        at: where its corner goes; None leaves the cards to the automatic layout.
        verb: what the edit is called: "paste", "duplicate", "add".
        still: where cards stay that are there already.

    Raises:
        UserError: a network can't take it in, or this one is locked.
    """
    if fragment.nodes and (locked := document.judge.why_locked()):
        raise UserError(locked.message)
    left, top = fragment.corner()
    offset = None if at is None else (at[0] - left, at[1] - top)
    network, names = _taken_in(document, fragment, offset, link)
    if why := why_too_large(vars(network)):
        raise UserError(f"This can't be put in: {why}.")
    document.edit(f"{verb} {_what(fragment)}", **document.placed(network, still or {}))
    return list(names.values())


def why_not_add(document: Document, fragment: Fragment, link: Link) -> Refusal | None:
    """Why a block can't go on a wire, or None when it can."""
    if locked := document.judge.why_locked():
        return locked
    try:
        network, names = _taken_in(document, fragment, None, link)
    except UserError as error:
        return Refusal(str(error))
    return document.judge.why_not(network, {*names.values(), link[1]})


def _taken_in(
    document: Document, fragment: Fragment, offset: Position | None, link: Link | None
) -> tuple[NetworkSpec, dict[str, str]]:
    """The network with a fragment in it, fitted to what passes the wire, and its new names."""
    shape = document.traced.shapes().get(link[0]) if link else None
    fitting = fitted(fragment, shape) if shape else fragment
    try:
        return take_in(document.network, fitting, document.fresh_name, offset, link)
    except ValidationError as error:
        why = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise UserError(f"This can't be put in: {why}.") from None


def _what(fragment: Fragment) -> str:
    if fragment.title:
        return fragment.title
    if len(fragment.groups) == 1 and len(fragment.groups[0].nodes) == len(fragment.nodes):
        return fragment.groups[0].title
    count = len(fragment.nodes)
    if count == 1:
        return fragment.nodes[0].catalogue.label
    return f"{count} layers" if count else "a note"
