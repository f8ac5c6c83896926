"""Saves one project over another with the Nth file call failing, for every N and some errors.

Its arguments: the library, the folder. It prints a line of JSON: how many calls failed.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import sys
from pathlib import Path

from playground.errors import UserError
from playground.project.file import save_project
from tests.project.documents import project


def main() -> None:
    faults, folder = ctypes.CDLL(sys.argv[1]), Path(sys.argv[2])
    old, new = project(name="Old").spec, project(name="New").spec
    path = folder / "a.playground"
    save_project(path, new, None)
    whole = path.read_bytes()
    tried = 0
    for number in (errno.ENOSPC, errno.EIO, errno.EACCES):
        for existed in (True, False):
            nth = 0
            while True:
                nth += 1
                path.unlink(missing_ok=True)
                if existed:
                    save_project(path, old, None)
                before = path.read_bytes() if existed else None
                faults.faults_arm(nth, number)
                said = ""
                try:
                    save_project(path, new, None)
                except UserError as error:
                    said = str(error)
                calls = faults.faults_spent()
                after = path.read_bytes() if path.exists() else None
                where = f"call {nth} of {calls}, {os.strerror(number)}, existed {existed}: {said}"
                assert os.listdir(folder) == ([path.name] if after is not None else []), where
                if calls < nth:
                    assert not said, where
                    assert after == whole, where
                    break
                tried += 1
                if said:
                    assert after == before, where
                    assert os.strerror(number) in said, where
                    assert "can't be written" in said, where
                else:  # what failed came after the save, and was done again
                    assert after == whole, where
    print(json.dumps({"tried": tried}))


if __name__ == "__main__":
    main()
