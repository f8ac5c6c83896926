"""The application's style sheet, written from a palette."""

from __future__ import annotations

from dataclasses import asdict
from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from playground.gui.palette import Palette


def style_sheet(palette: Palette, icons: Path) -> str:
    """The style sheet in the colours of `palette`, with pictures from the folder `icons`."""
    return Template(_RULES).substitute(asdict(palette), icons=icons.as_posix())


# A focus ring is a border of 2 px; the padding gives back the pixel that it takes.
_RULES = """
QLabel[role="title"] { font-size: 16px; font-weight: 600; color: $text; }
QLabel[role="heading"] { font-size: 11px; font-weight: 600; color: $muted; letter-spacing: 0.6px; }
QLabel[role="muted"] { font-size: 12px; color: $muted; }
QLabel[role="away"] { font-size: 12px; font-weight: 500; color: $accent; }
QLabel[role="caption"] { font-size: 11px; color: $muted; }
QLabel[role="drop"] {
    background: $card; border: 2px dashed $accent; border-radius: 12px;
    font-size: 16px; font-weight: 600; color: $text; padding: 12px;
}
QLabel[role="formula"] {
    color: $text; background: $chip; border-radius: 6px; padding: 5px 8px; font-size: 13px;
}
QLabel[role="amount"] { color: $text; font-weight: 500; }
QLabel[role="value"] { font-weight: 600; color: $text; }
QLabel[role="value"]:disabled { color: $disabled; }
QLabel[role="good"] { font-size: 12px; color: $good; }
QLabel[role="warning"] { font-size: 12px; color: $warning; }
QLabel[role="error"] { font-size: 12px; color: $error; }
QLabel[role="readout"] {
    font-size: 11px; color: $text; background: $card;
    border: 1px solid $card_border; border-radius: 6px; padding: 3px 7px;
}
QFrame[role="card"] { background: $card; border: 1px solid $card_border; border-radius: 8px; }
QDialog[role="sheet"] { background: $panel; border: 1px solid $card_border; }
QFrame[role="panel"] { background: $panel; border: none; }
QFrame[role="divider"] { background: $card_border; border: none; }
QWidget[role="line"] { background: $card_border; }
QWidget[role="side"] { background: $panel; }
QWidget[role="canvas"] { background: $canvas; }

QToolButton {
    color: $text; background: $card; border: 1px solid $card_border; border-radius: 8px;
    padding: 5px 7px;
}
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:checked { background: $chip; }
QToolButton:pressed { background: $pressed; }
QToolButton:focus { border: 2px solid $accent; padding: 4px 6px; }
QToolButton:disabled { color: $disabled; background: $panel; }
QToolButton::menu-indicator { image: none; }
QToolButton[popupMode="1"] { padding-right: 18px; }
QToolButton[popupMode="1"]:focus { padding-right: 17px; }
QToolButton::menu-button { border: none; width: 17px; background: transparent; }
QToolButton::menu-arrow { image: url("$icons/caret-down.svg"); width: 9px; height: 9px; }
QToolButton[accented="true"] { color: $accent; font-size: 12px; font-weight: 500; }
QToolButton[flat="true"] { background: transparent; border: 1px solid transparent; }
QToolButton[flat="true"]:hover { background: $hover; }
QToolButton[flat="true"]:focus { border: 2px solid $accent; padding: 4px 6px; }
QToolButton[toggle="true"] {
    font-size: 11px; color: $muted; background: transparent; border: 1px solid transparent;
    border-radius: 6px; padding: 2px 5px;
}
QToolButton[toggle="true"]:hover { background: $hover; color: $text; }
QToolButton[toggle="true"]:checked { color: $accent; background: $accent_soft; }
QToolButton[toggle="true"]:focus { border: 2px solid $accent; padding: 1px 4px; }
QToolButton[toggle="true"][popupMode="1"] { padding-right: 17px; }
QToolButton[toggle="true"][popupMode="1"]:focus { padding-right: 16px; }
QToolButton[chip="true"] {
    font-size: 11px; color: $text; background: $accent_soft; border: 1px solid transparent;
    border-radius: 9px; padding: 1px 8px;
}
QToolButton[chip="true"]:hover { background: $hover; }
QToolButton[chip="true"]:focus { border: 2px solid $accent; padding: 0 7px; }
QToolButton[fold="true"] {
    font-size: 11px; font-weight: 600; color: $muted; letter-spacing: 0.6px;
    background: transparent; border: 1px solid transparent; border-radius: 6px;
    padding: 1px 3px 1px 0;
}
QToolButton[fold="true"]:hover { color: $text; background: $hover; }
QToolButton[fold="true"]:focus { border: 2px solid $accent; padding: 0 2px; }
QToolButton[segment="true"] {
    color: $muted; background: transparent; border: 1px solid transparent; border-radius: 6px;
    padding: 4px 11px;
}
QToolButton[segment="true"][compact="true"] { padding: 4px 6px; }
QToolButton[segment="true"][compact="true"]:focus { padding: 3px 5px; }
QToolButton[segment="true"]:hover { color: $text; background: $hover; }
QToolButton[segment="true"]:checked { color: $text; background: $chip; font-weight: 500; }
QToolButton[segment="true"]:focus { border: 2px solid $accent; padding: 3px 10px; }

QPushButton {
    color: $text; background: $card; border: 1px solid $card_border; border-radius: 8px;
    padding: 5px 13px; min-height: 18px;
}
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $pressed; }
QPushButton:focus { border: 2px solid $accent; padding: 4px 12px; }
QPushButton:disabled { color: $disabled; background: $panel; }
QPushButton[primary="true"], QPushButton:default {
    color: $on_accent; background: $accent; border: 1px solid $accent; font-weight: 500;
}
QPushButton[primary="true"]:hover, QPushButton:default:hover { background: $accent_hover; }
QPushButton[primary="true"]:focus, QPushButton:default:focus { border: 2px solid $text; }
QPushButton[primary="true"]:disabled { color: $disabled; background: $chip; border-color: $chip; }
QPushButton:flat { background: transparent; border: 1px solid transparent; color: $accent; }
QPushButton:flat:hover { background: $hover; }
QPushButton:flat:focus { border: 2px solid $accent; }

QLineEdit, QSpinBox, QDoubleSpinBox, QPlainTextEdit, QTextEdit {
    color: $text; background: $card; border: 1px solid $card_border; border-radius: 8px;
    padding: 4px 8px; selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit:hover, QSpinBox:hover, QDoubleSpinBox:hover { border-color: $disabled; }
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QPlainTextEdit:focus, QTextEdit:focus {
    border: 2px solid $accent; padding: 3px 7px;
}
QLineEdit:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled {
    color: $disabled; background: $panel;
}
QLineEdit[bare="true"] { background: transparent; border: none; padding: 0; }
QSpinBox QLineEdit, QDoubleSpinBox QLineEdit {
    background: transparent; border: none; padding: 0 2px 0 6px;
}
QSpinBox::up-button, QDoubleSpinBox::up-button {
    subcontrol-origin: border; subcontrol-position: top right; width: 18px;
    border: none; background: transparent; margin: 2px 2px 0 0; border-radius: 4px;
}
QSpinBox::down-button, QDoubleSpinBox::down-button {
    subcontrol-origin: border; subcontrol-position: bottom right; width: 18px;
    border: none; background: transparent; margin: 0 2px 2px 0; border-radius: 4px;
}
QSpinBox::up-button:hover, QDoubleSpinBox::up-button:hover,
QSpinBox::down-button:hover, QDoubleSpinBox::down-button:hover { background: $hover; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow {
    image: url("$icons/caret-up.svg"); width: 10px; height: 10px;
}
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow {
    image: url("$icons/caret-down.svg"); width: 10px; height: 10px;
}

QComboBox {
    color: $text; background: $card; border: 1px solid $card_border; border-radius: 8px;
    padding: 4px 8px; min-height: 18px;
}
QComboBox:hover { background: $hover; }
QComboBox:focus { border: 2px solid $accent; padding: 3px 7px; }
QComboBox:disabled { color: $disabled; background: $panel; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox::down-arrow { image: url("$icons/caret-down.svg"); width: 12px; height: 12px; }
QComboBox[small="true"] {
    font-size: 11px; font-weight: 600; color: $muted; letter-spacing: 0.6px;
    background: transparent; border: 1px solid transparent; border-radius: 6px;
    padding: 1px 3px; min-height: 16px;
}
QComboBox[small="true"]:hover { color: $text; background: $hover; }
QComboBox[small="true"]:focus { border: 2px solid $accent; padding: 0 2px; }
QComboBox QAbstractItemView {
    color: $text; background: $card; border: 1px solid $card_border; border-radius: 8px;
    padding: 4px; outline: none; font-size: 13px; font-weight: 400; letter-spacing: 0;
    selection-background-color: $accent_soft; selection-color: $text;
}
QComboBox QAbstractItemView::item { min-height: 26px; padding: 0 8px; border-radius: 6px; }
QComboBox QAbstractItemView::item:selected { background: $accent_soft; color: $text; }

QLabel[role="field"] { font-size: 12px; color: $muted; }
QLineEdit[field="true"], QComboBox[field="true"] {
    font-size: 12px; border-radius: 6px; padding: 1px 6px; min-height: 20px; max-height: 20px;
}
QComboBox[field="true"] { padding-right: 1px; combobox-popup: 0; }
QComboBox[field="true"] QAbstractItemView { font-size: 12px; padding: 0 4px; }
QComboBox[field="true"] QAbstractItemView:focus {
    border: 1px solid $card_border; padding: 0 4px;
}
QComboBox[field="true"] QAbstractItemView::item { min-height: 20px; padding: 2px 6px; }
QLineEdit[field="true"]:focus { padding: 0 5px; }
QComboBox[field="true"]:focus { padding: 0 0 0 5px; }
QLineEdit[field="true"]:read-only { color: $muted; background: $panel; }
QToolButton[spin] {
    background: transparent; border: none; border-radius: 3px; padding: 0;
    background-position: center; background-repeat: no-repeat;
}
QToolButton[spin]:hover { background-color: $hover; }
QToolButton[spin]:pressed { background-color: $pressed; }
QToolButton[spin="up"] { background-image: url("$icons/caret-up.svg"); }
QToolButton[spin="down"] { background-image: url("$icons/caret-down.svg"); }
QToolButton[tiny="true"] {
    background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 0;
}
QToolButton[tiny="true"]:hover { background: $hover; }
QToolButton[tiny="true"]:focus { border: 2px solid $accent; padding: 0; }

QCheckBox, QRadioButton { color: $text; spacing: 8px; padding: 2px; }
QCheckBox:disabled, QRadioButton:disabled { color: $disabled; }
QCheckBox::indicator {
    width: 14px; height: 14px; border: 1px solid $disabled; border-radius: 4px; background: $card;
}
QCheckBox::indicator:checked {
    background: $accent; border-color: $accent; image: url("$icons/check-white.svg");
}
QCheckBox::indicator:indeterminate { background: $accent_soft; border-color: $accent; }
QCheckBox:focus, QRadioButton:focus { color: $accent; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border: 2px solid $accent; }
QRadioButton::indicator {
    width: 12px; height: 12px; border: 1px solid $disabled; border-radius: 7px; background: $card;
}
QRadioButton::indicator:checked { background: $accent; border: 3px solid $accent_soft; }

QSlider { min-height: 20px; }
QSlider::groove:horizontal { height: 4px; background: $groove; border-radius: 2px; }
QSlider[filled="true"]::sub-page:horizontal { background: $accent; border-radius: 2px; }
QSlider::handle:horizontal {
    width: 12px; height: 12px; margin: -5px 0; border-radius: 7px;
    background: $accent; border: 1px solid $accent;
}
QSlider::handle:horizontal:hover { background: $accent_hover; border-color: $accent_hover; }
QSlider::handle:horizontal:disabled { background: $disabled; border-color: $disabled; }
QSlider::handle:horizontal:focus {
    width: 10px; height: 10px; margin: -6px 0; border-radius: 8px; border: 3px solid $text;
}

QTabBar { qproperty-drawBase: 0; }
QTabBar::tab {
    color: $muted; background: transparent; border: 1px solid transparent; border-radius: 6px;
    padding: 4px 10px; margin: 2px;
}
QTabBar::tab:hover { color: $text; background: $hover; }
QTabBar::tab:selected { color: $text; background: $chip; }
QTabBar:focus { outline: none; }
QTabBar::tab:selected:focus { border: 2px solid $accent; padding: 3px 9px; }
QTabWidget::pane { border: none; }

QMenuBar { background: $panel; color: $text; border-bottom: 1px solid $card_border; }
QMenuBar::item { padding: 4px 10px; background: transparent; border-radius: 6px; }
QMenuBar::item:selected { background: $hover; }
QMenu {
    color: $text; background: $card; border: 1px solid $card_border; padding: 4px;
}
QMenu::item { padding: 6px 24px 6px 10px; border-radius: 6px; margin: 0; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $card_border; margin: 4px 6px; }
QMenu::icon { padding-left: 8px; }
QMenu::indicator { width: 14px; height: 14px; padding-left: 8px; }
QMenu::indicator:checked { image: url("$icons/check.svg"); }
QMenu::right-arrow { image: url("$icons/caret-right.svg"); width: 12px; height: 12px; }

QToolTip {
    color: $text; background: $card; border: 1px solid $card_border; padding: 5px 7px;
    font-size: 12px;
}

QScrollBar:vertical { width: 10px; background: transparent; margin: 0; }
QScrollBar:horizontal { height: 10px; background: transparent; margin: 0; }
QScrollBar::handle {
    background: $groove; border-radius: 3px; margin: 2px; min-height: 24px; min-width: 24px;
}
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: $disabled; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; }
QScrollArea { background: transparent; border: none; }

QSplitter::handle { background: $card_border; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QSplitter::handle:hover { background: $accent; }

QMainWindow { background: $window; }
QMainWindow::separator { background: $card_border; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: $accent; }
QDockWidget { color: $muted; font-size: 11px; font-weight: 600; }
QDockWidget::title { background: $panel; padding: 8px 12px; text-align: left; }
QStatusBar { color: $muted; background: $panel; border-top: 1px solid $card_border; }
QStatusBar::item { border: none; }

QListView, QTreeView, QTableView {
    color: $text; background: $card; border: 1px solid $card_border; border-radius: 8px;
    outline: none; padding: 4px; selection-background-color: $accent_soft; selection-color: $text;
}
QListView::item { min-height: 24px; padding: 2px 6px; border-radius: 6px; }
QListView::item:hover, QTreeView::item:hover { background: $hover; }
QListView::item:selected, QTreeView::item:selected { background: $accent_soft; color: $text; }
QListView:focus, QTreeView:focus, QTableView:focus { border: 2px solid $accent; padding: 3px; }
QListView[bare="true"], QListView[bare="true"]:focus {
    background: $panel; border: none; border-radius: 0; padding: 8px;
}
QTableView::item { padding: 0 6px; }
QHeaderView::section {
    color: $muted; background: $panel; border: none; border-bottom: 1px solid $card_border;
    padding: 4px 8px; font-size: 11px; font-weight: 600;
}
QTableCornerButton::section {
    background: $panel; border: none; border-bottom: 1px solid $card_border;
}
QProgressBar { background: $groove; border: none; border-radius: 2px; max-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
"""
