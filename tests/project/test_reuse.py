"""Projects whose layers begin with weights that were learned elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import playground
from playground import cli
from playground.errors import UserError
from playground.project.file import Project, open_project
from tests.project.documents import project, write

LAYERS = [
    {"id": "dense_1", "type": "Dense", "units": 5, "activation": "tanh"},
    {"id": "norm_1", "type": "BatchNorm"},
    {"id": "dense_2", "type": "Dense", "units": 4, "activation": "tanh"},
]
THREE = {"source": "blobs", "samples": 90, "classes": 3}


def made(**changes: Any) -> Project:
    return project(network={"nodes": LAYERS}, **changes)


@pytest.fixture(scope="module")
def trained() -> Any:
    session = playground.Session(made(), device="numpy")
    session.train(3)
    return session


def layers_alike(one: Any, other: Any) -> set[str]:
    a, b = one.parameters(), other.parameters()
    same = {n.rpartition(".")[0] for n in a if n in b and np.array_equal(a[n], b[n])}
    return same - {n.rpartition(".")[0] for n in a if n in b and not np.array_equal(a[n], b[n])}


@pytest.mark.parametrize("ending", [".playground", ".safetensors", ".npz", ".onnx", "session"])
def test_layers_begin_with_the_weights_of_a_trained_network_and_the_head_is_new(
    ending: str, trained: Any, tmp_path: Path
) -> None:
    start: Any = trained
    if ending != "session":
        start = tmp_path / f"trained{ending}"
        trained.save(start) if ending == ".playground" else trained.export(start)
    other = made(data=THREE, head={"type": "multiclass"})
    session = playground.Session(other, device="numpy", start_from=start)
    assert session.reused == ("dense_1", "norm_1", "dense_2")
    assert layers_alike(session, trained) == {"dense_1", "norm_1", "dense_2"}
    assert session.parameters()["head.weight"].shape == (4, 3)
    assert not any(node.frozen for node in session.network)


def test_frozen_layers_stay_as_they_came_through_training_resets_and_files(
    trained: Any, tmp_path: Path
) -> None:
    session = playground.Session(made(), device="numpy", start_from=trained, freeze=True)
    first = session.parameters()["head.weight"]
    session.train(2)
    assert layers_alike(session, trained) == {"dense_1", "norm_1", "dense_2"}
    assert not np.array_equal(session.parameters()["head.weight"], first)
    session.save(tmp_path / "saved.playground")
    for seed in (None, 5):
        again = playground.Session(open_project(tmp_path / "saved.playground"), "numpy", seed=seed)
        assert all(again.network[each].frozen for each in ("dense_1", "norm_1", "dense_2"))
        assert layers_alike(again, trained) == {"dense_1", "norm_1", "dense_2"}
        again.reset()
        assert layers_alike(again, trained) == {"dense_1", "norm_1", "dense_2"}
        assert np.array_equal(again.parameters()["head.weight"], first) == (seed is None)


def test_only_whole_layers_are_reused_and_what_does_not_fit_is_new(trained: Any) -> None:
    wider = [*LAYERS[:2], {**LAYERS[2], "units": 6}]
    session = playground.Session(
        project(network={"nodes": wider}), device="numpy", start_from=trained
    )
    assert session.reused == ("dense_1", "norm_1")


def test_where_nothing_fits_it_is_said(trained: Any) -> None:
    nodes = [{"id": "dense_1", "type": "Dense", "units": 9}]
    with pytest.raises(UserError, match="nothing in it fits a layer"):
        playground.Session(project(network={"nodes": nodes}), "numpy", start_from=trained)
    with pytest.raises(UserError, match="freeze goes with start_from"):
        playground.Session(made(), "numpy", freeze=True)


def test_the_command_line_starts_from_a_file(
    trained: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start, saved = tmp_path / "trained.npz", tmp_path / "saved.playground"
    trained.export(start)
    path = write(tmp_path / "project.json", network={"nodes": LAYERS})
    command = ["train", str(path), "--epochs", "2", "--save", str(saved), "--device", "numpy"]
    assert cli.run([*command, "--start-from", str(start), "--freeze"]) == 0
    assert "3 layers reused and frozen from" in capsys.readouterr().out
    session = playground.Session(playground.open(saved), "numpy")
    assert layers_alike(session, trained) == {"dense_1", "norm_1", "dense_2"}
    assert session.epoch == 2
    assert cli.run([*command, "--freeze"]) == 2
    assert "--freeze goes with --start-from FILE" in capsys.readouterr().err
    assert cli.run([*command, "--start-from", str(tmp_path / "none.npz")]) == 2
