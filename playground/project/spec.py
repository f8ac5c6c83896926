"""The whole document."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, field_serializer, field_validator

from playground.data.prepare import prepare
from playground.data.sources import SOURCES
from playground.data.spec import DataSpec
from playground.frozen import Frozen
from playground.network.heads import Binary, HeadField
from playground.network.signature import Signature
from playground.network.spec import NetworkSpec
from playground.training.signature import signature_of
from playground.training.spec import TrainingSpec

FORMAT = 1


class ProjectSpec(Frozen):
    """Data, network, head and training: what is saved, undone and shown."""

    format: Literal[1] = 1
    name: str = Field("Untitled", max_length=200, title="Name")
    notes: str = Field("", max_length=100_000, title="Notes")
    data: DataSpec = Field(DataSpec(), title="Data")
    network: NetworkSpec = Field(NetworkSpec(), title="Network")
    head: HeadField = Field(Binary(), title="Head")
    training: TrainingSpec = Field(TrainingSpec(), title="Training")

    @field_validator("data")
    @classmethod
    def _known_source(cls, data: DataSpec) -> DataSpec:
        if data.source not in SOURCES:
            raise ValueError(SOURCES.unknown(data.source))
        return data

    @field_serializer("head")
    def _head(self, head: Any) -> Any:
        return head.model_dump(mode="json")

    def signature(self) -> Signature:
        """What the network has to know about the data."""
        return signature_of(prepare(self.data))
