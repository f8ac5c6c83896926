"""What of a view is there to be clicked, and of no use on paper."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QComboBox, QProgressBar, QWidget

# The property of a choice that changes nothing of what is drawn, such as how fast it is played.
ASIDE = "aside"
_KINDS = (QAbstractButton, QComboBox, QProgressBar)


def put_away(view: QWidget) -> list[str]:
    """Hide the controls of a view that is to be drawn; what was chosen in them, in words."""
    chosen = []
    for control in view.findChildren(QWidget):
        if isinstance(control, _KINDS) and control.isVisibleTo(view):
            if isinstance(control, QComboBox) and not control.property(ASIDE):
                chosen += [control.currentText()] if control.currentText() else []
            control.hide()
    return chosen
