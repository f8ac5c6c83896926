"""Project files of both kinds, sound and damaged."""

from __future__ import annotations

import json
import os
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from playground.errors import UserError
from playground.network.activations import ACTIVATIONS
from playground.network.heads import HEADS
from playground.network.initializers import INITIALIZERS
from playground.network.layers import LAYERS
from playground.network.losses import LOSSES
from playground.project.file import open_project, save_project
from playground.project.session import ProjectSession
from playground.project.text import document_text, parse_document
from playground.training.optimizers import OPTIMIZERS
from tests.project.documents import PLAIN, document, project, write


def parsed(**changes: object) -> object:
    return parse_document(json.dumps(document(**changes)).encode(), "test")


def test_json_opens_as_it_was_saved(tmp_path: Path) -> None:
    spec = open_project(write(tmp_path / "a.json")).spec
    save_project(tmp_path / "b.json", spec, None)
    assert open_project(tmp_path / "b.json").spec == spec


def test_a_zip_opens_as_it_was_saved(tmp_path: Path) -> None:
    session = ProjectSession(project())
    session.train(2)
    state = session.state()
    save_project(tmp_path / "a.playground", session.project, state)
    opened = open_project(tmp_path / "a.playground")
    assert opened.spec == session.project
    assert opened.path == tmp_path / "a.playground"
    run = opened.run
    assert run is not None
    assert (run.seed, run.epoch, run.place, run.steps) == (1, 2, 0, state.steps)
    assert list(run.parameters) == list(state.parameters)
    for name, array in state.parameters.items():
        assert np.array_equal(run.parameters[name], array)
    assert np.array_equal(run.optimizer, state.optimizer)
    assert np.array_equal(run.control, state.control)
    for name, column in state.history.items():
        assert np.array_equal(run.history[name], column)


def test_a_zip_without_a_run_is_a_project_too(tmp_path: Path) -> None:
    save_project(tmp_path / "a.playground", project().spec, None)
    opened = open_project(tmp_path / "a.playground")
    assert opened.run is None
    assert opened.spec == project().spec


def test_the_kind_is_known_by_the_contents_not_by_the_name(tmp_path: Path) -> None:
    save_project(tmp_path / "a.playground", project().spec, None)
    (tmp_path / "a.playground").rename(tmp_path / "a.json")
    assert open_project(tmp_path / "a.json").spec == project().spec


def test_the_document_is_readable(tmp_path: Path) -> None:
    text = document_text(project(name="Größe → 3 cm²").spec)
    assert '"name": "Größe → 3 cm²"' in text
    assert '\n  "data": {\n    "source": "circle"' in text
    assert text.endswith("}\n")


@pytest.mark.parametrize("head", HEADS)
def test_every_head_survives_a_round_trip(head: str) -> None:
    spec = project(head=head).spec
    assert parse_document(document_text(spec).encode(), "test") == spec
    assert spec.head.type == head


@pytest.mark.parametrize(
    ("place", "names"),
    [
        ("network__nodes__0__activation", ACTIVATIONS),
        ("network__nodes__0__initializer", INITIALIZERS),
        ("training__optimizer", OPTIMIZERS),
    ],
)
def test_every_name_survives_a_round_trip(place: str, names: dict[str, object]) -> None:
    for name in names:
        spec = project(**{place: name}).spec
        assert name in document_text(spec)
        assert parse_document(document_text(spec).encode(), "test") == spec


@pytest.mark.parametrize("loss", LOSSES)
def test_every_loss_survives_a_round_trip(loss: str) -> None:
    spec = project(head={"type": "regression", "loss": loss}).spec
    assert parse_document(document_text(spec).encode(), "test") == spec


@pytest.mark.parametrize("layer", LAYERS)
def test_every_layer_type_survives_a_round_trip(layer: str) -> None:
    identity = "input" if layer == "Input" else "one"
    nodes = [{"id": identity, "type": layer, "position": [3, -4.5]}]
    spec = project(network={"nodes": nodes}).spec
    assert parse_document(document_text(spec).encode(), "test") == spec
    assert spec.network[identity].position == (3, -4.5)


def test_a_layer_type_of_the_future_keeps_all_its_fields(tmp_path: Path) -> None:
    node = {"id": "x", "type": "Attention", "heads": 4, "deep": {"list": [1, None, "two"]}}
    spec = project(network={"nodes": [node]}).spec
    save_project(tmp_path / "a.json", spec, None)
    (kept,) = (
        found
        for found in json.loads((tmp_path / "a.json").read_text())["network"]["nodes"]
        if found["id"] == "x"
    )
    assert kept == node


