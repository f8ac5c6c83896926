"""Where the files that come with the program lie."""

from __future__ import annotations

from pathlib import Path

from playground.errors import UserError

_PACKAGE = Path(__file__).resolve().parent


def asset(name: str) -> Path:
    """The file or folder `name` of the assets, as in `asset("fonts/Inter-Regular.otf")`.

    Raises:
        UserError: if the program was installed without it.
    """
    path = _shared("assets") / name
    if not path.exists():
        raise UserError(
            f"The program's own file {path} is missing, so the installation is not whole. "
            "Install Playground again."
        )
    return path


def examples_path() -> Path:
    """The folder of example projects.

    Raises:
        UserError: if the program was installed without it.
    """
    return _shared("examples")


def examples() -> list[Path]:
    """The example projects: documents, and those that come with weights; by name.

    Raises:
        UserError: if the program was installed without them.
    """
    return sorted(p for p in examples_path().iterdir() if p.suffix in (".json", ".playground"))


def is_example(path: Path) -> bool:
    """Whether a file is one of the examples, which nobody's work is saved over."""
    return path.resolve().parent == examples_path()


def _shared(folder: str) -> Path:
    """`folder` inside an installed wheel, or at the root of a checkout."""
    places = (_PACKAGE / "_shared" / folder, _PACKAGE.parent / folder)
    for place in places:
        if place.is_dir():
            return place
    raise UserError(
        f"The program's own folder {folder!r} is missing: looked for {places[0]} and {places[1]}. "
        "Install Playground again."
    )
