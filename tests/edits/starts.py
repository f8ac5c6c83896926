"""Projects that sequences of edits begin with."""

from __future__ import annotations

from playground.project.spec import ProjectSpec
from playground.project.templates import TEMPLATES

WHOLE = ("resnet_block", "collaborative_filtering", "text_classifier")
DENSE = [{"id": f"dense_{n}", "type": "Dense", "units": 4} for n in (1, 2, 3)]
PARTED = {
    "data": {"source": "circle", "samples": 60},
    "network": {
        "nodes": [
            {"id": "input", "type": "Input", "position": [-200, 0]},
            {**DENSE[0], "position": [0, 0], "colour": "blue"},
            {**DENSE[1], "position": [200, -80], "frozen": True},
            {**DENSE[2], "position": [200, 80]},
            {"id": "add_1", "type": "Add"},
            {"id": "again", "type": "Shared", "layer": "dense_3"},
        ],
        "links": [
            ["input", "dense_1"],
            ["dense_1", "dense_2"],
            ["dense_1", "dense_3"],
            ["dense_2", "add_1"],
            ["dense_3", "add_1"],
            ["add_1", "again"],
            ["again", "head"],
        ],
        "groups": [
            {"id": "group_1", "title": "Open", "nodes": ["dense_2", "dense_3"]},
            {"id": "group_2", "title": "Closed", "nodes": ["again"], "collapsed": True},
        ],
        "notes": [{"id": "note_1", "text": "A branch", "position": [0, -160]}],
    },
    "training": {"optimizer": {"type": "sgd"}},
}


def _starts():
    """Projects of every kind: empty, in a row, in parts with places, with images, tastes, words."""
    small = {"source": "circle", "samples": 60}
    return {
        "empty": ProjectSpec(data=small, network={}),
        "in a row": ProjectSpec(data=small, network={"nodes": DENSE}),
        "in parts": ProjectSpec(**PARTED),
        **{name: TEMPLATES[name].project() for name in WHOLE},
    }


STARTS = _starts()
