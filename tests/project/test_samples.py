"""A run knows the samples it has seen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from playground.data.fingerprint import fingerprint
from playground.data.prepare import prepare
from playground.data.sources import SOURCES
from playground.data.spec import DataSpec
from playground.project.file import open_project, save_project
from playground.project.session import ProjectSession
from tests.project.documents import project


@pytest.mark.parametrize("source", SOURCES)
def test_what_is_rounded_otherwise_has_the_same_fingerprint_and_any_other_sample_another(
    source: str,
) -> None:
    dataset = prepare(DataSpec(source=source)).dataset
    mark = fingerprint(dataset)
    assert len(mark) == 64
    noise = 1 + 1e-15 * np.random.default_rng(3).standard_normal(dataset.features.shape)
    rounded = (dataset.features * noise).astype(dataset.features.dtype)
    assert fingerprint(replace(dataset, features=rounded)) == mark
    features = dataset.features.copy()
    features.flat[-1] += 1e-3 * np.abs(features).max()
    assert fingerprint(replace(dataset, features=features)) != mark
    assert fingerprint(replace(dataset, targets=dataset.targets[::-1] + 1)) != mark


def test_a_saved_run_says_so_where_its_samples_are_drawn_otherwise(tmp_path: Path) -> None:
    session = ProjectSession(project())
    session.train(1)
    session.save(tmp_path / "a.playground")
    opened = open_project(tmp_path / "a.playground")
    assert opened.other_data() == ""
    assert "circle are drawn otherwise" in replace(opened, data="0" * 64).other_data()
    assert replace(opened, data="").other_data() == ""
    save_project(tmp_path / "b.playground", opened.spec, None)
    assert open_project(tmp_path / "b.playground").other_data() == ""
