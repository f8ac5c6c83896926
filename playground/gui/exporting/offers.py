"""What a run can be exported as: every format, and the reports."""

from __future__ import annotations

from pathlib import Path

from playground.formats import FORMATS, Format
from playground.formats.export import format_for
from playground.gui.exporting.compose import views_of
from playground.gui.exporting.moment import ExportMoment
from playground.registry import Registry

_TEXTS = (".py", ".csv", ".h", ".c", ".json", ".txt")
_MOST_LINES, _MOST_LETTERS = 200, 400
_REPORT = "Report"
# What some file system does not take in a name.
_NO_LETTERS = '/\\:*?"<>|\0'


class Offer:
    """One entry of the dialog's list. All but `first_lines` is quick.

    Attributes:
        name: in settings. label, help: for people. suffix: with its dot.
        group: the heading that it stands under.
        format: what writes it; None for a report.
        has_lines: whether it can be read as text.
    """

    name: str
    label: str
    help: str
    suffix: str
    group: str
    format: Format | None = None
    has_lines: bool = False

    def refusal(self, moment: ExportMoment) -> str:
        """Why this can't go out so, and what to do; "" where it can."""
        return ""

    def contents(self, moment: ExportMoment) -> tuple[str, ...]:
        """What will be inside, a short line each."""
        raise NotImplementedError

    def size(self, moment: ExportMoment) -> int | None:
        """About how many bytes; None where nobody knows before."""
        return None

    def file_name(self, moment: ExportMoment) -> str:
        """What is offered as the file's name."""
        name = "".join(
            "-" if letter in '/\\:*?"<>|\0' else letter for letter in moment.project.name
        )
        return (name.strip(" .") or "Untitled") + self.suffix

    def snippet(self, moment: ExportMoment, path: Path) -> str:
        """Code that loads what was written to `path`; "" for what is read by people."""
        return ""

    def first_lines(self, moment: ExportMoment) -> str:
        """How the file begins. It may take a while, and touches no widget."""
        raise NotImplementedError


class FormatOffer(Offer):
    """One of the formats."""

    def __init__(self, chosen: Format) -> None:
        self.format = chosen
        self._format = chosen
        self.name, self.label, self.help = chosen.name, chosen.label, chosen.help
        self.suffix, self.group = chosen.suffix, chosen.group
        self.has_lines = chosen.suffix in _TEXTS

    def refusal(self, moment: ExportMoment) -> str:
        """The format's own."""
        return self._format.refusal(moment.material)

    def contents(self, moment: ExportMoment) -> tuple[str, ...]:
        """The format's own, and the files, where there are several."""
        names = self._format.names(self.file_name(moment))
        several = (f"{len(names)} files: {', '.join(reversed(names))}",) if len(names) > 1 else ()
        return (*self._format.contents(moment.material), *several)

    def size(self, moment: ExportMoment) -> int | None:
        """The format's own."""
        return self._format.size(moment.material)

    def file_name(self, moment: ExportMoment) -> str:
        """With what it is, where another format ends alike."""
        name = super().file_name(moment)
        if format_for(Path(name)) is self._format and self.group != "Run":
            return name
        return f"{name.removesuffix(self.suffix)} {self.name}{self.suffix}"

    def snippet(self, moment: ExportMoment, path: Path) -> str:
        """The format's own."""
        return self._format.snippet(moment.material, path)

    def first_lines(self, moment: ExportMoment) -> str:
        """Of the main file."""
        name = self.file_name(moment)
        data = self._format.files(moment.material, name)[name]
        lines = data[: _MOST_LINES * _MOST_LETTERS].decode("utf-8", "replace").splitlines()
        more = ["…"] if len(lines) > _MOST_LINES or len(data) > _MOST_LINES * _MOST_LETTERS else []
        return "\n".join([*(line[:_MOST_LETTERS] for line in lines[:_MOST_LINES]), *more])


class ReportOffer(Offer):
    """All that can be seen of the run, for people to read."""

    group = _REPORT

    def __init__(self, name: str, label: str, help_text: str) -> None:
        self.name, self.label, self.help = name, label, help_text
        self.suffix = f".{name}"

    def contents(self, moment: ExportMoment) -> tuple[str, ...]:
        """The parts of the report."""
        views = [entry.label for entry in views_of(moment)]
        return (
            "the network's picture and a table of its layers",
            "data, head, loss, optimizer and all that training obeys, in words",
            "results on training and validation samples",
            f"{len(views)} views: {', '.join(views)}",
        )

    def file_name(self, moment: ExportMoment) -> str:
        """With what it is."""
        name = super().file_name(moment).removesuffix(self.suffix)
        return f"{name} report{self.suffix}"


OFFERS: Registry[Offer] = Registry(
    "export",
    [
        *map(FormatOffer, FORMATS.values()),
        ReportOffer("pdf", "Report (PDF)", "All of the run on A4 pages, to print or to hand in."),
        ReportOffer(
            "html", "Report (web page)", "All of the run in one file that every browser shows."
        ),
    ],
)
