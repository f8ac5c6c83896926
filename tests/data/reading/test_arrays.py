from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from playground.data.reading import array_files, glimpse, read_table, reader_of
from playground.data.tables.spec import FileSpec
from playground.data.tables.steps_named import steps_in
from playground.errors import UserError

RNG = np.random.default_rng(0)


def _saved(path: Path, **arrays: Any) -> Path:
    np.savez_compressed(path, **arrays)
    return path


def test_a_matrix_becomes_columns_and_names_of_fields_are_kept(tmp_path: Path) -> None:
    matrix = RNG.normal(size=(20, 3))
    matrix[4, 1] = np.inf
    np.save(tmp_path / "matrix.npy", np.asfortranarray(matrix))
    table = read_table(FileSpec(path=str(tmp_path / "matrix.npy")))
    assert table.names == ("x 1", "x 2", "x 3")
    assert np.array_equal(table.column("x 3").numbers, matrix[:, 2])
    assert np.isnan(table.column("x 2").numbers[4])
    assert (table.troubles[0].row, table.troubles[0].column) == (5, "x 2")
    fields = np.array([(1.5, "a"), (2.5, "")], dtype=[("size", "f8"), ("name", "U4")])
    np.save(tmp_path / "fields.npy", fields)
    table = read_table(FileSpec(path=str(tmp_path / "fields.npy")))
    assert table.column("name").words.strings() == ["a", ""]
    assert table.column("size").numbers.tolist() == [1.5, 2.5]


@pytest.mark.parametrize(
    ("x", "size"),
    [
        (RNG.integers(0, 256, (12, 9, 9)).astype(np.uint8), (1, 9, 9)),
        (RNG.random((12, 9, 9)).astype(np.float32), (1, 9, 9)),
        (RNG.integers(0, 256, (12, 6, 7, 3)).astype(np.uint8), (3, 6, 7)),
        (RNG.random((12, 3, 6, 7)), (3, 6, 7)),
        (RNG.integers(0, 256, (12, 6, 7, 1)), (1, 6, 7)),
    ],
)
def test_x_and_y_become_pictures_with_classes(tmp_path: Path, x: Any, size: Any) -> None:
    path = _saved(tmp_path / "set.npz", x=x, y=np.arange(12) % 3)
    assert reader_of(path).name == "numpy"
    seen = glimpse(path)
    assert seen.names == ("x", "y")
    assert seen.kinds == ("picture", "category")
    assert seen.roles == {"x": "feature", "y": "target"}
    pictures = read_table(FileSpec(path=str(path))).column("x").pictures
    assert pictures.size == size
    pixels = pictures.pixels(*size)
    most = 255 if x.dtype.kind == "f" else 1
    expected = x[:, np.newaxis] if x.ndim == 3 else x
    expected = expected if x.shape[1:] == size or x.ndim == 3 else np.moveaxis(x, -1, 1)
    assert np.abs(pixels - expected * most).max() <= 0.5 + 1e-4


def test_series_become_a_column_for_each_value_of_each_step(tmp_path: Path) -> None:
    x = RNG.random((10, 4, 3)).astype(np.float32)
    path = _saved(tmp_path / "series.npz", x=x, y=np.arange(10) % 2)
    seen = glimpse(path)
    assert seen.names[:4] == ("x step 1, 1", "x step 1, 2", "x step 1, 3", "x step 2, 1")
    assert steps_in(seen.names[:-1]) == (4, 3)
    assert set(seen.kinds[:-1]) == {"number"}
    table = read_table(FileSpec(path=str(path)))
    found = np.column_stack([table.column(name).numbers for name in seen.names[:-1]])
    np.testing.assert_array_equal(found.reshape(x.shape), x)


@pytest.mark.parametrize(
    ("names", "shape"),
    [
        (("x step 1", "x step 2"), (2, 1)),
        (("x step 9", "x step 10", "x step 11"), (3, 1)),
        (("x step 2, 1", "x step 2, 2", "x step 3, 1", "x step 3, 2"), (2, 2)),
        (("x step 1", "x step 3"), None),
        (("x step 1, 1", "x step 2, 1", "x step 1, 2", "x step 2, 2"), None),
        (("x step 1", "z step 2"), None),
        (("x step 1",), None),
        (("x step 1", "age", "x step 3"), None),
        ((), None),
    ],
)
def test_columns_are_steps_of_a_series_where_their_names_are_whole(
    names: tuple[str, ...], shape: tuple[int, int] | None
) -> None:
    assert steps_in(names) == shape


