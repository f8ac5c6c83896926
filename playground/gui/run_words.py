"""What a run is, in few words: its network, head, training and data."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from math import prod

from playground.data.prepare import Prepared
from playground.data.sources import SOURCES, source_of
from playground.gui.frame import Frame
from playground.network.heads import Head
from playground.network.layers.dense import Dense
from playground.network.signature import Signature
from playground.network.spec import INPUT, NetworkSpec
from playground.training.spec import TrainingSpec

_MOST_LAYERS = 6


@dataclass(frozen=True)
class RunWords:
    """What a run is.

    Attributes:
        network: "2-8-8-1 tanh"; other networks by their layers.
        head: "Binary, binary cross-entropy".
        training: "Adam 0.01 · batch 16"; "" where nobody knows.
        data: "Spiral, 500 samples, noise 0.05".
    """

    network: str
    head: str
    training: str
    data: str

    def __str__(self) -> str:
        return " · ".join(filter(None, (self.network, self.training)))


def run_words(frame: Frame, training: TrainingSpec | None) -> RunWords:
    """What the run at `frame` is, trained as `training` says."""
    return RunWords(
        network_words(frame.network, frame.head, frame.signature) + _frozen_words(frame.network),
        f"{frame.head.label}, {_small(frame.head.loss_part.label)}",
        training_words(training) if training is not None else "",
        data_words(frame.whole),
    )


def network_words(network: NetworkSpec, head: Head, signature: Signature) -> str:
    """ "2-8-8-1 tanh" for dense layers in a row, else the layers by name."""
    layers = [network[name] for name in network.order() if name in network and name != INPUT]
    chain = len(network.links) == len(layers) + 1
    if chain and all(isinstance(layer, Dense) for layer in layers):
        dense = [layer for layer in layers if isinstance(layer, Dense)]
        widths = [prod(signature.features), *(each.units for each in dense)]
        bends = dict.fromkeys(each.activation.label for each in dense)
        sizes = "-".join(str(width) for width in (*widths, head.columns(signature)))
        return " ".join(filter(None, (sizes, ", ".join(bends))))
    named = [(label, len(list(same))) for label, same in groupby(_labels(network))]
    told = [label if count == 1 else f"{count} × {label}" for label, count in named]
    more = ["…"] if len(told) > _MOST_LAYERS else []
    return ", ".join([*told[:_MOST_LAYERS], *more])


def training_words(training: TrainingSpec) -> str:
    """ "Adam 0.01 · batch 16", and what else is not as usual."""
    optimizer, price = training.optimizer, training.regularization
    said = [f"{optimizer.label} {optimizer.learning_rate:g}", f"batch {training.batch_size:,}"]
    if price.type != "none" and price.rate > 0.0:
        said.append(f"{price.type.upper()} {price.rate:g}")
    if training.schedule.name != "constant":
        said.append(_small(training.schedule.label))
    every = training.unfreeze.every
    if every is not None:
        said.append(f"one layer freed every {'epoch' if every == 1 else f'{every} epochs'}")
    return " · ".join(said)


def _frozen_words(network: NetworkSpec) -> str:
    frozen = sum(node.frozen for node in network)
    return f", {frozen} frozen" if frozen else ""


def data_words(prepared: Prepared) -> str:
    """ "Spiral, 500 samples, noise 0.05"."""
    spec = prepared.spec
    known = spec.source in SOURCES or spec.file is not None
    label = source_of(spec).label if known else spec.source.capitalize()
    said = [label, f"{len(prepared.dataset.features):,} samples"]
    if known and source_of(spec).generated:
        said.append(f"noise {spec.noise:g}")
    if spec.only_classes is not None:
        said.append(f"only {', '.join(prepared.dataset.target_names)}")
    if spec.per_class is not None:
        said.append(f"{spec.per_class:,} a class to train on")
    return ", ".join(said)


def glance_words(prepared: Prepared) -> str:
    """What views look at where that is not all samples: "20,000 of 1,000,000 samples"; else ""."""
    shown, whole = prepared.glance, prepared.whole
    held, every = len(whole.split.test), len(whole.dataset.features)
    left = f"{held:,} held out for the test" if held else ""
    if len(shown.dataset.features) >= len(whole.train) + len(whole.validation):
        return f"Without the {left}" if left else ""
    of = f"{len(shown.dataset.features):,} of {every:,} samples, drawn at random"
    return f"{of}; none of the {left}" if left else of


def _labels(network: NetworkSpec) -> list[str]:
    return [
        network[name].catalogue.label
        for name in network.order()
        if name in network and name != INPUT
    ]


def _small(label: str) -> str:
    """A label within a sentence; abbreviations stay large."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
