"""The window as a person uses it: real widgets, real mouse, real keys, real training."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from playground.gui.canvas.layer_mime import layer_mime

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def picture_of(widget):
    return widget.grab().toImage()


def test_a_person_builds_trains_undoes_and_takes_the_network_home(
    open_window, user_of, example, tmp_path
):
    onnxruntime = pytest.importorskip("onnxruntime")
    window = open_window(example("circle"))
    user, document, canvas = user_of(window), window.document, window.canvas
    user.settle()
    before = document.project
    first_map, first_values = picture_of(window.output.map.canvas), window.output.map.canvas._map
    assert first_values is not None

    last = document.network.sources("head")[0]
    assert user.drop(layer_mime("Dense"), canvas.wire_point(last, "head"))
    (added,) = set(document.network.order()) - set(before.network.order())
    assert (last, added) in document.network.links
    assert (added, "head") in document.network.links
    user.wait(lambda: f"{added}.weight" in user.weights())

    user.run(epochs=3)
    curve = window.output.curves
    user.wait(lambda: len(curve._epochs) > 3)
    user.pause()
    train, _ = curve._series["loss"]
    assert train[-1] < train[0]
    assert picture_of(window.output.map.canvas) != first_map
    values = window.output.map.canvas._map.values
    assert np.abs(values - first_values.values).max() > 0.05

    user.press(Qt.Key.Key_Z, CTRL)
    assert document.project == before
    assert added not in canvas.network_scene.cards
    user.press(Qt.Key.Key_Z, CTRL | SHIFT)
    assert added in document.network
    user.wait(lambda: f"{added}.weight" in user.weights())

    path = tmp_path / "network.onnx"
    with user.bot.waitSignal(window.files.exported, timeout=20_000) as exported:
        window.files.export_to(str(path), "onnx")
    assert exported.args[0].agrees
    features = window.frame.prepared.dataset.features.astype(np.float32)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    theirs = session.run(None, {"features": features})[0]
    np.testing.assert_allclose(theirs, user.frame.trained().predict(features), rtol=1e-4, atol=1e-6)
    assert "network.onnx" in window.banner.label.text()
