"""What a teacher hides and locks: in files, and against edits."""

from __future__ import annotations

import json
from typing import Any

import pytest

from playground.errors import UserError
from playground.network import edits
from playground.network.heads import BinarySoftmax
from playground.project.locks import broken_lock
from playground.project.setup import HIDEABLE, LOCKABLE, Setup, lock_reason
from playground.project.spec import ProjectSpec
from playground.project.text import document_text, parse_document
from tests.project.documents import document, project

# For each part that can be locked, an edit that changes it.
EDITS: dict[str, dict[str, Any]] = {
    "network": {"network": edits.remove(project().spec.network, ["dense_1"])},
    "data": {"data": project(data__noise=0.2).spec.data},
    "head": {"head": BinarySoftmax()},
    "training": {"training": project(training__batch_size=4).spec.training},
}


def opened(**setup: Any) -> ProjectSpec:
    text = json.dumps({**document(), "setup": setup})
    return parse_document(text.encode(), "class.json")


def test_a_project_with_nothing_hidden_or_locked_says_nothing_of_it_in_its_file() -> None:
    assert "setup" not in json.loads(document_text(project().spec))
    assert opened(hidden=[], locked=[]) == project().spec


def test_a_set_up_is_saved_and_opened_again_whatever_order_it_was_made_in() -> None:
    spec = opened(hidden=["curves", "head"], locked=["data"])
    assert spec == opened(hidden=["head", "curves", "head"], locked=["data"])
    text = document_text(spec)
    assert json.loads(text)["setup"] == {"hidden": ["head", "curves"], "locked": ["data"]}
    assert parse_document(text.encode(), "class.json") == spec
    assert json.loads(document_text(opened(locked=["head"])))["setup"] == {"locked": ["head"]}


@pytest.mark.parametrize(("field", "known"), [("hidden", HIDEABLE), ("locked", LOCKABLE)])
def test_every_name_is_taken_and_an_unknown_one_refused_with_the_nearest(
    field: str, known: dict[str, str]
) -> None:
    assert getattr(opened(**{field: list(known)}).setup, field) == tuple(known)
    name = next(iter(known))
    with pytest.raises(UserError, match=rf"setup\.{field}: .*Did you mean '{name}'\?"):
        opened(**{field: [f"{name}s"]})


@pytest.mark.parametrize("part", LOCKABLE)
def test_a_lock_holds_its_own_part_and_no_other(part: str) -> None:
    before = project().spec.model_copy(update={"setup": Setup(locked=(part,))})
    for changed, parts in EDITS.items():
        after = before.model_copy(update=parts)
        assert broken_lock(before, after) == (part if changed == part else None)
    assert part in lock_reason(part)


def test_cards_can_be_moved_and_the_set_up_changed_when_all_is_locked() -> None:
    before = project().spec.model_copy(update={"setup": Setup(locked=tuple(LOCKABLE))})
    moved = {
        "network": edits.move(before.network, {"dense_1": (5.0, 6.0)}),
        "head": before.head.model_copy(update={"position": (7.0, 8.0)}),
        "setup": Setup(),
    }
    assert broken_lock(before, before.model_copy(update=moved)) is None
