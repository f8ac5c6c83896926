"""A million rows of fifty columns: seen at once, read soon, given up at once, in little memory."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from playground.data.progress import Cancelled, listening
from playground.data.reading import glimpse, reader_of
from tests.data.reading.weighed import weigh

N_ROWS = 1_000_000


def write_million(path: Path) -> None:
    """40 numbers, 6 categories, 2 dates, who it is, and the target: about 450 MB."""
    import polars as pl

    draw = np.random.default_rng(0)
    columns: dict[str, object] = {"customer": [f"customer-{k:07d}" for k in range(N_ROWS)]}
    for place in range(40):
        columns[f"amount {place}"] = np.round(draw.normal(50, 20, N_ROWS), 6)
    for place in range(6):
        words = np.array([f"city {word}" for word in range(5 * place + 5)])
        columns[f"place {place}"] = words[draw.integers(0, len(words), N_ROWS)]
    begin = np.datetime64("2015-01-01T00:00:00")
    for place in range(2):
        columns[f"day {place}"] = (begin + draw.integers(0, 3 * 10**8, N_ROWS)).astype(str)
    columns["churned"] = np.where(draw.random(N_ROWS) < 0.3, "yes", "no")
    pl.DataFrame(columns).write_csv(path)


@pytest.mark.soak
@pytest.mark.timeout(300)
def test_a_million_rows(tmp_path: Path) -> None:
    path = tmp_path / "million.csv"
    # Apart: what a process has held counts for those that it starts.
    root = Path(__file__).parents[3]
    command = [sys.executable, "-m", "tests.data.reading.test_million", str(path)]
    subprocess.run(command, cwd=root, check=True)
    seen = glimpse(path)
    kinds = dict(zip(seen.names, seen.kinds, strict=True))
    asked = 0.0

    def stop(share: float, what: str) -> None:
        nonlocal asked
        if share > 0.2:
            asked = time.monotonic()
            raise Cancelled

    with listening(stop), pytest.raises(Cancelled):
        reader_of(path).read(path, seen.reading, kinds)
    assert time.monotonic() - asked <= 0.5

    found = weigh(path)
    assert (found.n_rows, found.n_troubles) == (N_ROWS, 0)
    assert abs(seen.n_rows - N_ROWS) < 0.05 * N_ROWS
    assert found.seconds[0] <= 2
    assert found.n_bytes <= 1 << 30
    print(found)


if __name__ == "__main__":
    write_million(Path(sys.argv[1]))
