"""What the careful readers read is what the libraries wrote, of every type and shape."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import save, save_file

from playground.errors import UserError
from playground.formats.reading.archive import SafeZip
from playground.formats.reading.hdf5 import read_hdf5
from playground.formats.reading.json_text import read_json
from playground.formats.reading.limits import MOST_DEPTH
from playground.formats.reading.npz import read_npz
from playground.formats.reading.onnx_model import read_onnx
from playground.formats.reading.tensors import read_safetensors

TYPES = ("f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "?")
SHAPES = ((), (0,), (3,), (2, 3), (2, 0, 4), (1, 2, 3, 4))


def arrays() -> dict[str, np.ndarray[Any, Any]]:
    """One of every type and shape, odd sizes first, so that later ones don't lie well."""
    rng = np.random.default_rng(0)
    return {
        f"{kind} {shape}": (rng.random(shape) * 100).astype(kind)
        for kind in reversed(TYPES)
        for shape in SHAPES
    }


def assert_same(found: Any, written: Any) -> None:
    assert set(found) == set(written)
    for name, array in written.items():
        assert found[name].dtype == array.dtype, name
        assert found[name].flags.aligned, name
        np.testing.assert_array_equal(found[name], array)


def test_safetensors_of_every_type_and_shape(tmp_path: Path) -> None:
    save_file(arrays(), tmp_path / "x", {"said": "beside"})
    found = read_safetensors(tmp_path / "x")
    assert_same(found.arrays, arrays())
    assert found.metadata == {"said": "beside"}


def test_safetensors_in_bfloat16_are_what_pytorch_says(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    from safetensors.torch import save_file as save_torch

    written = torch.randn(5, 7).to(torch.bfloat16)
    save_torch({"x": written}, tmp_path / "x")
    found = read_safetensors(tmp_path / "x").arrays["x"]
    np.testing.assert_array_equal(found, written.float().numpy())


@pytest.mark.parametrize("write", [np.savez, np.savez_compressed])
def test_npz_of_every_type_and_shape(tmp_path: Path, write: Any) -> None:
    others = {
        "by columns": np.asfortranarray(np.arange(6.0).reshape(2, 3)),
        "big end first": np.arange(3, dtype=">f4"),
        "text": np.array("Größe → 3 cm²"),
        "texts": np.array(["a", "", "ccc"]),
    }
    write(tmp_path / "x.npz", **arrays(), **others)
    others["big end first"] = np.arange(3, dtype="=f4")
    assert_same(read_npz(tmp_path / "x.npz").arrays, {**arrays(), **others})


def test_hdf5_of_every_type_and_shape() -> None:
    h5py = pytest.importorskip("h5py")
    buffer = BytesIO()
    with h5py.File(buffer, "w") as file:
        for name, array in arrays().items():
            packed = {"compression": "gzip", "shuffle": True} if array.ndim and array.size else {}
            file.create_dataset(f"layers/{name}/0", data=array, **packed)
        file.attrs["text"], file.attrs["number"] = "Größe", 3
        file["layers"].attrs["names"] = np.array([b"a", b"bc"])
    found = read_hdf5(buffer.getvalue(), "x.h5")
    assert_same(found.arrays, {f"layers/{name}/0": array for name, array in arrays().items()})
    assert found.attributes[""] == {"text": "Größe", "number": 3}
    assert found.attributes["layers"] == {"names": ["a", "bc"]}


def test_onnx_as_its_library_reads_it(tmp_path: Path) -> None:
    import onnx
    from onnx import TensorProto, helper

    kinds = (TensorProto.FLOAT, TensorProto.INT64, TensorProto.FLOAT16, TensorProto.INT4)
    tensors = [helper.make_tensor(f"w{kind}", kind, [2, 3], range(6)) for kind in kinds]
    model = helper.make_model(
        helper.make_graph(
            [helper.make_node("Add", ["x", "w1"], ["y"])],
            "g",
            [helper.make_tensor_value_info("x", TensorProto.FLOAT, [2, 3])],
            [helper.make_tensor_value_info("y", TensorProto.FLOAT, [2, 3])],
            tensors,
        )
    )
    onnx.save(model, tmp_path / "x.onnx")
    assert read_onnx(tmp_path / "x.onnx") == model


@pytest.mark.parametrize("method", [ZIP_STORED, ZIP_DEFLATED])
def test_a_zip_as_its_library_reads_it(method: int) -> None:
    buffer = BytesIO()
    contents = {"a": b"", "b/c": b"x" * 3_000_000, "d": np.random.default_rng(0).bytes(200_000)}
    with ZipFile(buffer, "w", method) as file:
        for name, data in contents.items():
            file.writestr(name, data)
    archive = SafeZip(buffer.getvalue(), "x", "zip")
    assert archive.names == tuple(contents)
    assert {name: bytes(archive.read(name)) for name in archive.names} == contents
    assert archive.beginning("d", 10) == contents["d"][:10]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(10**18), 10**18) | st.text()
        | st.floats(allow_nan=False, allow_infinity=False),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)  # fmt: skip
def test_json_as_its_library_reads_it(written: Any) -> None:
    for escaped in (True, False):
        text = json.dumps(written, ensure_ascii=escaped)
        assert read_json(text.encode("utf-8", "surrogatepass"), "x") == written


@pytest.mark.parametrize(("opened", "closed"), ["[]", ('{"a":', "}")])
def test_json_may_be_so_deep_and_no_deeper(opened: str, closed: str) -> None:
    read_json(f"{opened * MOST_DEPTH}1{closed * MOST_DEPTH}".encode(), "x")
    with pytest.raises(UserError, match="nested too deep"):
        read_json(f"{opened * (MOST_DEPTH + 1)}1{closed * (MOST_DEPTH + 1)}".encode(), "x")


def test_brackets_in_texts_are_no_nesting() -> None:
    text = json.dumps(["[" * 1000, 'a"' + "{" * 1000, "\\", "[" * 1000])
    assert read_json(text.encode(), "x") == json.loads(text)


def test_arrays_that_the_library_wrote_wrongly_are_refused(tmp_path: Path) -> None:
    whole = save({"x": np.arange(4.0)})
    (tmp_path / "x").write_bytes(whole[:-1])
    with pytest.raises(UserError, match="end at byte"):
        read_safetensors(tmp_path / "x")
