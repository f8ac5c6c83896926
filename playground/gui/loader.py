"""Data and templates: loaded in the background, put into the document when they are there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from playground.data.prepare import Prepared, prepare
from playground.gui.panels.template_gallery import TemplateGallery
from playground.project.templates import TEMPLATES, Template

if TYPE_CHECKING:
    from playground.gui.main_window import MainWindow


class Loader(QObject):
    """Does what the data panel and the gallery of templates ask for.

    Signals:
        template_taken: the document is a template's from now on.
    """

    template_taken = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._document = window.document
        self._loading: str | None = None  # the source that was asked for last
        self._gallery: TemplateGallery | None = None
        window.data_panel.source_chosen.connect(self.choose_source)
        window.palette_panel.templates_requested.connect(self.show_templates)

    def forget(self) -> None:
        """What is on its way is no longer wanted."""
        self._loading = None

    @Slot(str)
    def choose_source(self, name: str) -> None:
        """Load data, then use it."""
        self._loading = name
        self._window.data_panel.set_busy(name)
        spec = self._document.data_with(source=name)
        self._window.jobs.start(partial(prepare, spec), self._use_source, self._fail_source)

    def _use_source(self, prepared: Prepared) -> None:
        """Use what was loaded, unless something else has been asked for since."""
        if self._loading == prepared.spec.source:
            self._loading = None
            self._document.set_data(source=prepared.spec.source)
            self._window.data_panel.set_busy(None)

    def _fail_source(self, message: str) -> None:
        self._loading = None
        self._window.data_panel.set_busy(None)
        self._window.messages.say_error(message)

    @Slot()
    def show_templates(self) -> None:
        """Open the gallery of templates."""
        if self._gallery is None:
            self._gallery = TemplateGallery(self._window)
            self._gallery.template_chosen.connect(self._use_template)
        self._gallery.show_beneath(self._window.palette_panel.templates_button)

    @Slot(str)
    def _use_template(self, name: str) -> None:
        """Load a template's data, then be it."""
        load = partial(_load_template, TEMPLATES[name])
        self._window.jobs.start(load, self._take_template, self._window.messages.say_error)

    def _take_template(self, template: Template) -> None:
        before = self._document.project
        self._document.use_template(template)
        if self._document.project is not before:  # a locked one stays, and so does its run
            self.template_taken.emit()


def _load_template(template: Template) -> Template:
    """A template whose data is there."""
    prepare(template.project().data)
    return template
