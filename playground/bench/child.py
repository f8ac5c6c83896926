"""The conductor's side of a worker: starts it, asks it, and leaves none behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from queue import Empty, SimpleQueue
from tempfile import TemporaryFile
from threading import Thread
from typing import Any

ANSWER_SECONDS = 600.0
GOODBYE_SECONDS = 5.0

# A worker finds modules where the process that starts it does.
_PROGRAM = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from playground.bench.worker import main; main(*sys.argv[2:])"
)


class Gone(Exception):
    """The worker is there no more, in words."""


def environment(threads: int, given: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Variables that hold every library to `threads`; they are read when it is first imported.

    XLA's own pool goes by NPROC, its products by the flag and by OMP_NUM_THREADS.
    """
    counts = ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB_MAXIMUM", "BLIS", "NUMBA")
    eigen = f"--xla_cpu_multi_thread_eigen={'true' if threads > 1 else 'false'}"
    return {
        **given,
        **{f"{name}_NUM_THREADS": str(threads) for name in counts},
        "NPROC": str(threads),
        "XLA_FLAGS": f"{given.get('XLA_FLAGS', '')} {eigen}".strip(),
        "JAX_PLATFORMS": "cpu",
    }


class Child:
    """A worker process. It is in a group of its own: Ctrl+C is for the conductor to handle."""

    def __init__(self, name: str, threads: int) -> None:
        self.name = name
        self._complaints = TemporaryFile()  # noqa: SIM115 (it is closed in close)
        self._process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, json.dumps(sys.path), name, str(threads)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            text=True,
            encoding="utf-8",
            env=environment(threads),
            **_own_group(),
        )
        self._lines: SimpleQueue[str] = SimpleQueue()
        self._reader = Thread(target=self._read, name=f"bench {name}", daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    def ask(self, **request: Any) -> dict[str, Any]:
        """Send a request and wait for its answer.

        Raises:
            Gone: the worker ended, or did not answer in time.
        """
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
        except OSError:
            raise Gone(self._last_words()) from None
        return self.answer()

    def answer(self) -> dict[str, Any]:
        """Wait for an answer, or for the greeting.

        Raises:
            Gone: as `ask`.
        """
        try:
            line = self._lines.get(timeout=ANSWER_SECONDS)
        except Empty:
            raise Gone(f"no answer within {ANSWER_SECONDS:g} s") from None
        if not line:
            raise Gone(self._last_words())
        found: dict[str, Any] = json.loads(line)
        return found

    def close(self, *, at_once: bool = False) -> None:
        """End the process and whatever it started; once closed it stays so."""
        process = self._process
        if self._complaints.closed:
            return
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            with suppress(OSError):
                process.stdin.close()
            if not at_once:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(GOODBYE_SECONDS)
        finally:
            self._kill()
            process.wait()
            self._reader.join()
            process.stdout.close()
            self._complaints.close()

    def _kill(self) -> None:
        with suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line)
        self._lines.put("")

    def _last_words(self) -> str:
        """The last line of its complaint, or how it ended."""
        try:
            status = self._process.wait(GOODBYE_SECONDS)
        except subprocess.TimeoutExpired:
            return "stopped answering"
        self._complaints.seek(0)
        said = self._complaints.read().decode("utf-8", "replace").strip().splitlines()
        ended = f"ended by signal {-status}" if status < 0 else f"ended with status {status}"
        return f"{ended}: {said[-1]}" if said else ended


def _own_group() -> dict[str, Any]:
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}
