"""Convolutions and poolings at work: what the engine computed, one sample taken apart."""

from __future__ import annotations

import numpy as np
import pytest

from playground.assets_path import examples_path
from playground.project.file import open_project
from playground.project.session import ProjectSession
from playground.training.workings import Workings

torch = pytest.importorskip("torch")
F = torch.nn.functional


def test_a_network_of_images_is_taken_apart_layer_by_layer():
    session = ProjectSession(
        open_project(examples_path() / "digits_cnn.json"), dtype="float64", device="numpy"
    )
    session.advance(3)
    of = Workings(session.network, session.head, session.signature, "float64", device="numpy")
    train = session.prepared.train
    encoded = session.head.encode(train.targets[:4], session.signature)
    seen = of.of(session.snapshot().parameters, train.features[:4], encoded)
    learned = session.parameters()
    windowed = {each.id: each.windowed for each in seen.stations if each.windowed is not None}
    assert list(windowed) == ["conv2d_1", "maxpool_1", "conv2d_2"]
    for row in range(4):
        first, pooled, _ = (windowed[name].of(row) for name in windowed)
        np.testing.assert_array_equal(first.image, train.features[row])
        w, b = (torch.tensor(learned[f"conv2d_1.{part}"]) for part in ("weight", "bias"))
        sums = F.conv2d(torch.tensor(first.image), w, b, padding=1).numpy()
        np.testing.assert_allclose(first.sums, sums, rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(first.answers, np.maximum(sums, 0.0), rtol=1e-12, atol=1e-12)
        assert first.activation == "ReLU"
        for place in [(0, 0, 0), (3, 4, 7), (7, 7, 2)]:
            total = first.products(*place).sum() + first.biases[place[0]]
            assert total == pytest.approx(first.sums[place], abs=1e-12)
        np.testing.assert_array_equal(pooled.image, first.answers)
        for place in [(0, 0, 0), (5, 3, 1)]:
            cell = pooled.winners[place]
            assert pooled.seen(*place).reshape(-1)[cell] == pooled.sums[place]
        assert pooled.answers is None
        assert pooled.banded is None
