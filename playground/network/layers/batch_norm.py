"""Numbers of one scale in every channel, by the statistics of the batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from playground.network.initializers import Ones, Zeros
from playground.network.node import DETAIL, Catalogue, NodeSpec
from playground.network.problems import Misfit
from playground.network.shapes import in_words

if TYPE_CHECKING:
    from playground.engine.graph import Value
    from playground.network.builder import Builder


class BatchNorm(NodeSpec):
    """Each feature of a vector (F,) or a sequence (T, F), or each channel of an image (C, H, W).

    In training by the batch's mean and variance, which also move the running ones; else by the
    running ones (Ioffe and Szegedy 2015). A batch of one vector has nothing but its mean: what
    leaves is the bias, and the running variance stays.
    """

    catalogue = Catalogue(
        "BatchNorm",
        "Normalize",
        "batch_norm",
        "Brings every channel to one scale, by the mean and spread of the batch.",
    )

    momentum: float = Field(
        0.1,
        gt=0.0,
        le=1.0,
        title="Momentum",
        description="How much of a batch's mean and variance goes into the running ones.",
        json_schema_extra=DETAIL,
    )
    epsilon: float = Field(
        1e-5,
        ge=1e-12,
        le=1.0,
        title="ε",
        description="Added to variances, so that none is 0.",
        json_schema_extra=DETAIL,
    )

    def build(self, builder: Builder, x: Value) -> Value:
        if len(x.shape) not in (1, 2, 3):
            raise Misfit(
                f"BatchNorm takes a vector, a sequence or an image; it is given "
                f"{in_words(x.shape)}.",
                "Reshape",
            )
        last = int(len(x.shape) < 3)
        channels = (x.shape[-1 if last else 0],)
        weight = builder.parameter("weight", channels, Ones())
        bias = builder.parameter("bias", channels, Zeros())
        running_mean = builder.statistic("running_mean", channels, Zeros())
        running_variance = builder.statistic("running_var", channels, Ones())
        settings = {"channels_last": last, "epsilon": self.epsilon}
        if not builder.training:
            given = x, running_mean, running_variance, weight, bias
            return builder.apply("batch_norm_inference", *given, **settings)
        mean = builder.apply("batch_mean", x, channels_last=last)
        variance = builder.apply("batch_variance", x, mean, channels_last=last)
        graph, share = builder.graph, self.momentum
        # What a shared layer took in before, in this same step, counts too.
        before = graph.assignments.get(running_mean, running_mean)
        graph.assign(running_mean, builder.apply("running_mean", before, mean, momentum=share))
        before = graph.assignments.get(running_variance, running_variance)
        moved = builder.apply("running_variance", before, variance, x, momentum=share)
        graph.assign(running_variance, moved)
        return builder.apply("batch_norm", x, mean, variance, weight, bias, **settings)
