"""TensorBoard: curves as scalars, and the weights of the moment as histograms."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from time import time
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from playground.formats.checking import Check
from playground.formats.code.names import quoted
from playground.formats.format import Format, Group
from playground.formats.material import Material
from playground.formats.records.curves import NOTHING_YET

if TYPE_CHECKING:
    from tensorboardX.proto.event_pb2 import Event

# What event files begin with.
VERSION = "brain.Event:2"
_BINS = 30
_COUNTS = ("epoch", "step", "seconds")


class TensorBoard(Format):
    """One event file. TensorBoard takes any file for one that has "tfevents" in its name.

    Tags are "loss/train", "loss/validation" and so on, by epoch; "weights/dense_1.weight" at the
    epoch of the weights.
    """

    name = "tensorboard"
    suffix = ".tfevents"
    label = "TensorBoard events"
    group: ClassVar[Group] = "Run"
    help = "Curves and histograms of weights for TensorBoard; keep each run in its own folder."

    def refused(self, material: Material) -> str:
        return "" if len(material.history.get("epoch", ())) else NOTHING_YET

    def contents(self, material: Material) -> tuple[str, ...]:
        names = [name for name in material.history if name not in _COUNTS]
        return (
            f"{len(names)} curves over {len(material.history['epoch']):,} epochs",
            f"histograms of {len(material.trained.parameters)} arrays of weights",
        )

    def size(self, material: Material) -> int:
        points = sum(
            int(np.isfinite(column).sum()) + 1
            for name, column in material.history.items()
            if name not in _COUNTS
        )
        return 55 * points + (_BINS * 16 + 110) * len(material.trained.parameters)

    def snippet(self, material: Material, path: Path) -> str:
        folder = quoted(path.parent.name or ".")
        return (
            f"# On the command line, in the folder above:\n# tensorboard --logdir {quoted(folder)}"
        )

    def files(self, material: Material, name: str) -> dict[str, bytes]:
        return {name: b"".join(_record(e.SerializeToString()) for e in _events(material, time()))}

    def check(self, path: Path, material: Material) -> Check:
        import tensorboardX

        reader = f"tensorboardX {tensorboardX.__version__}"
        # The clock is not compared.
        found, wanted = (
            [(event.step, event.summary) for event in events if event.HasField("summary")]
            for events in (read_events(path.read_bytes()), _events(material, 0.0))
        )
        return Check(reader, False, exact=found == wanted, things="number")


def _events(material: Material, now: float) -> Iterator[Event]:
    """Every event, as if training had gone on without a rest until now."""
    from tensorboardX.proto.event_pb2 import Event
    from tensorboardX.summary import histogram, scalar

    history = material.history
    epochs = history["epoch"]
    seconds = np.nan_to_num(history.get("seconds", np.zeros(len(epochs))))
    clock = now - seconds[-1] + seconds
    yield Event(wall_time=float(clock[0]), file_version=VERSION)
    for row, epoch in enumerate(epochs):
        for name, column in history.items():
            if name not in _COUNTS and not np.isnan(column[row]):
                split, _, quantity = name.partition(" ")
                summary = scalar(f"{quantity}/{split}", column[row])
                yield Event(wall_time=float(clock[row]), step=int(epoch), summary=summary)
    for name, array in material.trained.parameters.items():
        if np.isfinite(array).all() and array.size:
            summary = histogram(f"weights/{name}", array, _BINS)
            yield Event(wall_time=float(clock[-1]), step=material.epoch, summary=summary)


def _record(data: bytes) -> bytes:
    """A record as TFRecord files frame it: length, its checksum, data, its checksum."""
    from tensorboardX.record_writer import masked_crc32c

    length = struct.pack("<Q", len(data))
    sums = (struct.pack("<I", masked_crc32c(part)) for part in (length, data))
    return length + next(sums) + data + next(sums)


def read_events(data: bytes) -> list[Any]:
    """The events of a file, their checksums looked at.

    Raises:
        ValueError: it is damaged.
    """
    from tensorboardX.proto.event_pb2 import Event

    found, at = [], 0
    while at < len(data):
        (length,) = struct.unpack_from("<Q", data, at)
        body = data[at + 12 : at + 12 + length]
        if _record(body) != data[at : at + 16 + length]:
            raise ValueError(f"the record at byte {at} is damaged")
        found.append(Event.FromString(body))
        at += 16 + length
    return found
