"""Every number of a generator."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from playground.data.prepare import prepare
from playground.data.sources import SOURCES
from playground.data.sources.parameter import Parameter
from playground.gui import theme
from playground.gui.data.make.beside import controls_beside
from playground.gui.data.make.easel import Easel
from playground.gui.document import Document
from playground.gui.topics import mark
from playground.gui.widgets.labelled_slider import LabelledSlider

_LARGEST_SEED = 2**31 - 1
_STEPS = 100


class GeneratorPage(QWidget):
    """A generator, and a slider for each of its numbers.

    Attributes:
        source: which one. samples, noise, classes, seed: what all of them have.
        sliders: its own, by name. usual_button: takes them back to what they usually are.
        picture: the points, where they are of the plane.
    """

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.source = QComboBox()
        self.source.setAccessibleName("Generator")
        for each in SOURCES.values():
            if each.generated and each.name != "formula":
                self.source.addItem(each.label, each.name)
        self._about = QLabel()
        self._about.setProperty("role", "muted")
        self._about.setWordWrap(True)
        self.samples = LabelledSlider("Samples", 50, 5000, 500, step=10, logarithmic=True)
        self.noise = LabelledSlider("Noise", 0.0, 0.5, 0.05, step=0.01)
        self.classes = LabelledSlider("Classes", 2, 10, 3)
        self.seed = QSpinBox()
        self.seed.setRange(0, _LARGEST_SEED)
        self.seed.setAccessibleName("Seed")
        self.sliders: dict[str, LabelledSlider] = {}
        self._own = QWidget()
        self._own_column = QVBoxLayout(self._own)
        self._own_column.setContentsMargins(0, 0, 0, 0)
        self._own_column.setSpacing(theme.SPACE_3)
        self._own_of = ""
        self.usual_button = QPushButton("As usual")
        self.usual_button.setToolTip(
            "Takes this generator's own numbers back to what they usually are"
        )
        self.picture = Easel(read_only=True)
        self._mark()
        self._arrange()
        self._connect()
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show the document's data."""
        data = self._document.project.data
        at = self.source.findData(data.source)
        self.source.setCurrentIndex(at)
        known = at >= 0
        for widget in (self.samples, self.noise, self.seed, self._own, self.usual_button):
            widget.setVisible(known)
        self.classes.setVisible(known and SOURCES[data.source].uses_classes)
        if not known:
            self._about.setText("The data in use comes from no generator. Choose one.")
            self.picture.hide()
            return
        source = SOURCES[data.source]
        self._about.setText(source.help)
        self.samples.set_value(data.samples)
        self.noise.set_value(data.noise)
        self.classes.set_value(data.classes)
        self.seed.blockSignals(True)
        self.seed.setValue(min(data.seed, _LARGEST_SEED))
        self.seed.blockSignals(False)
        self._make_own(source.name, source.parameters)
        given = dict(data.options)
        for parameter in source.parameters:
            self.sliders[parameter.name].set_value(given.get(parameter.name, parameter.default))
        self.usual_button.setVisible(bool(source.parameters))
        self.usual_button.setEnabled(bool(given))
        self._draw()

    def _draw(self) -> None:
        dataset = prepare(self._document.project.data).dataset
        self.picture.setVisible(dataset.on_plane and dataset.task != "multilabel")
        if self.picture.isVisibleTo(self):
            self.picture.show_dataset(dataset)

    def _make_own(self, name: str, parameters: tuple[Parameter, ...]) -> None:
        if name == self._own_of:
            return
        for slider in self.sliders.values():
            slider.hide()
            slider.deleteLater()
        self._own_of, self.sliders = name, {}
        for parameter in parameters:
            slider = LabelledSlider(
                parameter.label,
                float(parameter.low),
                float(parameter.high),
                float(parameter.default),
                step=1.0 if parameter.whole else _step(parameter),
            )
            slider.set_help(parameter.help)
            mark(slider, "field.options")
            slider.value_changed.connect(partial(self._set_own, parameter))
            self._own_column.addWidget(slider)
            self.sliders[parameter.name] = slider

    def _set_own(self, parameter: Parameter, value: object) -> None:
        options = dict(self._document.project.data.options)
        options[parameter.name] = float(str(value))
        if options[parameter.name] == parameter.default:
            del options[parameter.name]
        self._document.set_data(options=options)

    @Slot()
    def _as_usual(self) -> None:
        self._document.set_data(options={})

    @Slot()
    def _choose(self) -> None:
        name = str(self.source.currentData())
        if name != self._document.project.data.source:
            self._document.set_data(source=name)

    @Slot(object)
    def _set_samples(self, value: object) -> None:
        self._document.set_data(samples=value)

    @Slot(object)
    def _set_noise(self, value: object) -> None:
        self._document.set_data(noise=value)

    @Slot(object)
    def _set_classes(self, value: object) -> None:
        self._document.set_data(classes=value)

    @Slot(int)
    def _set_seed(self, value: int) -> None:
        self._document.set_data(seed=value)

    def _mark(self) -> None:
        mark(self, "make.generator")
        mark(self.source, "make.generator")
        mark(self.samples, "field.samples")
        mark(self.noise, "field.noise")
        mark(self.classes, "field.classes")
        mark(self.seed, "field.seed")
        mark(self._own, "field.options")
        mark(self.usual_button, "field.options")
        mark(self.picture, "make.generator")

    def _arrange(self) -> None:
        column = controls_beside(self.picture, self)
        column.addWidget(self.source)
        column.addWidget(self._about)
        for widget in (self.samples, self.noise, self.classes):
            column.addWidget(widget)
        self._seed_row = QWidget()
        seed = QHBoxLayout(self._seed_row)
        seed.setContentsMargins(0, 0, 0, 0)
        label = QLabel("Seed")
        label.setProperty("role", "muted")
        label.setFixedWidth(64)
        seed.addWidget(label)
        seed.addWidget(self.seed, 1)
        column.addWidget(self._seed_row)
        column.addWidget(self._own)
        column.addWidget(self.usual_button)
        column.addStretch(1)

    def _connect(self) -> None:
        self.source.activated.connect(self._choose)
        self.samples.value_changed.connect(self._set_samples)
        self.noise.value_changed.connect(self._set_noise)
        self.classes.value_changed.connect(self._set_classes)
        self.seed.valueChanged.connect(self._set_seed)
        self.usual_button.clicked.connect(self._as_usual)
        self._document.data_changed.connect(self.refresh)
        self._document.replaced.connect(self.refresh)


def _step(parameter: Parameter) -> float:
    """A round distance between two values of its slider, about a hundred of them in all."""
    span = parameter.high - parameter.low
    return next(
        step for step in (0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0) if span / step <= 200
    )
