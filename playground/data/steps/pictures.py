"""Steps for pictures: their size, their colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from playground.data.steps.step import Block, Fitted, Form, Step
from playground.errors import UserError

if TYPE_CHECKING:
    from playground.data.tables.kinds import Kind

# How bright red, green and blue are to the eye (ITU-R BT.601).
LUMA = (0.299, 0.587, 0.114)


class FittedResize(Fitted):
    """Pixels (N, channels, height, width) from 0 to 1."""

    type: Literal["resize"] = "resize"
    channels: int = Field(ge=1, le=4)
    height: int = Field(ge=1, le=512)
    width: int = Field(ge=1, le=512)

    def apply(self, block: Block) -> Block:
        assert not isinstance(block.values, np.ndarray)
        pixels = block.values.pixels(self.channels, self.height, self.width)  # type: ignore[union-attr]
        values: Any = pixels.astype(np.float32)
        values /= np.float32(255.0)
        return Block(block.name, block.kind, (), values)


class Resize(Step):
    """One size for all: each is scaled until it just covers it, and cut at the middle."""

    type: Literal["resize"] = "resize"
    height: int | None = Field(
        None, ge=4, le=512, title="Height", description="In px; empty for that of most, up to 64."
    )
    width: int | None = Field(
        None, ge=4, le=512, title="Width", description="In px; empty for that of most, up to 64."
    )

    label: ClassVar[str] = "Resize"
    help: ClassVar[str] = "Brings all pictures to one size, with pixels from 0 to 1."
    takes: ClassVar[tuple[Kind, ...]] = ("picture",)
    needs: ClassVar[Form] = "pictures"
    gives: ClassVar[Form] = "pixels"

    def fit(self, block: Block) -> FittedResize:
        channels, height, width = block.values.size  # type: ignore[union-attr,misc]
        return FittedResize(
            channels=channels,
            height=self.height or max(4, min(64, height)),
            width=self.width or max(4, min(64, width)),
        )


class FittedCrop(Fitted):
    """The middle of each picture."""

    type: Literal["crop"] = "crop"
    height: int
    width: int

    def apply(self, block: Block) -> Block:
        values = block.numbers
        top, left = ((values.shape[2] - self.height) // 2, (values.shape[3] - self.width) // 2)
        cut = values[:, :, top : top + self.height, left : left + self.width]
        return Block(block.name, block.kind, (), cut)


class Crop(Step):
    """Cuts the middle out."""

    type: Literal["crop"] = "crop"
    height: int = Field(28, ge=1, le=512, title="Height", description="In px, of what is left.")
    width: int = Field(28, ge=1, le=512, title="Width", description="In px, of what is left.")

    label: ClassVar[str] = "Crop"
    help: ClassVar[str] = "Keeps the middle of each picture."
    takes: ClassVar[tuple[Kind, ...]] = ("picture",)
    needs: ClassVar[Form] = "pixels"
    gives: ClassVar[Form] = "pixels"

    def fit(self, block: Block) -> FittedCrop:
        height, width = block.numbers.shape[2:]
        if self.height > height or self.width > width:
            raise UserError(
                f"{block.name!r} can't be cropped to {self.height}×{self.width}: its pictures are "
                f"{height}×{width} by then. Take a smaller part."
            )
        return FittedCrop(height=self.height, width=self.width)


class FittedGrey(Fitted):
    """One channel: how bright each pixel is."""

    type: Literal["grey"] = "grey"

    def apply(self, block: Block) -> Block:
        values = block.numbers
        if values.shape[1] == 3:
            weights = np.array(LUMA, values.dtype)
            values = np.tensordot(values, weights, axes=(1, 0))[:, np.newaxis]
        return Block(block.name, block.kind, (), values)


class Grey(Step):
    """Takes the colours away."""

    type: Literal["grey"] = "grey"

    label: ClassVar[str] = "Grey"
    help: ClassVar[str] = "One channel in place of three: how bright each pixel is."
    takes: ClassVar[tuple[Kind, ...]] = ("picture",)
    needs: ClassVar[Form] = "pixels"
    gives: ClassVar[Form] = "pixels"

    def fit(self, block: Block) -> FittedGrey:
        return FittedGrey()
