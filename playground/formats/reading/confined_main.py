"""What `confined` runs: a script by itself, which imports nothing of ours.

Usage: confined_main.py JOB.py LIMITS, with the file's contents on standard input.
"""

from __future__ import annotations

import json
import sys
from importlib.util import module_from_spec, spec_from_file_location
from typing import Any

_REFUSED = 3
_MOST_WORDS = 300


def main() -> int:
    """Run the job; the exit status."""
    contents = sys.stdin.buffer.read()
    limits = json.loads(sys.argv[2])
    job = _loaded(sys.argv[1])
    confine(limits)
    try:
        for piece in job.read(contents, limits):
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
    except ValueError as error:
        sys.stdout.buffer.write(str(error)[:_MOST_WORDS].encode(errors="replace"))
        sys.stdout.buffer.flush()
        return _REFUSED
    return 0


def _loaded(path: str) -> Any:
    spec = spec_from_file_location("job", path)
    assert spec is not None
    assert spec.loader is not None
    job = module_from_spec(spec)
    spec.loader.exec_module(job)
    return job


def confine(limits: dict[str, int]) -> None:
    """Open no file, write none, and take so much more memory and time; where the system can."""
    try:
        import resource
    except ImportError:
        return
    spent = int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2])) + 1
    bounds = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: 3,
        resource.RLIMIT_CPU: spent + limits["seconds"],
    }
    held = _memory_held()
    if held is not None:
        bounds[resource.RLIMIT_DATA] = held + limits["memory"]
    for which, bound in bounds.items():
        resource.setrlimit(which, (bound, bound))


def _memory_held() -> int | None:
    """Bytes of data that the process has by now, or None where nobody tells."""
    try:
        import resource

        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[5]) * resource.getpagesize()
    except (OSError, ImportError):
        return None


if __name__ == "__main__":
    sys.exit(main())
