"""Data, network, training and results of a run in words, for its report."""

from __future__ import annotations

from math import isfinite

import numpy as np

from playground.data.sources import source_of
from playground.gui.device_words import executor_words
from playground.gui.exporting.contents import Fact, Grid
from playground.gui.exporting.moment import ExportMoment
from playground.gui.exporting.setting_words import label_of, settings_of
from playground.gui.frame import Frame
from playground.gui.plots import words
from playground.gui.widgets.stop_words import conditions, metric_label
from playground.network.compiler import Trace
from playground.network.layers.input import Input
from playground.network.pairs import FINAL_LABELS
from playground.network.shapes import in_words
from playground.network.spec import HEAD
from playground.training import metrics
from playground.training.metrics import MAIN
from playground.training.spec import TrainingSpec

_MOST_NAMES = 12
_TARGETS = {
    "binary": "Classes",
    "multiclass": "Classes",
    "multilabel": "Labels",
    "regression": "Targets",
}


def layers_grid(moment: ExportMoment, traced: Trace) -> Grid:
    """A row a layer, the head last, and one of the sum."""
    frame = moment.shown.frame
    shapes, counts = traced.shapes(), traced.parameter_counts()
    rows = []
    for identity in frame.network.order():
        shape = in_words(shapes[identity]) if identity in shapes else "–"
        count = counts.get(identity, 0)
        learned = f"{count:,}" if count else "–"
        if identity == HEAD:
            said = FINAL_LABELS[frame.head.final].lower()
            rows.append((HEAD, frame.head.label, said, shape, learned))
        else:
            node = frame.network[identity]
            said = "" if isinstance(node, Input) else ", ".join(settings_of(node))
            rows.append((identity, node.catalogue.label, said, shape, learned))
    total = sum(counts.values())
    rows.append(("All", "", "", "", f"{total:,}"))
    columns = ("Layer", "Type", "Settings", "Output", "Parameters")
    return Grid(columns, tuple(rows), frozenset({3, 4}), (0.2, 0.18, 0.34, 0.14, 0.14), True)


def data_facts(frame: Frame) -> tuple[Fact, ...]:
    """Where the samples come from, how many, and what is in them."""
    prepared = frame.whole
    spec, dataset = prepared.spec, prepared.dataset
    source = source_of(spec)
    said = f"{source.label}. {source.help}"
    n_train, n_validation = len(prepared.split.train), len(prepared.split.validation)
    found = [
        Fact("Source", said),
        Fact(
            "Samples",
            f"{n_train + n_validation:,}: {n_train:,} to train on, {n_validation:,} to validate",
        ),
        Fact("Features", _features(frame)),
        Fact(_TARGETS[dataset.task], _listed(dataset.target_names)),
        Fact("Scaling", _scaling(frame)),
    ]
    if spec.only_classes is not None:
        found.append(Fact("Classes left out", "All but these were left out of the data"))
    if spec.per_class is not None:
        found.append(Fact("Training samples", f"at most {spec.per_class:,} of each class"))
    if source is not None and source.generated:
        found.append(Fact("Noise", f"{spec.noise:g}"))
    if spec.edits:
        found.append(Fact("Edits by hand", "Samples were added or taken out by hand"))
    found.append(Fact("Seed of the data", f"{spec.seed}"))
    return tuple(found)


def training_facts(frame: Frame, training: TrainingSpec) -> tuple[Fact, ...]:
    """Head, loss, optimizer, and all that training obeys."""
    head, optimizer = frame.head, training.optimizer
    others = settings_of(optimizer, leave_out=("learning_rate",))
    price, clipping = training.regularization, training.clipping
    found = [
        Fact("Head", f"{head.label}. {head.help}"),
        Fact("Final activation", FINAL_LABELS[head.final]),
        Fact("Loss", label_of(head.loss_part)),
        Fact("Optimizer", ", ".join((optimizer.label, *others))),
        Fact("Learning rate", f"{optimizer.learning_rate:g}"),
        Fact("Schedule", label_of(training.schedule)),
        Fact("Batch", f"{training.batch_size:,} samples"),
    ]
    if price.type != "none" and price.rate > 0.0:
        found.append(Fact("Regularization", f"{price.type.upper()}, {price.rate:g}"))
    if clipping.type != "none":
        found.append(Fact("Gradient clipping", f"by {clipping.type}, at {clipping.limit:g}"))
    frozen = [node.id for node in frame.network if node.frozen]
    if frozen:
        found.append(Fact("Frozen layers", ", ".join(frozen)))
    if training.unfreeze:
        pace = f"one more learns every {training.unfreeze.every:,} epochs, from the head down"
        found.append(Fact("Unfreezing", pace))
    if training.stop:
        found.append(Fact("Stops", ", ".join(conditions(training.stop))))
    found.append(Fact("Seed of the run", f"{training.seed}"))
    return tuple(found)


