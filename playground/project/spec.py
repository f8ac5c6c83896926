"""The whole document."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, field_serializer, field_validator, model_serializer

from playground.data.prepare import prepare
from playground.data.sources import SOURCES
from playground.data.spec import FILE, DataSpec
from playground.frozen import Frozen
from playground.network.heads import Binary, HeadField
from playground.network.signature import Signature
from playground.network.spec import NetworkSpec
from playground.project.setup import Setup
from playground.training.signature import signature_of
from playground.training.spec import TrainingSpec

FORMAT = 1


class ProjectSpec(Frozen):
    """Data, network, head and training: what is saved, undone and shown.

    A set-up in which nothing is hidden or locked is left out of files.
    """

    format: Literal[1] = 1
    name: str = Field("Untitled", max_length=200, title="Name")
    notes: str = Field("", max_length=100_000, title="Notes")
    data: DataSpec = Field(DataSpec(), title="Data")
    network: NetworkSpec = Field(NetworkSpec(), title="Network")
    head: HeadField = Field(Binary(), title="Head")
    training: TrainingSpec = Field(TrainingSpec(), title="Training")
    setup: Setup = Field(Setup(), title="Set-up")

    @field_validator("data")
    @classmethod
    def _known_source(cls, data: DataSpec) -> DataSpec:
        if data.source not in (*SOURCES, FILE):
            raise ValueError(SOURCES.unknown(data.source))
        return data

    @field_serializer("head")
    def _head(self, head: Any) -> Any:
        return head.model_dump(mode="json")

    @model_serializer(mode="wrap")
    def _short(self, handler: Any) -> dict[str, Any]:
        given: dict[str, Any] = handler(self)
        if not self.setup:
            given.pop("setup", None)
        return given

    def signature(self) -> Signature:
        """What the network has to know about the data."""
        return signature_of(prepare(self.data))
