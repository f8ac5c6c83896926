"""Copy, cut, paste and duplicate; what is copied is JSON, so that other windows can take it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from playground.errors import UserError
from playground.gui.document import Document, Position
from playground.gui.refusal import Refusal
from playground.network.fitting import fitted
from playground.network.fragment import Fragment, cut_out, take_in
from playground.network.spec import HEAD, Link
from playground.project.setup import lock_reason


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
    if fragment.nodes and "network" in document.project.setup.locked:
        raise UserError(lock_reason("network"))
    left, top = fragment.corner()
    offset = None if at is None else (at[0] - left, at[1] - top)
    shape = document.traced.shapes().get(link[0]) if link else None
    if shape:
        fragment = fitted(fragment, shape)
    try:
        network, names = take_in(document.network, fragment, document.fresh_name, offset, link)
    except ValueError as error:
        raise UserError(f"This can't be put in: {error}.") from None
    document.edit(f"{verb} {_what(fragment)}", **document.placed(network, still or {}))
    return list(names.values())


def why_not_add(document: Document, fragment: Fragment, link: Link) -> Refusal | None:
    """Why a block can't go on a wire, or None when it can."""
    if "network" in document.project.setup.locked:
        return Refusal(lock_reason("network"))
    shape = document.traced.shapes().get(link[0])
    fitting = fitted(fragment, shape) if shape else fragment
    try:
        network, names = take_in(document.network, fitting, document.fresh_name, None, link)
    except ValueError as error:
        return Refusal(f"This can't be put in: {error}.")
    return document.judge.why_not(network, {*names.values(), link[1]})


def _what(fragment: Fragment) -> str:
    if fragment.title:
        return fragment.title
    if len(fragment.groups) == 1 and len(fragment.groups[0].nodes) == len(fragment.nodes):
        return fragment.groups[0].title
    count = len(fragment.nodes)
    if count == 1:
        return fragment.nodes[0].catalogue.label
    return f"{count} layers" if count else "a note"