def test_links_left_out_make_a_chain() -> None:
    nodes = [{"id": name, "type": "Dense"} for name in "abc"]
    spec = project(network={"nodes": nodes}).spec
    assert spec.network.links == (("input", "a"), ("a", "b"), ("b", "c"), ("c", "head"))


def test_an_empty_document_is_a_whole_project() -> None:
    spec = parse_document(b"{}", "test")
    assert spec.format == 1
    assert spec.network.order() == ["input", "head"]


# Refusals


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"network__nodes__0__units": "many"}, r"network.nodes\[0\].units: .* Received: 'many'"),
        ({"network__nodes__0__units": 2.5}, r"network.nodes\[0\].units"),
        ({"network__nodes__0__id": "two words"}, r"network.nodes\[0\].id"),
        ({"network__nodes__0__id": "head"}, "that name is the head's"),
        ({"network__nodes__0": 5}, r"network.nodes\[0\]: Expected an object"),
        ({"network__nodes__0__type": None}, r"network.nodes\[0\]: Expected a layer type"),
        ({"network__nodes": 5}, "network.nodes"),
        ({"network": []}, "network"),
        ({"network__links": [["input"]]}, r"network.links\[0\]"),
        ({"network__links": [["head", "dense_1"]]}, "wrong way"),
        ({"training__optimizer": {"type": "adam", "speed": 1}}, "training.optimizer.speed"),
        ({"training__optimizer": {"learning_rate": 1}}, "Expected a known optimizer"),
        ({"training__batch_size": 0}, "training.batch_size"),
        ({"training__seed": -1}, "training.seed"),
        ({"data__samples": 10**9}, "data.samples"),
        ({"data__noise": "loud"}, "data.noise"),
        ({"head": {"type": "binary", "loss": "cross"}}, "head.loss"),
        ({"head": 3}, "head"),
        ({"format": "one"}, "format"),
        ({"format": 0}, "format"),
        ({"format": 7}, "newer version of Playground"),
        ({"extra": 1}, "extra"),
        ({"name": "x" * 201}, "name"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(changes: dict[str, object], words: str) -> None:
    with pytest.raises(UserError, match=words) as caught:
        parsed(**changes)
    assert str(caught.value).startswith("test: ")
    assert "\n" not in str(caught.value)


def test_two_nodes_of_one_name_are_refused() -> None:
    with pytest.raises(UserError, match="two nodes are called 'a'"):
        parsed(network={"nodes": [{"id": "a", "type": "Dense"}, {"id": "a", "type": "Dense"}]})


def test_a_cycle_is_refused() -> None:
    nodes = [{"id": name, "type": "Dense"} for name in "ab"]
    links = [["input", "a"], ["a", "b"], ["b", "a"], ["b", "head"]]
    with pytest.raises(UserError, match="circle through a, b"):
        parsed(network={"nodes": nodes, "links": links})


def test_missing_files_and_folders_are_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no file"):
        open_project(tmp_path / "nothing.json")
    with pytest.raises(UserError, match="is a folder"):
        open_project(tmp_path)
    with pytest.raises(UserError, match="nothing"):
        open_project(write(tmp_path / "a.json") / "nothing")


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
PLACES = [
    *PLAIN,
    "network__nodes",
    "network__links",
    "network__nodes__0",
    "network__nodes__0__id",
    "network__nodes__0__type",
    "network__nodes__0__activation",
    "network__links__0",
    "training__optimizer",
    "training__batch_size",
    "data__source",
    "data__validation",
    "head__loss",
]


@settings(max_examples=300, deadline=None)
@example(place="data", junk={"\x85": None})
@given(place=st.sampled_from(PLACES), junk=JUNK)
def test_junk_anywhere_is_accepted_or_refused_in_one_line(place: str, junk: object) -> None:
    try:
        parsed(**{place: junk})
    except UserError as error:
        said = str(error)
    else:
        said = "test: fine"
    assert said.startswith("test: ")
    assert len(said.splitlines()) == 1


@settings(max_examples=200, deadline=None)
@given(contents=st.binary(max_size=60))
def test_any_bytes_are_refused_in_one_line(contents: bytes) -> None:
    with pytest.raises(UserError) as caught:
        parse_document(b"x" + contents, "test")
    assert len(str(caught.value).splitlines()) == 1


# Damage


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    session = ProjectSession(project())
    session.train(1)
    session.save(tmp_path / "a.playground")
    return tmp_path / "a.playground"


def members(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def rezip(path: Path, contents: dict[str, bytes]) -> None:
    with ZipFile(path, "w", ZIP_DEFLATED) as file:
        for name, data in contents.items():
            file.writestr(name, data)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.95])
