"""Where data and network meet: what a network has to know about prepared data."""

from __future__ import annotations

import numpy as np

from playground.data.prepare import Prepared
from playground.network.signature import Signature


def signature_of(prepared: Prepared) -> Signature:
    """The data's shapes and task, as the network sees them after preprocessing."""
    dataset = prepared.dataset
    name = prepared.spec.source
    outputs = len(dataset.target_names)
    if dataset.task != "regression":
        counts = _class_counts(prepared, outputs)
        return Signature(name, dataset.feature_shape, dataset.task, outputs, counts=counts)
    targets = prepared.train.targets
    return Signature(
        name,
        dataset.feature_shape,
        dataset.task,
        outputs,
        float(targets.min()),
        float(targets.max()),
    )


def _class_counts(prepared: Prepared, classes: int) -> tuple[int, ...]:
    if prepared.dataset.task == "multilabel":
        return ()
    counts = np.bincount(prepared.train.targets.astype(np.int64), minlength=classes)
    return tuple(counts.tolist())
