"""A network with its weights and its preprocessing: all it takes to answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.data.prepare import Prepared
from playground.data.preprocess import Standardiser
from playground.network.heads import Head
from playground.network.signature import Signature
from playground.network.spec import NetworkSpec
from playground.training.evaluator import Evaluator
from playground.training.rows import raw_features

if TYPE_CHECKING:
    from playground.data.pipeline import Pipeline

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Trained:
    """What an export holds. Independent of any session.

    Attributes:
        network, head, signature: what it is.
        parameters: by name.
        feature_scaler, target_scaler: raw features to what the network sees; its answers to the
            targets' own units.
        feature_names, target_names: of columns; of classes, labels or targets.
        pipeline: from the rows of a table to raw features; None where there was no table.
    """

    network: NetworkSpec
    head: Head
    signature: Signature
    parameters: Mapping[str, Array]
    feature_scaler: Standardiser
    target_scaler: Standardiser
    feature_names: tuple[str, ...]
    target_names: tuple[str, ...]
    pipeline: Pipeline | None = None

    def predict(self, features: Array) -> Array:
        """Answers (N, columns) to raw features (N, …), in float32."""
        (answers,) = self.predict_parts([features])
        return answers

    def predict_parts(self, parts: Iterable[Array]) -> Iterator[Array]:
        """Answers to raw features that come one part after another."""
        evaluator = Evaluator(self.network, self.head, self.signature, np.float32)
        flat = np.concatenate([np.ravel(array) for array in self.parameters.values()])
        for features in parts:
            yield evaluator.answer(flat, features, self)

    def raw_features(self, rows: Any) -> Array:
        """(N, …) raw features of rows; see `playground.training.rows.raw_features`."""
        return raw_features(rows, self.pipeline, self.feature_names)


def trained_of(
    network: NetworkSpec,
    head: Head,
    signature: Signature,
    prepared: Prepared,
    parameters: Mapping[str, Array],
) -> Trained:
    """The trained network of a session's parts."""
    return Trained(
        network,
        head,
        signature,
        parameters,
        prepared.feature_scaler,
        prepared.target_scaler,
        prepared.dataset.feature_names,
        prepared.dataset.target_names,
        prepared.pipeline,
    )
