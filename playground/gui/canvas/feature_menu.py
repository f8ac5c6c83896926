"""Which features come in at an input, chosen by their names."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from playground.data.prepare import prepare
from playground.gui.document import Document
from playground.network.layers.input import Input

# Of more features than this no menu is made; the properties take their numbers.
_MOST = 40


def feature_choices(document: Document) -> list[str]:
    """The names of the data's features, or none where they can't be chosen one by one."""
    dataset = prepare(document.project.data).dataset
    if len(dataset.feature_shape) != 1 or not 1 < dataset.feature_shape[0] <= _MOST:
        return []
    (width,) = dataset.feature_shape
    return list(dataset.feature_names) or [str(column) for column in range(width)]


class FeatureMenu(QMenu):
    """Ticks features of an input on and off; none ticked is all."""

    def __init__(self, document: Document, identity: str, parent: QWidget) -> None:
        super().__init__("Features", parent)
        self._document = document
        self._identity = identity
        node = document.network[identity]
        assert isinstance(node, Input)
        self._columns = node.columns or ()
        everything = self.addAction("All of them")
        everything.setCheckable(True)
        everything.setChecked(not self._columns)
        everything.triggered.connect(partial(self._choose, None))
        self.addSeparator()
        for column, name in enumerate(feature_choices(document)):
            action = self.addAction(name)
            action.setCheckable(True)
            action.setChecked(column in self._columns)
            action.triggered.connect(partial(self._choose, column))

    def _choose(self, column: int | None, _checked: bool = False) -> None:
        """Take a feature in or out, or (None) take them all."""
        chosen = set() if column is None else set(self._columns) ^ {column}
        value = tuple(sorted(chosen)) or None
        self._document.set_node_field(self._identity, "columns", value)
