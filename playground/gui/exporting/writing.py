"""One export in a format, written and read back in the background."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event

from playground.formats import Format
from playground.formats.export import Report, report_of, write
from playground.formats.material import Material


class Writing:
    """Its `run` is called in a thread; `stop` may be called in any other meanwhile.

    Args:
        compare: whether it is read back.
        tell: is told what is done next, in the thread that `run` is called in.
    """

    def __init__(
        self,
        material: Material,
        path: Path,
        chosen: Format,
        *,
        compare: bool,
        tell: Callable[[str], None],
    ) -> None:
        self._material = material
        self._path = path
        self._format = chosen
        self._compare = compare
        self._tell = tell
        self._stopped = Event()

    def stop(self) -> None:
        """Go no further than the file under way."""
        self._stopped.set()

    def run(self) -> Report | None:
        """What it came to; None where it was stopped: then no new file is left.

        Raises:
            UserError: it can't be written, or not in this format.
        """
        material, path, chosen = self._material, self._path, self._format
        fresh = [each for each in map(path.with_name, chosen.names(path.name)) if not each.exists()]
        if self._stopped.is_set():
            return None
        self._tell("Writing")
        files = write(material, path, chosen)
        check = None
        if self._compare and not self._stopped.is_set():
            self._tell("Reading it back")
            check = chosen.check(path, material)
        if self._stopped.is_set():
            for each in fresh:
                with suppress(OSError):
                    each.unlink()
            return None
        return report_of(material, path, chosen, files, check)
