from __future__ import annotations

from itertools import combinations

import pytest

from playground.gui.canvas.card_geometry import measure
from playground.gui.canvas.face import Faces
from playground.gui.document import Document
from playground.network.layers import LAYERS


@pytest.mark.parametrize("layer", [name for name in LAYERS if name != "Input"])
def test_nothing_on_a_card_lies_on_anything_else_or_beyond_its_edge(layer, qapp, project_of):
    document = Document(project_of({"id": "one", "type": layer}))
    geometry = measure(Faces(document).of("one"))
    words = {f"label {text}": box for text, box in geometry.labels}
    boxes = {**geometry.parts, **words, "title": geometry.title, "name": geometry.name}
    boxes |= {"icon": geometry.icon, "caption": geometry.caption}
    for name, box in boxes.items():
        assert geometry.rect.contains(box) or box.isEmpty(), name
    for one, other in combinations(boxes, 2):
        shared = boxes[one].intersected(boxes[other])
        assert shared.isEmpty(), f"{one} lies on {other}"
