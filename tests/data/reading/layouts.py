"""Small files of every layout, as their makers would write them."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
from PIL import Image


def picture(path: Path, colour: tuple[int, int, int] = (200, 10, 10), side: int = 12) -> Path:
    """A picture of one colour with a little noise; its format by its ending."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(len(path.name))
    noise = rng.integers(0, 20, (side, side, 3))
    Image.fromarray(np.clip(np.array(colour) + noise, 0, 255).astype(np.uint8)).save(path)
    return path


def classes(folder: Path, each: int = 6, ending: str = ".png") -> Path:
    """Red ones and blue ones."""
    for number in range(each):
        picture(folder / "blue" / f"{number}{ending}", (10, 10, 200))
        picture(folder / "red" / f"{number}{ending}", (200, 10, 10))
    return folder


def write_idx(path: Path, array: np.ndarray, claims: tuple[int, ...] | None = None) -> Path:
    """An idx file of bytes; gzip if its name ends so; `claims` is the shape in its heading."""
    shape = claims or array.shape
    head = bytes([0, 0, 8, len(shape)]) + b"".join(n.to_bytes(4, "big") for n in shape)
    contents = head + array.astype(np.uint8).tobytes()
    path.write_bytes(gzip.compress(contents) if path.suffix == ".gz" else contents)
    return path


def mnist(folder: Path, ending: str = "") -> tuple[np.ndarray, np.ndarray]:
    """Four files; gives the pictures and the labels, those of training first."""
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (30, 8, 8)).astype(np.uint8)
    labels = (np.arange(30) % 10).astype(np.uint8)
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in (("train", slice(0, 20)), ("t10k", slice(20, 30))):
        write_idx(folder / f"{name}-images-idx3-ubyte{ending}", images[rows])
        write_idx(folder / f"{name}-labels-idx1-ubyte{ending}", labels[rows])
    return images, labels


def cifar(folder: Path) -> tuple[np.ndarray, np.ndarray]:
    """Two batches and the test batch, ten pictures each."""
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (30, 3, 32, 32)).astype(np.uint8)
    labels = (np.arange(30) % 10).astype(np.uint8)
    folder.mkdir(parents=True, exist_ok=True)
    for k, name in enumerate(("data_batch_1", "data_batch_2", "test_batch")):
        rows = range(10 * k, 10 * k + 10)
        contents = b"".join(bytes([labels[row]]) + images[row].tobytes() for row in rows)
        (folder / f"{name}.bin").write_bytes(contents)
    return images, labels
