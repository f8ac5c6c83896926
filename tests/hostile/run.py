"""Has files opened by a process apart, see `reader`, and judges what comes of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.hostile.watch import ROOT

# What the issue allows a hostile file.
MOST_S, MOST_MB = 5.0, 512.0
_WORDS_OF_PROGRAMS = ("Traceback", "Error:", "Exception", "object at 0x", "<class", "errno")


@dataclass(frozen=True)
class Outcome:
    """What came of opening one file in one way.

    Attributes:
        path: the file. entry: which way.
        refused: the message, or "". fault: an error that is none of ours to show, or "".
        digest: of what was loaded, or "".
        seconds: of a processor it took, with those of processes it has started. wait: by the clock.
        mb: the memory it took at its most; children_mb: the most that any
            process took that was started until then.
        seen: what it did that it should not.
    """

    path: Path
    entry: str
    refused: str
    fault: str
    digest: str
    seconds: float
    wait: float
    mb: float
    children_mb: float
    seen: tuple[str, ...]

    def complaints(self) -> list[str]:
        """What is not as it should be, whatever the file."""
        found = [self.fault, *self.seen]
        if self.seconds > MOST_S:
            found.append(f"took {self.seconds:.1f} s")
        if self.mb + self.children_mb > MOST_MB:
            found.append(f"took {self.mb:.0f} MB and {self.children_mb:.0f} MB")
        if self.refused:
            found += self._of_the_message()
        return [each for each in found if each]

    def _of_the_message(self) -> list[str]:
        said = self.refused
        found = [f"says {word!r}: {said}" for word in _WORDS_OF_PROGRAMS if word in said]
        if len(said.splitlines()) != 1 or not said.isprintable() or not said.endswith("."):
            found.append(f"is no plain line: {said!r}")
        name = "".join(c if c.isprintable() else " " for c in self.path.name)
        if name not in said:
            found.append(f"does not name the file: {said}")
        return found


def opened(paths: Iterable[Path]) -> list[Outcome]:
    """Every way of opening each file, one after the other in one process.

    A file that breaks the process is a failure at once.
    """
    asked = list(paths)
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-m", "tests.hostile.reader"],
        input="".join(f"{json.dumps(str(path))}\n" for path in asked),
        cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    told: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines()]
    begun = [each["begun"] for each in told if "begun" in each]
    assert done.returncode == 0, f"{begun[-1:]}: {done.stderr[-3000:]}"
    results = [each for each in told if "begun" not in each]
    return [
        Outcome(path, entry, **{**found, "seen": tuple(found["seen"])})
        for path, result in zip(asked, results, strict=True)
        for entry, found in result.items()
    ]
