"""What a run is, in a few words."""

from __future__ import annotations

from playground.assets_path import examples_path
from playground.gui.frame import frame_of
from playground.gui.run_words import run_words
from playground.project.file import open_project
from playground.project.session import ProjectSession


def words(name):
    session = ProjectSession(open_project(examples_path() / name), device="numpy")
    return run_words(frame_of(session, 0.0, False), session.training)


def test_what_is_reused_and_of_which_samples_tells_runs_apart():
    reused = words("digits_5_to_9.playground")
    nothing = words("digits_5_to_9_from_nothing.json")
    assert reused.network == f"{nothing.network}, 3 frozen"
    assert reused.training == "Adam 0.02 · batch 16 · cosine · one layer freed every 2 epochs"
    assert nothing.training == "Adam 0.004 · batch 16"
    samples = "Digits, 896 samples, only 5, 6, 7, 8, 9, 10 a class to train on"
    assert reused.data == nothing.data == samples
