"""No edit makes a network that is too large to be opened again."""

from __future__ import annotations

import pytest

from playground.errors import UserError
from playground.gui.document import Document
from playground.gui.editing.clipboard import paste
from playground.network import edits
from playground.network.fragment import Fragment
from playground.network.sizes import MOST_NODES, MOST_PARTS, why_too_large
from playground.network.spec import NetworkSpec
from playground.project.file import open_project, project_from, save_project

FULL = [{"id": f"dense_{number}", "type": "Dense"} for number in range(MOST_NODES - 1)]


@pytest.fixture
def full(qapp):
    """A document of as many layers as there may be, the input among them."""
    return Document(project_from({"network": {"nodes": FULL}}).spec)


def test_a_full_network_is_saved_and_opened(full, tmp_path):
    save_project(tmp_path / "a.json", full.project, None)
    assert len(open_project(tmp_path / "a.json").spec.network.nodes) == MOST_NODES


def test_no_layer_goes_into_a_full_network(full):
    before, said = full.project, []
    full.refused.connect(said.append)
    full.insert_layer("Dense", None)
    assert full.project == before
    assert said == ["This can't be: 1,001 layers are more than a network can have here, which is "
                    "1,000."]  # fmt: skip
    assert full.judge.why_not_insert("Dense", None).message == said[0]


def test_nothing_is_pasted_into_a_full_network(full):
    before = full.project
    with pytest.raises(UserError, match="1,002 layers are more"):
        paste(full, Fragment(nodes=tuple(before.network.nodes[1:3])), None, "paste")
    assert full.project == before


def test_a_full_network_can_lose_layers(full):
    full.edit("remove", network=edits.remove(full.network, ["dense_5"]))
    assert len(full.network.nodes) == MOST_NODES - 1


@pytest.mark.parametrize("part", MOST_PARTS)
def test_every_part_of_a_network_has_a_bound(part):
    most = MOST_PARTS[part]
    assert why_too_large({part: [0] * most}) == ""
    assert why_too_large({part: (0,) * (most + 1)}).startswith(f"{most + 1:,} ")
    assert why_too_large(vars(NetworkSpec())) == ""