def results_grid(frame: Frame) -> Grid | None:
    """A row a measurement; None where nothing was measured."""
    if not frame.last:
        return None
    rows = tuple(
        (_metric(name), _value(name, pair[0]), _value(name, pair[1]))
        for name, pair in frame.last.items()
    )
    columns = ("Measured", "Training", "Validation")
    return Grid(columns, rows, frozenset({1, 2}), (0.5, 0.25, 0.25))


def run_facts(moment: ExportMoment) -> tuple[Fact, ...]:
    """How long it was trained, and on what."""
    frame = moment.shown.frame
    found = [Fact("Epochs", f"{frame.epoch:,}"), Fact("Steps", f"{frame.steps:,}")]
    seconds = _seconds(moment)
    if isfinite(seconds):
        found.append(Fact("Time spent training", _duration(seconds)))
    found.append(Fact("Device", executor_words(frame.executor, ", ")))
    return tuple(found)


def tiles(moment: ExportMoment, traced: Trace) -> tuple[Fact, ...]:
    """The few numbers that matter most."""
    frame = moment.shown.frame
    found = []
    main = MAIN[frame.signature.task]
    for name in (main, "loss"):
        if name in frame.last:
            value = _value(name, frame.last[name][1])
            found.append(Fact(f"validation {metric_label(name)}", value))
    found.append(Fact("epochs", f"{frame.epoch:,}"))
    found.append(Fact("parameters", f"{sum(traced.parameter_counts().values()):,}"))
    return tuple(found)


def _features(frame: Frame) -> str:
    dataset = frame.prepared.dataset
    shape = dataset.feature_shape
    kinds = {2: "sequences", 3: "images"}
    if len(shape) in kinds:
        return f"{kinds[len(shape)]} of {in_words(shape)}"
    count = int(np.prod(shape))
    names = _listed(dataset.feature_names)
    return f"{count:,}: {names}" if names else f"{count:,}"


def _scaling(frame: Frame) -> str:
    prepared = frame.prepared
    said = [
        f"{what} standardised"
        for what, scaler in (
            ("features", prepared.feature_scaler),
            ("targets", prepared.target_scaler),
        )
        if not scaler.is_identity
    ]
    return ", ".join(said).capitalize() or "Features as they are"


def _listed(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - _MOST_NAMES:,} more" if len(names) > _MOST_NAMES else ""
    return ", ".join(names[:_MOST_NAMES]) + more


def _metric(name: str) -> str:
    label = metric_label(name)
    return label[:1].upper() + label[1:]


def _value(name: str, value: float) -> str:
    return words.number(value, 4) if name == "loss" else metrics.in_words(name, value)


def _seconds(moment: ExportMoment) -> float:
    """Spent training up to the moment; NaN where nobody knows."""
    curves, frame = moment.shown.curves, moment.shown.frame
    if curves is None or not len(curves.epochs):
        return float("nan")
    until = int(np.searchsorted(curves.epochs, frame.epoch, "right")) - 1
    return float(curves.seconds[max(until, 0)])


def _duration(seconds: float) -> str:
    """ "0.42 s", "12 s", "3 min 20 s", "2 h 5 min"."""
    if seconds < 60.0:
        return f"{seconds:.2g} s" if seconds < 10.0 else f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s"
    return f"{minutes // 60} h {minutes % 60} min"
