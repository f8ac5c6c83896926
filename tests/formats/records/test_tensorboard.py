"""Event files, taken apart by the protocol buffers that TensorBoard has."""

from __future__ import annotations

import importlib.util
import time
from pathlib import Path

import numpy as np
import pytest

from playground.formats import FORMATS
from playground.formats.export import export, write
from playground.formats.records.tensorboard import read_events
from tests.formats.trained import session


def test_scalars_are_the_history_by_epoch_and_histograms_the_weights(tmp_path: Path) -> None:
    one = session("binary").material()
    path = tmp_path / "x.tfevents"
    write(one, path, FORMATS["tensorboard"])
    first, *events = read_events(path.read_bytes())
    assert first.file_version == "brain.Event:2"
    scalars = {
        (event.step, value.tag): value.simple_value
        for event in events
        for value in event.summary.value
        if value.HasField("simple_value")
    }
    for name, column in one.history.items():
        split, _, quantity = name.partition(" ")
        if quantity:
            for epoch, number in zip(one.history["epoch"], column, strict=True):
                assert scalars.pop((int(epoch), f"{quantity}/{split}")) == np.float32(number)
    assert not scalars
    histograms = {
        value.tag: value.histo
        for event in events
        for value in event.summary.value
        if value.HasField("histo")
    }
    for name, array in one.trained.parameters.items():
        found = histograms.pop(f"weights/{name}")
        assert found.num == sum(found.bucket) == array.size
        assert found.max == array.max()
    assert not histograms
    assert abs(events[-1].wall_time - time.time()) < 600


def test_a_flipped_bit_is_found(tmp_path: Path) -> None:
    path = tmp_path / "x.tfevents"
    assert export(session("binary").material(), path).agrees
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 1
    with pytest.raises(ValueError, match="damaged"):
        read_events(bytes(whole))


@pytest.mark.skipif(
    importlib.util.find_spec("tensorboard") is None, reason="TensorBoard is not installed"
)
def test_tensorboard_itself_finds_the_curves(tmp_path: Path) -> None:
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    write(session("binary").material(), tmp_path / "x.tfevents", FORMATS["tensorboard"])
    found = EventAccumulator(str(tmp_path)).Reload()
    assert "loss/train" in found.Tags()["scalars"]
    assert "weights/head.weight" in found.Tags()["histograms"]
