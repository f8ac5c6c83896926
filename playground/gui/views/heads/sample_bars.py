"""Where the answers to a few samples are drawn: names, bars, numbers and what they add up to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont

from playground.gui import theme
from playground.gui.plots import words
from playground.gui.views.heads.frame import SampleAnswer

HEAD, LINE, GAP = 14.0, 12.0, 5.0
_BAR = 7.0
_SIDE = 6.0


@dataclass(frozen=True)
class Text:
    """Something written.

    Attributes:
        role: "sample", "total", "name" or "value".
        index: (sample, bar) by place; the bar is −1 where it is of the whole sample.
        text: what is written. rect: where. right: whether at its right end. strong: in bold.
    """

    role: str
    index: tuple[int, int]
    text: str
    rect: QRectF
    right: bool = False
    strong: bool = False


@dataclass(frozen=True)
class Bar:
    """One answer.

    Attributes:
        index: (sample, bar). number: of the class, label or target.
        groove: the whole range. filled: up to the answer. mark: where the truth is, in px across.
        is_true: whether it is a class or label that is true.
    """

    index: tuple[int, int]
    number: int
    groove: QRectF
    filled: QRectF
    mark: float
    is_true: bool


def laid_out(samples: Sequence[SampleAnswer], box: QRectF) -> tuple[list[Text], list[Bar]]:
    """Texts and bars of as many samples as there is room for in `box`, in px."""
    texts: list[Text] = []
    bars: list[Bar] = []
    names = max(
        (theme.text_width(n, theme.TEXT_SMALL) for s in samples for n in s.names), default=0
    )
    name_width = min(float(names) + 1.0, 0.4 * box.width())
    values = [value_text(s, k) for s in samples for k in range(len(s.values))]
    number_width = max((theme.text_width(v, theme.TEXT_SMALL) for v in values), default=0.0) + 1.0
    top = box.top()
    for place, sample in enumerate(samples):
        height = HEAD + LINE * len(sample.values)
        if top + height > box.bottom() + 0.5:
            break
        head = QRectF(box.left(), top, box.width(), HEAD)
        total = "" if sample.total is None else f"sum {words.fixed(sample.total)}"
        room = head.adjusted(0.0, 0.0, -theme.text_width(total, theme.TEXT_SMALL) - _SIDE, 0.0)
        texts.append(Text("sample", (place, -1), f"#{sample.row}: {sample.truth}", room))
        if total:
            texts.append(Text("total", (place, -1), total, head, right=True))
        for bar in range(len(sample.values)):
            line = QRectF(box.left(), top + HEAD + bar * LINE, box.width(), LINE)
            texts += _texts_of(sample, (place, bar), line, name_width)
            bars.append(_bar_of(sample, (place, bar), line, name_width, number_width))
        top += height + GAP
    return texts, bars


def _widest(texts: Sequence[str]) -> float:
    bold = QFont.Weight.DemiBold
    return max((theme.text_width(text, theme.TEXT_SMALL, bold) for text in texts), default=0.0)


def value_text(sample: SampleAnswer, bar: int) -> str:
    """One answer in figures."""
    return words.fixed(float(sample.values[bar]))


def _texts_of(
    sample: SampleAnswer, index: tuple[int, int], line: QRectF, name_width: float
) -> list[Text]:
    bar = index[1]
    strong = sample.task != "regression" and sample.true[bar] > 0.5
    name = QRectF(line.left(), line.top(), name_width, line.height())
    return [
        Text("name", index, sample.names[bar], name, strong=strong),
        Text("value", index, value_text(sample, bar), line, right=True, strong=strong),
    ]


def _bar_of(
    sample: SampleAnswer,
    index: tuple[int, int],
    line: QRectF,
    name_width: float,
    number_width: float,
) -> Bar:
    bar = index[1]
    left = line.left() + name_width + _SIDE
    width = max(line.right() - number_width - _SIDE - left, 4.0)
    top = line.center().y() - _BAR / 2.0
    share, true = (_share(sample, float(v[bar])) for v in (sample.values, sample.true))
    return Bar(
        index,
        sample.numbers[bar],
        QRectF(left, top, width, _BAR),
        QRectF(left, top, width * share, _BAR),
        left + width * true,
        sample.task != "regression" and sample.true[bar] > 0.5,
    )


def _share(sample: SampleAnswer, value: float) -> float:
    if not np.isfinite(value):
        return 0.0
    return float(np.clip((value - sample.low) / (sample.high - sample.low), 0.0, 1.0))
