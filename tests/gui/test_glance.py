"""What views look at: never what is held out for the test, and of large files some samples."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from playground.data.prepare import prepare
from playground.data.spec import DataSpec
from playground.data.tables.spec import FileSpec
from playground.gui.run_words import glance_words
from playground.gui.views.catalogue import VIEWS


@pytest.mark.parametrize("kind", ["spiral"])
def test_no_view_looks_at_what_is_held_out(kind, open_window, user_of, example):
    window = open_window(example(kind))
    user = user_of(window)
    data = window.document.project.data
    spec = DataSpec.model_validate({**data.model_dump(mode="json"), "split": {"test": 0.25}})
    window.document.edit("hold some out", data=spec)
    user.settle()
    user.step(1)
    whole = prepare(spec)
    assert user.frame.whole is whole
    held = whole.dataset.features[whole.split.test]
    seen = {tuple(row) for row in user.frame.prepared.dataset.features.tolist()}
    assert not any(tuple(row) in seen for row in held.tolist())
    for name in VIEWS:
        if VIEWS[name].reason(user.frame.prepared, window.document.project.head):
            continue
        window.show_view(name)
        user.settle()
    assert "test" not in vars(whole)
    note = window.output.answers.note
    assert note.isVisible()
    assert note.text() == f"Without the {len(held):,} held out for the test"


def test_a_sample_erased_on_the_map_is_the_one_that_was_pointed_at(open_window, user_of, example):
    window = open_window(example("spiral"))
    user = user_of(window)
    data = window.document.project.data
    spec = DataSpec.model_validate({**data.model_dump(mode="json"), "split": {"test": 0.5}})
    window.document.edit("hold some out", data=spec)
    user.settle()
    shown = user.frame.prepared
    editor = window.views.view("map")._editor
    gone = shown.dataset.features[7]
    editor._remove([7])
    after = prepare(window.document.project.data).dataset.features
    assert len(after) == len(prepare(spec).dataset.features) - 1
    assert not (after == gone).all(axis=1).any()


def test_how_many_samples_are_looked_at_is_said():
    whole = prepare(DataSpec(samples=50_000))
    assert glance_words(whole) == ""
    file = DataSpec(source="file", file=FileSpec(path="x.csv"))
    assert glance_words(replace(whole, spec=file)) == "20,000 of 50,000 samples, drawn at random"
    split = replace(whole.split, train=whole.split.train[:20_000], test=np.arange(5_000))
    said = glance_words(replace(whole, spec=file, split=split))
    assert said.endswith("drawn at random; none of the 5,000 held out for the test")
