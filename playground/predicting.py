"""`playground predict`: its progress, where the answers go, and what is said of them."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from playground.answering import Answered, read_rows, write_answers
from playground.formats.atomic import writing_atomically
from playground.terminal import told_progress
from playground.training.metrics import in_words, label_of

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from playground.data.tables.spec import FileSpec
    from playground.training.trained import Trained

_MOST_TOLD = 5


def predict_to(trained: Trained, own: FileSpec | None, file: Path, out: Path) -> None:
    """Answer the rows of a file.

    Args:
        trained: what answers.
        own: the file that it has learned from, if its data is one.
        file: the rows.
        out: where to, "-" for standard output; what is said goes to standard error then.

    Raises:
        UserError: the rows can't be read or answered, or the answers not written.
    """
    piped = str(out) == "-"
    with told_progress():
        table = read_rows(trained, own, file)
        with _target(out, piped) as to:
            found = write_answers(trained, table, to)
    for line in _words(found, file, out):
        print(line, file=sys.stderr if piped else sys.stdout)


def _target(out: Path, piped: bool) -> AbstractContextManager[BinaryIO]:
    if not piped:
        return writing_atomically(out)
    sys.stdout.flush()
    return nullcontext(sys.stdout.buffer)


def _words(found: Answered, file: Path, out: Path) -> list[str]:
    """What became of it, a line each."""
    where = "" if str(out) == "-" else f": {out}"
    lines = [f"{found.rows:,} rows of {file.name} answered{where}."]
    if found.n_troubles:
        lines.append(f"{found.n_troubles:,} cells or rows could not be read as they should:")
        lines += [f"  {each}" for each in found.troubles[:_MOST_TOLD]]
        more = found.n_troubles - min(_MOST_TOLD, len(found.troubles))
        lines += [f"  and {more:,} more"] if more > 0 else []
    if found.judged:
        lines.append(f"On the {found.judged:,} rows that name their target:")
        lines += [f"  {label_of(name)} {in_words(name, n)}" for name, n in found.metrics.items()]
    return lines
