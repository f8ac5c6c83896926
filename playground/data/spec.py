"""The data part of the document."""

from __future__ import annotations

from pydantic import Field

from playground.frozen import Frozen


class DataSpec(Frozen):
    """Where the samples come from, how many, and how they are split and scaled."""

    source: str = Field("spiral", title="Data", description="Where the samples come from.")
    samples: int = Field(
        500, ge=10, le=100_000, title="Samples", description="How many points to draw."
    )
    noise: float = Field(
        0.05,
        ge=0.0,
        le=1.0,
        title="Noise",
        description="How far points stray from their true place.",
    )
    classes: int = Field(
        3, ge=2, le=10, title="Classes", description="How many classes to draw, where it varies."
    )
    validation: float = Field(
        0.5,
        gt=0.0,
        lt=1.0,
        title="Validation",
        description="Share of the samples kept aside to judge the network on.",
    )
    seed: int = Field(
        0, ge=0, lt=2**32, title="Seed", description="The same seed draws the same samples."
    )
    standardise: bool = Field(
        True,
        title="Standardise features",
        description="Shift and scale each feature to mean 0 and deviation 1 on the training split.",
    )
    standardise_targets: bool = Field(
        False,
        title="Standardise targets",
        description="Regression only: train on targets of mean 0 and deviation 1; predictions come "
        "back in the targets' own units.",
    )
