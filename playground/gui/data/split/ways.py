"""The ways of splitting in words, as far as they are true of some data."""

from __future__ import annotations

from playground.data.classes import has_classes
from playground.data.sources import source_of
from playground.data.spec import DataSpec

WAYS = (
    ("stratified", "Same mixture of classes", "Both sides have as many of each class, by share."),
    ("random", "By chance", "Each sample by chance."),
    ("group", "By group", "Rows of one group, a patient or a shop, stay on one side."),
    ("time", "By time", "Later rows judge what was learned from earlier ones."),
    ("given", "As the data says", "The data says train, validation or test."),
)
_WITHOUT_CLASSES = {
    "regression": "Each sample by chance: values are of no classes whose mixture could be kept.",
    "multilabel": "Each sample by chance: it may have several labels at once, so it is of no one "
    "class whose mixture could be kept.",
}
_COUNTED = {"regression": "Samples", "multilabel": "Label counts"}


def ways_of(data: DataSpec) -> tuple[str, ...]:
    """The ways that can be chosen for some data."""
    plain = ("stratified", "random") if has_classes(source_of(data).task) else ("random",)
    if data.file is not None:
        return (*plain, "group", "time", "given")
    return (*plain, "given") if source_of(data).held_out else plain


def way_of(data: DataSpec) -> str:
    """The way it is split in truth: a mixture of classes that there are not is left to chance."""
    way = data.split.way
    return way if way != "stratified" or has_classes(source_of(data).task) else "random"


def told_of(data: DataSpec) -> str:
    """What the way means for this data."""
    task, way = source_of(data).task, data.split.way
    if way == "stratified" and not has_classes(task):
        return _WITHOUT_CLASSES[task]
    return next(help_ for key, _, help_ in WAYS if key == way)


def counted_of(data: DataSpec) -> str:
    """What is counted on each side."""
    counted = _COUNTED.get(source_of(data).task, "Class counts")
    return f"{counted} before and after the split"
