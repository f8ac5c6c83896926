"""A trained network comes back from every kind of file that Playground writes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from playground.errors import UserError
from playground.project.file import save_project
from playground.project.importing import read_found, read_trained
from tests.formats.trained import CASES, images, raw, session


@pytest.mark.parametrize("suffix", [".playground", ".safetensors", ".npz", ".onnx"])
@pytest.mark.parametrize("case", [*CASES, "images"])
def test_a_trained_network_comes_back_with_its_answers(
    case: str, suffix: str, tmp_path: Path
) -> None:
    one = images() if case == "images" else session(case)
    path = tmp_path / f"x{suffix}"
    if suffix == ".playground":
        one.save(path)
    else:
        one.export(path)
    found = read_trained(path)
    assert found.network.bare() == one.network.bare()
    assert found.head == one.head
    for name, array in one.parameters().items():
        assert np.array_equal(found.parameters[name], array)
    answers = one.predict(raw(one))
    assert np.allclose(found.predict(raw(one)), answers, rtol=1e-4, atol=1e-5)


def test_a_project_without_a_run_holds_no_weights(tmp_path: Path) -> None:
    path = tmp_path / "x.playground"
    save_project(path, session("binary").project, None)
    with pytest.raises(UserError, match="holds no trained weights"):
        read_found(path)


def test_a_pickle_is_refused_by_its_name_with_what_to_do_instead(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"runs code .* safetensors.torch.save_file"):
        read_found(tmp_path / "model.pt")


def test_a_file_of_another_kind_is_refused_with_the_kinds_there_are(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"\.safetensors, \.npz, \.onnx"):
        read_found(tmp_path / "picture.png")
