"""Data and templates: loaded in the background, put into the document when they are there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from playground.data.prepare import Prepared, prepare
from playground.data.spec import DataSpec
from playground.gui.data.review.background import Background
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
        self._background = Background(self)
        window.data_panel.change_wanted.connect(self.change_file)
        window.data_panel.open_button.clicked.connect(window.opener.ask_file)
        window.palette_panel.templates_requested.connect(self.show_templates)

    def forget(self) -> None:
        """What is on its way is no longer wanted."""
        self._loading = None
        self._background.cancel()

    @Slot(str)
    def choose_source(self, name: str) -> None:
        """Load data, then use it."""
        self._background.cancel()
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

    @Slot(object)
    def change_file(self, fields: dict[str, Any]) -> None:
        """Prepare the file in use otherwise, then use it so; what was wanted before is left."""
        try:
            data = self._document.data_with(**fields)
        except ValueError as error:
            self._fail_source(str(error))
            return
        self._window.data_panel.set_busy(data.source)
        done = partial(self._use_change, data, fields)
        self._background.start(partial(prepare, data), done, self._fail_source)

    def _use_change(self, data: DataSpec, fields: dict[str, Any], prepared: Prepared) -> None:
        if self._document.data_with(**fields) != data:  # it is other data since
            self._window.data_panel.set_busy(None)
            return
        self._document.set_data(**fields)
        self._window.data_panel.set_busy(None)

    def finish(self) -> None:
        """The window closes."""
        self._background.finish()

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