def test_a_zip_that_is_cut_off_is_refused(whole: Path, share: float) -> None:
    contents = whole.read_bytes()
    whole.write_bytes(contents[: int(share * len(contents))])
    with pytest.raises(UserError, match=r"a\.playground is not a sound project file"):
        open_project(whole)


def test_no_flipped_byte_is_a_fault_of_ours(whole: Path) -> None:
    contents = whole.read_bytes()
    rng = np.random.default_rng(3)
    refused = 0
    for place in rng.integers(2, len(contents), 400):
        damaged = bytearray(contents)
        damaged[place] ^= 1 << int(rng.integers(8))
        whole.write_bytes(damaged)
        try:
            open_project(whole)
        except UserError as error:
            refused += 1
            words = str(error)
            assert "a.playground" in words
    assert refused > 200


@pytest.mark.parametrize(
    ("name", "contents", "words"),
    [
        ("project.json", None, "no project.json"),
        ("project.json", b"{", "not JSON"),
        ("run.json", b"{", "its saved run"),
        ("run.json", b"[]", "saved run in it is damaged"),
        ("run.json", b"{}", "saved run in it is damaged"),
        ("run.json", b'{"parameters": ["ghost"], "seed": 1}', "saved run in it is damaged"),
        ("run.safetensors", b"", "its saved run"),
        ("run.safetensors", b"\xff" * 100, "its saved run"),
    ],
)
def test_a_damaged_member_is_named(
    whole: Path, name: str, contents: bytes | None, words: str
) -> None:
    found = members(whole) | ({} if contents is None else {name: contents})
    if contents is None:
        del found[name]
    rezip(whole, found)
    with pytest.raises(UserError, match=words) as caught:
        open_project(whole)
    assert "a.playground" in str(caught.value)


def test_a_document_that_swells_when_unpacked_is_refused(tmp_path: Path) -> None:
    rezip(tmp_path / "a.playground", {"project.json": b" " * 30_000_000})
    with pytest.raises(UserError, match="larger than 20,000,000 bytes"):
        open_project(tmp_path / "a.playground")


def test_an_encrypted_zip_is_refused(whole: Path) -> None:
    contents = bytearray(whole.read_bytes())
    for start in (b"PK\x03\x04", b"PK\x01\x02"):  # the flag of encryption in every header
        offset = 6 if start == b"PK\x03\x04" else 8
        at = contents.find(start)
        while at >= 0:
            contents[at + offset] |= 1
            at = contents.find(start, at + 4)
    whole.write_bytes(contents)
    with pytest.raises(UserError, match="password"):
        open_project(whole)


def test_other_members_of_a_zip_are_passed_over_and_nothing_is_unpacked(
    whole: Path, tmp_path: Path
) -> None:
    rezip(whole, members(whole) | {"more/evil": b"x"})
    assert open_project(whole).run is not None
    assert os.listdir(tmp_path) == ["a.playground"]


def test_a_failed_save_leaves_the_old_file(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = whole.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserError, match="No space left"):
        save_project(whole, project().spec, None)
    assert whole.read_bytes() == before
    assert os.listdir(whole.parent) == ["a.playground"]


def test_a_zip_is_a_plain_zip_that_others_read(whole: Path) -> None:
    from safetensors.numpy import load

    found = members(whole)
    assert set(found) == {"project.json", "run.json", "run.safetensors", "data.json"}
    assert json.loads(found["project.json"])["name"] == "A small one"
    assert "parameter head.weight" in load(found["run.safetensors"])
    assert ZipFile(BytesIO(whole.read_bytes())).testzip() is None


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("kernel", [0, 1], "kernel[0]: Input should be greater than or equal to 1. Received: 0."),
        (
            "padding",
            -1,
            "padding: Input should be 'same' or 'valid', or should be greater than or equal to 0. "
            "Received: -1.",
        ),
        ("stride", {"a": 1}, "stride: Input should be a valid integer, or should be a list."),
    ],
)
def test_of_a_value_of_several_kinds_the_one_that_was_meant_is_spoken_of(
    field: str, value: object, words: str
) -> None:
    document = {"network": {"nodes": [{"id": "a", "type": "Conv2D", field: value}]}}
    with pytest.raises(UserError) as refused:
        parse_document(json.dumps(document).encode(), "x.json")
    assert f"x.json: network.nodes[0].{words}".rstrip(".") in str(refused.value)


def test_a_number_of_thousands_of_digits_is_refused_without_advice_to_programmers() -> None:
    with pytest.raises(UserError, match="a number in it has thousands of digits"):
        parse_document(b'{"format": ' + b"1" * 5000 + b"}", "x.json")
