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
        return Signature(name, dataset.feature_shape, dataset.task, outputs)
    targets = prepared.train.targets
    return Signature(
        name,
        dataset.feature_shape,
        dataset.task,
        outputs,
        float(targets.min()),
        float(targets.max()),
    )
