"""From the data part of the document to arrays that a network can train on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from playground.data.arrays import Array, read_only
from playground.data.blocks import largest_in_size
from playground.data.classes import only
from playground.data.edits import LARGEST, edited
from playground.data.kept import Kept
from playground.data.own import prepare_own
from playground.data.plane import Plane, why_no_plane
from playground.data.prepared import Prepared
from playground.data.preprocess import Standardiser
from playground.data.rows import Rows
from playground.data.sides import TEST, TRAIN, sides_for
from playground.data.sources import SOURCES
from playground.data.sources.parameter import refuse_unknown
from playground.data.spec import FILE, DataSpec
from playground.errors import UserError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.data.dataset import Dataset
    from playground.data.split import Split

__all__ = ["Prepared", "Rows", "is_kept", "prepare", "prepare_dataset", "thumbnail_points"]

THUMBNAIL = {"samples": 120, "noise": 0.02, "seed": 0}


def prepare(spec: DataSpec) -> Prepared:
    """Draws the samples of `spec`, splits, edits and scales them. The last few results are kept.

    The split is that of the samples as they are drawn, so that an edit by hand moves no other
    sample to the other side.

    Raises `UserError` when the source is unknown, a value is not a usable number, the wanted
    classes or so many samples of each are not there, an edit by hand does not fit, or one side of
    the split would be empty.
    """
    return _KEPT.of(spec)


def is_kept(spec: DataSpec) -> bool:
    """Whether `prepare` has it at hand: then it takes no time."""
    return _KEPT.has(spec)


def _made(spec: DataSpec) -> Prepared:
    if spec.edits:
        # What was drawn is not drawn anew for every point that is put in.
        plain = prepare(spec.drawn)
        return _prepared(spec, *edited(plain.dataset, plain.split, spec.edits, spec.judging))
    if spec.source == FILE:
        return _ready(prepare_own(spec))
    source = SOURCES.find(spec.source)
    refuse_unknown(spec, source.parameters)
    dataset = source.draw(spec)
    if spec.split.way == "given" and source.held_out is not None:
        return prepare_dataset(spec, *_with_held_out(dataset, source.held_out(spec)))
    return prepare_dataset(spec, dataset)


def _with_held_out(dataset: Dataset, held_out: Dataset) -> tuple[Dataset, NDArray[np.int64]]:
    """Both as one, and the side (N,) that each sample is given."""
    both = replace(
        dataset,
        features=np.concatenate([dataset.features, held_out.features]),
        targets=np.concatenate([dataset.targets, held_out.targets]),
    )
    return both, np.repeat([TRAIN, TEST], [len(dataset.targets), len(held_out.targets)])


def _ready(prepared: Prepared) -> Prepared:
    """The same, with all that a window asks for at once worked out here, in the background."""
    glance = prepared.glance
    _ = prepared.class_counts, glance.train.features, glance.validation.features
    if prepared.dataset.coded:
        _ = prepared.telling
    if not why_no_plane(glance.dataset):
        Plane.of(glance.dataset)
    return prepared


_KEPT = Kept(_made)


def prepare_dataset(
    spec: DataSpec, dataset: Dataset, given: NDArray[np.int64] | None = None
) -> Prepared:
    """Splits, edits and scales samples that are already there. `dataset` is not changed.

    Arrays that can be written to are copied.

    Args:
        given: (N,) the side of each, as in `sides_of`, where the data says it.
    """
    _check_numbers("features", dataset.features)
    _check_numbers("targets", dataset.targets)
    if spec.only_classes is not None:
        given = None if given is None else given[np.isin(dataset.targets, spec.only_classes)]
        dataset = only(dataset, spec.only_classes)
    sides = sides_for(spec, dataset, given=given)
    if spec.edits:
        return _prepared(spec, *edited(dataset, sides, spec.edits, spec.judging))
    return _prepared(spec, dataset, sides)


def _prepared(spec: DataSpec, dataset: Dataset, rows: Split) -> Prepared:
    """Scales samples that are split."""
    return Prepared(
        spec=spec,
        dataset=replace(
            dataset,
            features=_lasting(dataset.features),
            targets=_lasting(dataset.targets),
        ),
        split=rows,
        feature_scaler=_scaler(dataset.features, rows.train, fitted=spec.standardise),
        target_scaler=_scaler(
            dataset.targets,
            rows.train,
            fitted=spec.standardise_targets and dataset.task == "regression",
        ),
    )


def thumbnail_points(source_name: str) -> Dataset | None:
    """A few points to draw a picture of a source from: always the same, and quick.

    None for a source that has an icon instead, since it is not of the plane.
    """
    source = SOURCES.find(source_name)
    if source.icon:
        return None
    return source.draw(DataSpec.model_validate({"source": source_name, **THUMBNAIL}))


def _lasting(array: Array) -> Array:
    """The same numbers, which nobody can change."""
    return read_only(array.copy()) if array.flags.writeable or array.base is not None else array


def _scaler(
    array: NDArray[np.int64] | NDArray[np.float64], train: NDArray[np.int64], *, fitted: bool
) -> Standardiser:
    if fitted:
        return Standardiser.fit_to(array, train)
    return Standardiser.identity(array.shape[1:])


def _check_numbers(kind: str, array: NDArray[np.int64] | NDArray[np.float64]) -> None:
    """Refuses NaN, infinity and what float32 cannot hold, naming the first such row."""
    if largest_in_size(array) <= LARGEST:
        return
    usable = np.abs(array) <= LARGEST
    place = tuple(int(index) for index in np.argwhere(~usable)[0])
    column = "×".join(str(index + 1) for index in place[1:]) or "1"
    raise UserError(
        f"The {kind} hold {array[place]} in row {place[0] + 1}, column {column}, where a number "
        "below 3.4e38 is expected: remove the row or fill the value in."
    )
