"""What edits are called: words to follow "Undo"."""

from __future__ import annotations

from collections.abc import Iterable

from playground.data.spec import DataSpec
from playground.frozen import Frozen
from playground.network.node import NodeSpec
from playground.training.spec import TrainingSpec

_DATA = {
    "samples": "change the number of points",
    "classes": "change the number of classes",
    "only_classes": "choose the classes",
    "per_class": "change the samples of a class",
    "validation": "change the validation share",
    "seed": "draw other points",
    "standardise": "change the scaling of features",
    "standardise_targets": "change the scaling of targets",
}
_TRAINING = {
    "batch_size": "change the batch size",
    "seed": "take a new start",
    "epochs": "change the number of epochs",
    "clipping": "change the clipping",
    "stop": "change what ends a run",
}


def change_of_data(fields: Iterable[str]) -> str:
    """ "change the noise": what changing these fields of the data is called."""
    return _joined(DataSpec, fields, _DATA)


def change_of_training(fields: Iterable[str]) -> str:
    """ "change the batch size": what changing these fields of the training is called."""
    return _joined(TrainingSpec, fields, _TRAINING)


def change_of_node(node: NodeSpec, field: str, value: object) -> str:
    """ "change units of dense_1", "rename dense_1 to first"."""
    if field == "id":
        return f"rename {node.id} to {value}"
    return f"change {_title(type(node), field)} of {node.id}"


def as_entry(text: str) -> str:
    """The words as an entry of a list by itself: "Add Dense"."""
    return text[:1].upper() + text[1:]


def _joined(kind: type[Frozen], fields: Iterable[str], words: dict[str, str]) -> str:
    return " and ".join(
        words.get(field) or f"change the {_title(kind, field)}" for field in sorted(fields)
    )


def _title(kind: type[Frozen], field: str) -> str:
    return (kind.model_fields[field].title or field).lower()
