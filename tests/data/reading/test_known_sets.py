from __future__ import annotations

from pathlib import Path

import pytest

from playground.data.reading.known_sets import known_sets
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
    assert found["CIFAR-10"].link.startswith("https://")
    assert found["my colours"].about == ""
