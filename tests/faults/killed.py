"""Saves that are killed at random moments; each time the file is wholly old or wholly new.

Its arguments: the folder, how many kills, a seed. It forks a child for each, saves two projects in
turn there and kills it. It prints a line of JSON: how often the file was each of the two, and how
often something of the save under way was left beside it.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from hashlib import sha256
from pathlib import Path

from playground.project.file import open_project, save_project
from playground.project.session import ProjectSession
from tests.project.documents import project

# A child is killed in the midst of one of its first saves, however fast the machine is just now.
MOST_SAVES = 4


def main() -> None:
    folder, kills, chance = Path(sys.argv[1]), int(sys.argv[2]), random.Random(int(sys.argv[3]))
    # Without compression to speak of, since the numbers are random: some 300 kB.
    sessions = [ProjectSession(project(network__nodes__0__units=units)) for units in (9000, 9001)]
    saves = [(session.project, session.state()) for session in sessions]
    path = folder / "a.playground"
    hashes = []
    for spec, run in saves:
        save_project(path, spec, run)
        hashes.append(sha256(path.read_bytes()).hexdigest())
    assert hashes[0] != hashes[1]
    begin = time.perf_counter()
    for spec, run in saves * 2:
        save_project(path, spec, run)
    usual = (time.perf_counter() - begin) / 4
    found, left = [0, 0], 0
    for _ in range(kills):
        told, tell = os.pipe()
        child = os.fork()
        if child == 0:
            while True:
                for spec, run in saves:
                    save_project(path, spec, run)
                    os.write(tell, b".")
        for _ in range(chance.randrange(MOST_SAVES)):
            os.read(told, 1)
        time.sleep(chance.uniform(0.0, 1.2 * usual))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(told)
        os.close(tell)
        found[hashes.index(sha256(path.read_bytes()).hexdigest())] += 1
        others = [other for other in folder.iterdir() if other != path]
        left += len(others)
        for other in others:
            other.unlink()
    assert open_project(path).run is not None
    print(json.dumps({"found": found, "left": left}))


if __name__ == "__main__":
    main()
