"""Looks at the machine: what works here, what is missing, and how to get it."""

from __future__ import annotations

import ctypes
import importlib.metadata
import importlib.util
import os
import platform
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from playground.assets_path import asset
from playground.engine.executors.native import cache as kernels
from playground.engine.executors.native.library import is_possible
from playground.engine.executors.probe import PROBE, in_child
from playground.errors import UserError

# System libraries that Qt's wheels leave to the system, and the Debian packages they are in.
DRAWING_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}
X_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
QT_SECONDS = 30

WITHOUT_SCREEN = (
    "Without a screen, train with: playground train PROJECT; draw the window into a picture with: "
    "playground shot PROJECT FILE.png"
)

_QT_PROBE = """
import sys
from PySide6.QtCore import qVersion
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication
app = QApplication([])
number = QFontDatabase.addApplicationFont(sys.argv[1])
print(qVersion())
print((QFontDatabase.applicationFontFamilies(number) or [""])[0])
"""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        name: as in JSON.
        label: for people.
        state: what came of it.
        words: the details, and where it is missing how to get it.
    """

    name: str
    label: str
    state: Literal["works", "missing", "not used"]
    words: str

    def as_json(self) -> dict[str, Any]:
        """Everything but the name."""
        return {"works": self.state == "works", "state": self.state, "words": self.words}


def examine() -> list[Finding]:
    """Look at everything; takes a few seconds."""
    return [
        _python(),
        *_qt_and_fonts(),
        _screen(),
        _gpu(),
        _kernels(),
        _package("onnxruntime", "ONNX Runtime", "reads exports back; else onnx.reference does"),
        _package("torch", "PyTorch", "for comparison in playground bench"),
    ]


def _kernels() -> Finding:
    """Whether training runs on compiled code here, and how much of it is compiled."""
    name, label = "numba_cache", "Numba cache"
    if not is_possible():
        words = "Numba is not installed, so training runs on NumPy alone: pip install numba"
        return Finding(name, label, "missing", words)
    wanted = [(each, dtype) for dtype in ("float32", "float64") for each in kernels.names(dtype)]
    found = sum(kernels.read(*each) is not None for each in wanted)
    where = f"{found} of {len(wanted)} kernels are compiled, in {kernels.folder()}"
    if found == len(wanted):
        return Finding(name, label, "works", where)
    words = (
        f"{where}; the others are as soon as a run needs them, while NumPy takes its first steps"
    )
    return Finding(name, label, "works" if found else "not used", words)


# For the window


def screen_complaint(environment: Mapping[str, str] = os.environ) -> str:
    """Why no window can open here, in a sentence; "" if one can."""
    if not sys.platform.startswith("linux") or environment.get("QT_QPA_PLATFORM"):
        return ""
    display = environment.get("DISPLAY")
    if environment.get("WAYLAND_DISPLAY"):
        return ""
    if not display:
        return f"There is no screen here (DISPLAY is not set). {WITHOUT_SCREEN}"
    absent = [name for name in X_LIBRARIES if not _loads(name)]
    if absent:
        return _install_words(absent[0])
    if not _x_answers():
        return f"The screen {display} does not answer. {WITHOUT_SCREEN}"
    return ""


def library_complaint(error: ImportError) -> str:
    """What to install for an error of importing Qt; "" if that is not what is wrong."""
    if error.name and error.name.partition(".")[0] in ("PySide6", "pyqtgraph", "qtawesome"):
        package = error.name.partition(".")[0]
        if importlib.util.find_spec(package) is None:
            return f"The Python package {package} is missing. Install Playground again with pip."
    found = re.search(r"(lib\S+\.so[.\d]*): cannot open shared object", str(error))
    return _install_words(found[1]) if found else ""


def _install_words(library: str) -> str:
    packages = " ".join([*DRAWING_LIBRARIES.values(), *X_LIBRARIES.values()])
    return (
        f"Qt can't start: the system library {library} is missing. On Debian or Ubuntu: "
        f"sudo apt-get install {packages}"
    )


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _x_answers() -> bool:
    """Whether the X server that DISPLAY names takes a connection. Qt aborts where none does."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # Qt's own message says more
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    refused = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not refused


# One finding each


def _python() -> Finding:
    words = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    return Finding("python", "Python", "works", words)


def _qt_and_fonts() -> list[Finding]:
    try:
        font = str(asset("fonts/Inter-Regular.otf"))
    except UserError as error:
        font = ""
        fonts = Finding("fonts", "Fonts", "missing", str(error))
    answered, said = in_child(_QT_PROBE, QT_SECONDS, font, QT_QPA_PLATFORM="offscreen")
    if not answered:
        words = library_complaint(ImportError(said)) or said
        return [
            Finding("qt", "Qt libraries", "missing", words),
            Finding("fonts", "Fonts", "missing", "can't be tried without Qt"),
        ]
    version, family = [*said.splitlines(), ""][:2]
    if font:
        fonts = (
            Finding("fonts", "Fonts", "works", f"{family}, which comes with Playground")
            if family
            else Finding("fonts", "Fonts", "missing", f"{font} can't be read. Install again.")
        )
    absent = [name for name in X_LIBRARIES if sys.platform.startswith("linux") and not _loads(name)]
    if absent:
        return [Finding("qt", "Qt libraries", "missing", _install_words(absent[0])), fonts]
    return [Finding("qt", "Qt libraries", "works", f"Qt {version}"), fonts]


def _screen() -> Finding:
    complaint = screen_complaint()
    if complaint:
        return Finding("screen", "Screen", "missing", complaint)
    named = ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY")
    given = next((f"{name}={os.environ[name]}" for name in named if os.environ.get(name)), "there")
    return Finding("screen", "Screen", "works", given)


def _gpu() -> Finding:
    answer = PROBE.ask()
    if not answer.works:
        return Finding("gpu", "GPU", "missing", answer.words)
    return Finding("gpu", "GPU", "works", f"{answer.words}, proven by products and kernels")


def _package(name: str, label: str, purpose: str) -> Finding:
    if importlib.util.find_spec(name) is None:
        return Finding(name, label, "missing", f"optional, {purpose}: pip install {name}")
    return Finding(name, label, "works", f"{importlib.metadata.version(name)}, {purpose}")
