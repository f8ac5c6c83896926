"""How long a file takes, how much memory, and what is said of it: in a process of its own."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Weighed:
    """What came of looking into a file and reading it.

    Attributes:
        said: the refusal; "" where it was read.
        seconds: of the look and of all together; n_bytes: the most memory of any process.
        troubles: the first ones, each a row, a column and words.
    """

    said: str
    seconds: tuple[float, float]
    n_bytes: int
    n_rows: int = 0
    n_left_out: int = 0
    n_troubles: int = 0
    troubles: tuple[tuple[int, str, str], ...] = ()


def weigh(path: Path) -> Weighed:
    """Look into a file and read it, in a process of its own."""
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-m", "tests.data.reading.weighed", str(path)],
        cwd=root,
        stdout=subprocess.PIPE,
        check=True,
    )
    return Weighed(**json.loads(done.stdout.splitlines()[-1]))


def _main(path: Path) -> None:
    from playground.data.reading import glimpse, reader_of
    from playground.errors import UserError

    begin = time.monotonic()
    looked = 0.0
    told: dict[str, object] = {}
    try:
        seen = glimpse(path)
        looked = time.monotonic() - begin
        kinds = dict(zip(seen.names, seen.kinds, strict=True))
        table = reader_of(path).read(path, seen.reading, kinds)
        troubles = [(each.row, each.column, each.what) for each in table.troubles[:5]]
        told = {"n_rows": len(table), "n_left_out": table.n_left_out, "troubles": troubles}
        told |= {"said": "", "n_troubles": table.n_troubles}
    except UserError as error:
        told = {"said": str(error)}
    took = time.monotonic() - begin
    used = max(_most_held(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1_024)
    print(json.dumps({**told, "seconds": (looked or took, took), "n_bytes": used}))


def _most_held() -> int:
    """The most bytes that this process has held; `getrusage` counts what its parent held too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) * 1_024


if __name__ == "__main__":
    _main(Path(sys.argv[1]))