@pytest.mark.parametrize(
    "names",
    [
        ("x_train", "y_train", "x_test", "y_test"),
        ("train_images", "train_labels", "test_images", "test_labels"),
    ],
)
def test_sides_are_in_the_names(tmp_path: Path, names: tuple[str, ...]) -> None:
    sizes = (8, 8, 4, 4)
    arrays = [RNG.random((n, 5)) if k % 2 == 0 else np.arange(n) % 2 for k, n in enumerate(sizes)]
    path = _saved(tmp_path / "set.npz", **dict(zip(names, arrays, strict=True)))
    seen = glimpse(path)
    assert seen.roles["side"] == "side"
    assert seen.n_rows == 12
    table = read_table(FileSpec(path=str(path)))
    assert table.column("side").words.strings() == ["train"] * 8 + ["test"] * 4
    assert len(table.columns) == 7


def test_targets_are_classes_several_at_once_or_amounts(tmp_path: Path) -> None:
    x = RNG.random((9, 2))
    marks = np.array([[1, 0, 1], [0, 0, 0], [0, 1, 0]] * 3)
    for y, kind in (
        (np.eye(3)[np.arange(9) % 3], "category"),
        (marks, "tags"),
        (np.arange(9) / 7, "number"),
        (np.array(list("abcabcabc")), "category"),
    ):
        table = read_table(FileSpec(path=str(_saved(tmp_path / f"{kind}{y.dtype}.npz", x=x, y=y))))
        assert table.column("y").kind == kind
    tags = read_table(FileSpec(path=str(_saved(tmp_path / "tags.npz", x=x, y=marks))))
    assert tags.column("y").words.strings()[:3] == ["0 2", "", "1"]


def test_what_could_run_code_lies_or_is_cut_short_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    np.savez(tmp_path / "objects.npz", x=np.array([{"a": 1}, None], object), y=np.arange(2))
    np.save(tmp_path / "objects.npy", np.array([print, None], object))
    for name in ("objects.npz", "objects.npy"):
        with pytest.raises(UserError, match="holds Python objects, which can run code"):
            glimpse(tmp_path / name)
    np.save(tmp_path / "cut.npy", RNG.random((100, 4)))
    whole = (tmp_path / "cut.npy").read_bytes()
    (tmp_path / "cut.npy").write_bytes(whole[:1_000])
    with pytest.raises(UserError, match=r"cut\.npy .*claims 3,200 bytes and has 872"):
        glimpse(tmp_path / "cut.npy")
    (tmp_path / "text.npy").write_text("1,2,3\n")
    with pytest.raises(UserError, match=r"text\.npy is no file of NumPy arrays"):
        glimpse(tmp_path / "text.npy")
    lying = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        lying, {"descr": "<f8", "fortran_order": False, "shape": (10**12,)}
    )
    with zipfile.ZipFile(tmp_path / "lying.npz", "w") as packed:
        packed.writestr("x.npy", lying.getvalue())
    with pytest.raises(UserError, match=r"lying\.npz .*“x” claims 8,000,000,000,000 bytes"):
        glimpse(tmp_path / "lying.npz")
    monkeypatch.setattr(array_files, "_SPARE_BYTES", 8 << 20)
    with zipfile.ZipFile(tmp_path / "bomb.npz", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("x.npy", bytes(10 << 20))
    with pytest.raises(UserError, match=r"bomb\.npz unpacks to 10 MB"):
        glimpse(tmp_path / "bomb.npz")


def test_shapes_that_are_no_table_are_refused_in_words(tmp_path: Path) -> None:
    np.save(tmp_path / "long.npy", RNG.random((10, 2_000, 3)))
    with pytest.raises(UserError, match=r"2,000 steps of 3 values, 6,000 in all; at most 5,000"):
        glimpse(tmp_path / "long.npy")
    path = _saved(tmp_path / "odd.npz", x=RNG.random((10, 2)), y=np.arange(9))
    with pytest.raises(UserError, match=r"different numbers of rows: “x” 10, “y” 9"):
        glimpse(path)
    np.save(tmp_path / "none.npy", np.empty((0, 3)))
    with pytest.raises(UserError, match="empty array"):
        glimpse(tmp_path / "none.npy")
