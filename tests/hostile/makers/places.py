"""What is no file at all, or one under another name."""

from __future__ import annotations

import os
from pathlib import Path

from tests.hostile.makers.maker import PICKLE, Maker, holding
from tests.hostile.valid import valid


def _linked_circle(path: Path) -> None:
    path.symlink_to(path)


def _linked(path: Path) -> None:
    target = path.with_name(f"target_of_{path.name}")
    target.write_bytes(valid("document.json"))
    path.symlink_to(target)


MAKERS = [
    Maker("folder.json", lambda path: path.mkdir()),
    Maker("folder.npz", lambda path: path.mkdir()),
    Maker("pipe.json", os.mkfifo),
    Maker("pipe.safetensors", os.mkfifo),
    Maker("endless.json", lambda path: path.symlink_to("/dev/zero")),
    Maker("endless.onnx", lambda path: path.symlink_to("/dev/zero")),
    Maker("terminal.playground", lambda path: path.symlink_to("/dev/tty")),
    Maker("own_memory.npz", lambda path: path.symlink_to("/proc/self/mem")),
    Maker("link_to_nothing.json", lambda path: path.symlink_to("nothing")),
    Maker("link_to_itself.json", _linked_circle),
    Maker("missing.json", lambda path: None),
    Maker("link.json", _linked, True),
    holding("line\nbreak <b>bold<b>.json", b"{"),
    holding("trained.pt", PICKLE),
    holding("trained.pkl", PICKLE),
    holding("trained.joblib", PICKLE),
    holding("trained.exe", b"MZ"),
]
