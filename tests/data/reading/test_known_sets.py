from __future__ import annotations

from pathlib import Path

import pytest

from playground.data.reading.known_sets import as_public, known_sets
from playground.data.reading.public_sets import PUBLIC_SETS
from playground.errors import UserError
from tests.data.reading.layouts import cifar, classes, mnist


def test_sets_that_the_user_has_put_there_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PLAYGROUND_DATASETS", str(tmp_path / "shelf"))
    assert known_sets() == ()
    home = tmp_path / "home" / "playground" / "datasets"
    mnist(home / "MNIST" / "raw", ".gz")
    mnist(home / "fashion-mnist")
    cifar(tmp_path / "shelf" / "cifar-10-batches-bin")
    classes(tmp_path / "shelf" / "my colours", each=2)
    (tmp_path / "shelf" / "odd").mkdir()
    (tmp_path / "shelf" / "prose.pdf").write_bytes(b"%PDF\0\1")
    found = {each.label: each for each in known_sets()}
    assert list(found) == ["CIFAR-10", "Fashion-MNIST", "MNIST digits", "my colours"]
    assert found["MNIST digits"].layout == "idx"
    assert found["CIFAR-10"].public is PUBLIC_SETS.find("cifar_10")
    assert found["my colours"].public is None


def test_a_folder_of_any_name_is_taken_for_a_public_set_if_it_is_laid_out_so(
    tmp_path: Path,
) -> None:
    public = PUBLIC_SETS.find("mnist")
    mnist(tmp_path / "figures")
    assert as_public(tmp_path / "figures", public).public is public
    classes(tmp_path / "colours", each=2)
    with pytest.raises(UserError, match="colours is not laid out as MNIST digits comes"):
        as_public(tmp_path / "colours", public)


def test_names_of_folders_tell_public_sets_apart() -> None:
    names = {
        "mnist": ("MNIST", "mnist-idx"),
        "fashion_mnist": ("fashion-mnist", "FashionMNIST"),
        "kuzushiji_mnist": ("KMNIST",),
        "movielens": ("ml-100k", "MovieLens"),
    }
    for name, folders in names.items():
        for folder in folders:
            found = [each.name for each in PUBLIC_SETS.values() if each.is_called(Path(folder))]
            assert found == [name]
