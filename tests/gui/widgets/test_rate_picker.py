from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from playground.gui.widgets.rate_picker import RatePicker
from playground.gui.widgets.rates import next_rate, parsed_rate, previous_rate, rate_text


@pytest.fixture
def picker(qtbot: QtBot) -> RatePicker:
    result = RatePicker(minimum=1e-6, maximum=10.0)
    qtbot.addWidget(result)
    with qtbot.waitExposed(result):
        result.show()
    return result


def test_arrow_keys_step_through_1_3_and_10(qtbot: QtBot, picker: RatePicker) -> None:
    emitted: list[float] = []
    picker.rate_changed.connect(emitted.append)
    for _ in range(3):
        qtbot.keyClick(picker.field, Qt.Key.Key_Up)
    for _ in range(4):
        qtbot.keyClick(picker.field, Qt.Key.Key_Down)
    assert emitted == [0.03, 0.1, 0.3, 0.1, 0.03, 0.01, 0.003]
    assert picker.field.text() == "0.003"


def test_the_wheel_steps_and_stops_at_the_end(qtbot: QtBot, picker: RatePicker) -> None:
    for _ in range(20):
        QApplication.sendEvent(
            picker,
            QWheelEvent(
                QPointF(5, 5),
                QPointF(5, 5),
                QPoint(),
                QPoint(0, 120),
                Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            ),
        )
    assert picker.rate == 10.0


def test_what_is_typed_counts_at_once(qtbot: QtBot, picker: RatePicker) -> None:
    emitted: list[float] = []
    picker.rate_changed.connect(emitted.append)
    picker.field.selectAll()
    qtbot.keyClicks(picker.field, "0.02")
    assert emitted == [0.02]
    qtbot.keyClick(picker.field, Qt.Key.Key_Return)
    assert picker.field.text() == "0.02"


def test_nonsense_is_marked_and_goes_back(qtbot: QtBot, picker: RatePicker) -> None:
    calm = picker.grab().toImage()
    with qtbot.assertNotEmitted(picker.rate_changed):
        picker.field.selectAll()
        qtbot.keyClicks(picker.field, "fast")
        assert picker.grab().toImage() != calm
        assert "0.000001" in picker.toolTip() or "1e-6" in picker.toolTip()
        qtbot.keyClick(picker.field, Qt.Key.Key_Return)
    assert picker.field.text() == "0.01"


def test_setting_the_rate_emits_nothing(qtbot: QtBot, picker: RatePicker) -> None:
    with qtbot.assertNotEmitted(picker.rate_changed):
        picker.set_rate(0.5)
    assert picker.field.text() == "0.5"


@pytest.mark.parametrize("rate", [1e-8, 2.5e-5, 0.003, 0.01, 0.0999, 1.0, 7.0, 30.0])
def test_a_step_up_and_down_passes_the_rate(rate: float) -> None:
    assert previous_rate(rate) < rate < next_rate(rate)
    assert next_rate(previous_rate(next_rate(rate))) == next_rate(rate)


def test_rates_are_written_and_read() -> None:
    assert [rate_text(rate) for rate in (0.01, 1.0, 0.0001, 3e-5, 10.0, 0.0234)] == [
        "0.01",
        "1",
        "0.0001",
        "3e-5",
        "10",
        "0.0234",
    ]
    assert parsed_rate(" 0,03 ") == 0.03
    assert [parsed_rate(text) for text in ("", "-1", "0", "inf", "nan", "x")] == [None] * 6


def test_where_there_is_little_room_it_gives_way_with_its_number(qtbot: QtBot) -> None:
    row = QWidget()
    qtbot.addWidget(row)
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    pickers = [RatePicker(), RatePicker()]
    for picker in pickers:
        layout.addWidget(picker)
    row.resize(150, 60)
    row.show()
    first, second = pickers
    assert first.geometry().right() < second.geometry().left()
    for picker in pickers:
        assert picker.rect().contains(picker.field.geometry())
