"""What goes with the weights: layers, shapes, task, names and scaling, as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, ValidationError

from playground.data.pipeline import Pipeline
from playground.data.preprocess import Standardiser
from playground.data.tables.blank import blank_table
from playground.engine.graph import Shape
from playground.errors import UserError
from playground.formats.decision import Decision, decision_of
from playground.formats.reading.json_text import read_json
from playground.frozen import Frozen
from playground.network.compiler import compile_evaluation, trace
from playground.network.heads import HeadField
from playground.network.signature import Signature, Task
from playground.network.sizes import why_too_large
from playground.network.spec import HEAD, NetworkSpec
from playground.training.trained import Trained

KEY = "playground"
# 1: the first. 2: `decision` is there. 3: `pipeline` is there; else 2 is written.
FORMAT, WITHOUT_PIPELINE = 3, 2


class LayerSummary(Frozen):
    """One layer, for readers that know nothing of Playground."""

    id: str
    type: str
    output_shape: tuple[int, ...]
    parameters: dict[str, tuple[int, ...]]


class Scaling(Frozen):
    """(x − mean) / scale, number by number, flat."""

    mean: list[float]
    scale: list[float]


class Metadata(Frozen):
    """Everything but the weights.

    Attributes:
        format: the version of this; newer ones are refused.
        task: "binary", "multiclass", "multilabel" or "regression".
        class_names: of classes (binary: two), labels or targets, by number or column.
        feature_names: of columns; empty for sequences and images.
        feature_shape: of one sample.
        features: what takes raw features to what the network sees.
        targets: what answers of a regression are taken back to the targets' own units with.
        decision: how answers become decisions; None in files of format 1, which follow the head.
        layers: a summary of `network`.
        network, head: as in project files.
        low, high: the least and the greatest target of a regression, scaled.
        pipeline: how the features are made of a table's columns; None where there was no table.
    """

    format: int = Field(FORMAT, ge=1, le=FORMAT)
    task: Task
    class_names: tuple[str, ...]
    feature_names: tuple[str, ...]
    feature_shape: tuple[int, ...]
    features: Scaling
    targets: Scaling
    decision: Decision | None = None
    layers: tuple[LayerSummary, ...]
    network: NetworkSpec
    head: HeadField
    low: float
    high: float
    pipeline: Pipeline | None = None


def metadata_of(trained: Trained) -> str:
    """The metadata as JSON."""
    signature = trained.signature
    pipeline = trained.pipeline
    made = Metadata(
        format=WITHOUT_PIPELINE if pipeline is None else FORMAT,
        task=signature.task,
        class_names=trained.target_names,
        feature_names=trained.feature_names,
        feature_shape=signature.features,
        features=_scaling(trained.feature_scaler),
        targets=_scaling(trained.target_scaler),
        decision=decision_of(trained.head, signature),
        layers=_layers(trained),
        network=trained.network,
        head=trained.head,
        low=signature.low,
        high=signature.high,
        pipeline=pipeline,
    )
    return made.model_dump_json(exclude={"pipeline"} if pipeline is None else None)


def trained_from(text: str, parameters: Mapping[str, NDArray[Any]], where: str) -> Trained:
    """The trained network of a file's metadata and weights.

    Raises:
        UserError: they are not sound, or do not fit each other.
    """
    given = read_json(text.encode(), f"{where}, its metadata")
    network = given.get("network") if isinstance(given, dict) else None
    if isinstance(network, dict) and (why := why_too_large(network)):
        raise UserError(f"{where}: {why}.")
    try:
        found = Metadata.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        raise UserError(f"{where}: its metadata is not sound at {place}: {first['msg']}.") from None
    signature = Signature(
        where, found.feature_shape, found.task, len(found.class_names), found.low, found.high
    )
    if found.task == "binary" and len(found.class_names) != 2:
        raise UserError(f"{where}: a binary task has 2 classes, not {len(found.class_names)}.")
    try:
        compiled = compile_evaluation(found.network, found.head, signature, 1, with_loss=False)
    except UserError as error:
        raise UserError(f"{where}: {error}") from None
    ordered = {}
    for parameter in compiled.parameters:
        if parameter.name not in parameters:
            raise UserError(f"{where}: the weights of {parameter.name} are missing.")
        array = parameters[parameter.name]
        if array.shape != parameter.shape:
            raise UserError(
                f"{where}: {parameter.name} is of shape {array.shape}, not {parameter.shape}."
            )
        if not np.isfinite(array).all():
            raise UserError(f"{where}: {parameter.name} holds numbers that are not finite.")
        ordered[parameter.name] = array
    return Trained(
        found.network,
        found.head,
        signature,
        ordered,
        _standardiser(found.features, signature.features, where),
        _standardiser(found.targets, None, where),
        found.feature_names,
        found.class_names,
        _sound(found, where),
    )


def _sound(found: Metadata, where: str) -> Pipeline | None:
    """The pipeline, if it makes features of the network's shape."""
    pipeline = found.pipeline
    if pipeline is None:
        return None
    rows = pipeline.window.steps if pipeline.window is not None else 1
    try:
        kinds = {column.name: column.kind for column in pipeline.columns}
        made = pipeline.features(blank_table(kinds, rows))
    except (UserError, ValueError, LookupError, TypeError, ArithmeticError, AssertionError):
        made = None
    fits = pipeline.shape == found.feature_shape
    if made is None or not fits or made.shape[1:] != found.feature_shape:
        raise UserError(f"{where}: its preparation does not give what its network takes.")
    return pipeline


def _scaling(scaler: Standardiser) -> Scaling:
    return Scaling(mean=scaler.mean.ravel().tolist(), scale=scaler.scale.ravel().tolist())


def _standardiser(scaling: Scaling, shape: Shape | None, where: str) -> Standardiser:
    mean, scale = np.array(scaling.mean), np.array(scaling.scale)
    wanted = shape if shape is not None else mean.shape
    if mean.size != int(np.prod(wanted)) or scale.shape != mean.shape or not (scale != 0).all():
        raise UserError(f"{where}: its scaling does not fit features of shape {wanted}.")
    return Standardiser(mean.reshape(wanted), scale.reshape(wanted))


def _layers(trained: Trained) -> tuple[LayerSummary, ...]:
    traced = trace(trained.network, trained.head, trained.signature, training=False)
    types = {node.id: node.type for node in trained.network} | {HEAD: trained.head.name}
    return tuple(
        LayerSummary(
            id=identity,
            type=types[identity],
            output_shape=shape,
            parameters={
                name.rpartition(".")[2]: array.shape
                for name, array in trained.parameters.items()
                if name.rpartition(".")[0] == identity
            },
        )
        for identity, shape in traced.shapes().items()
    )
