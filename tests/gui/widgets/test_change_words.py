"""What the timeline says of a place where a run became another."""

from __future__ import annotations

from itertools import pairwise

import playground
from playground.assets_path import examples_path
from playground.gui.widgets.moment_track import change_words, edits_in
from playground.network import edits
from playground.training.timeline import Timeline


def test_layers_that_a_run_frees_are_told_from_edits():
    opened = playground.open(examples_path() / "digits_5_to_9.playground")
    session = playground.Session(opened, "numpy")
    session.timeline = Timeline()
    session.train(4)
    network = edits.set_field(session.network, "conv2d_1", "rate_factor", 0.25)
    session.adopt(network, session.head, session.training, session.prepared)
    session.train(1)
    moments = session.timeline.moments
    said = [change_words(a, b) for a, b in pairwise(moments) if a.stage is not b.stage]
    assert len(edits_in(moments)) == len(said) == 3
    assert said == [
        "The run frees conv2d_3 here.",
        "The run frees conv2d_2 here.",
        "The run was edited here.",
    ]
