from __future__ import annotations

from playground.gui.plots.legend import Legend, LegendEntry


def entries(train: str, validation: str) -> list[LegendEntry]:
    return [LegendEntry("#00f", "train", train), LegendEntry("#f80", "validation", validation)]


def test_numbers_that_change_never_make_it_lower_again(qtbot) -> None:
    legend = Legend()
    qtbot.addWidget(legend)
    legend.resize(300, 20)
    legend.show()
    legend.set_entries(entries("0.1", "0.2"))
    legend.set_remark("best epoch 12")
    low = legend.sizeHint().height()
    legend.set_remark("best epoch 12,345,678,901")
    high = legend.sizeHint().height()
    assert high > low
    for remark in ("best epoch 9", "best epoch 123,456,789", "best epoch 10"):
        legend.set_remark(remark)
        legend.set_entries(entries("4.13e-8", remark[-2:]))
        assert legend.sizeHint().height() == high
    legend.set_entries(entries("1", "2")[:1])  # something else to show: as low as it can be
    assert legend.sizeHint().height() == low
