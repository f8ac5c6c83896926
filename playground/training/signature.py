"""Where data and network meet: what a network has to know about prepared data."""

from __future__ import annotations

from playground.data.prepare import Prepared
from playground.network.signature import Signature


def signature_of(prepared: Prepared) -> Signature:
    """The data's shapes and task, as the network sees them after preprocessing."""
    dataset = prepared.dataset
    name = prepared.spec.source
    outputs = len(dataset.target_names)
    if dataset.task != "regression":
        counts = prepared.class_counts
        return Signature(name, dataset.feature_shape, dataset.task, outputs, counts=counts)
    return Signature(
        name,
        dataset.feature_shape,
        dataset.task,
        outputs,
        *prepared.target_range,
    )
