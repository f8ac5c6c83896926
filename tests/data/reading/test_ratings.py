from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from playground.data.guessing import propose
from playground.data.own import prepare_table
from playground.data.reading import glimpse, read_table, reader_of
from playground.data.tables.spec import FileSpec

_RNG = np.random.default_rng(0)
_ROWS = [
    (int(_RNG.integers(1, 20)), int(_RNG.integers(1, 15)), int(_RNG.integers(1, 6)), 881_250_949)
    for _ in range(200)
]


@pytest.mark.parametrize(
    ("name", "mark"), [("u.data", "\t"), ("ratings.dat", "::"), ("ratings.csv", ",")]
)
def test_ratings_of_every_age_become_users_items_and_ratings(
    tmp_path: Path, name: str, mark: str
) -> None:
    lines = [mark.join(map(str, row)) for row in _ROWS]
    if name.endswith(".csv"):
        lines.insert(0, "userId,movieId,rating,timestamp")
    folder = tmp_path / "ml-latest"
    folder.mkdir()
    (folder / name).write_text("\n".join(lines) + "\n")
    (folder / "README").write_text("about")
    for path in (folder, *([] if name.endswith(".csv") else [folder / name])):
        assert reader_of(path).name == "ratings"
        seen = glimpse(path)
        assert seen.task == "regression"
        assert tuple(seen.roles.values()) == ("feature", "feature", "target", "skip")
        table = read_table(FileSpec(path=str(path), reading=seen.reading))
        assert len(table) == 200
        assert table.column(seen.names[0]).words.strings()[3] == str(_ROWS[3][0])
        assert table.column(seen.names[2]).numbers[:5].tolist() == [row[2] for row in _ROWS[:5]]
        assert read_table(FileSpec(path=str(path))).names == seen.names
    proposal = propose(table, seen, str(folder))
    prepared = prepare_table(proposal.data, table)
    assert prepared.dataset.features.shape == (200, 2)
