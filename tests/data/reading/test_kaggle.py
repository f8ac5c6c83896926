from __future__ import annotations

from pathlib import Path

from playground.data.guessing import propose
from playground.data.reading import glimpse, read_table, reader_of
from playground.data.tables.spec import FileSpec


def test_the_column_that_the_test_lacks_is_the_target(tmp_path: Path) -> None:
    rows = [f"{k},{k % 2},{k * 3 % 7},{k % 5},{'mf'[k % 2]}" for k in range(60)]
    (tmp_path / "train.csv").write_text("Id,Survived,Hours,Deck,Sex\n" + "\n".join(rows))
    (tmp_path / "test.csv").write_text("Id,Deck,Sex\n60,1,m\n61,2,f\n62,1,f\n")
    assert reader_of(tmp_path).name == "train_and_test"
    assert glimpse(tmp_path).roles == {"Survived": "skip", "Hours": "target"}
    (tmp_path / "sample_submission.csv").write_text("Id,Survived\n60,0\n61,0\n62,1\n")
    seen = glimpse(tmp_path)
    assert seen.roles == {"Survived": "target", "Hours": "skip"}
    table = read_table(FileSpec(path=str(tmp_path), reading=seen.reading))
    assert len(table) == 60
    proposal = propose(table, seen, str(tmp_path))
    assert [column.name for column in proposal.file.targets] == ["Survived"]
    assert "test.csv lacks “Survived”" in proposal.why
