"""A run as it is written into a project file: numbers as JSON, arrays as safetensors."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import astuple
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.errors import UserError
from playground.formats.reading.json_text import read_json
from playground.formats.reading.tensors import read_header, take_arrays
from playground.project.spec import ProjectSpec
from playground.project.text import checked
from playground.project.versions import RUN_FORMAT, brought_up, refuse_newer
from playground.training.run_state import RunState
from playground.training.schedules import Watch
from playground.training.start import Start


def encode_run(run: RunState, spec: ProjectSpec | None) -> tuple[bytes, bytes]:
    """The numbers and the arrays of a run.

    Args:
        run: the run.
        spec: the document that it is the run of, where that is not the one in the file.
    """
    from safetensors.numpy import save

    numbers = {
        "format": RUN_FORMAT,
        "seed": run.seed,
        "epoch": run.epoch,
        "place": run.place,
        "steps": run.steps,
        "seconds": run.seconds,
        "parameters": list(run.parameters),
        "lasting": sorted(run.start.lasting),
        "of": spec.model_dump(mode="json") if spec is not None else None,
    }
    arrays: dict[str, NDArray[Any]] = {
        "optimizer": run.optimizer,
        "control": run.control,
        "watch": np.array(astuple(run.watch), np.float64),
        **{f"parameter {name}": array for name, array in run.parameters.items()},
        **{f"history {name}": array for name, array in run.history.items()},
        **{f"start {name}": array for name, array in run.start.parameters.items()},
    }
    encoded: bytes = save({name: np.ascontiguousarray(array) for name, array in arrays.items()})
    return json.dumps(numbers).encode(), encoded


def decode_numbers(numbers: bytes | bytearray, where: str) -> dict[str, Any]:
    """The numbers of a run, in the format that they were written in.

    Raises:
        UserError: one line that names `where`: they are damaged, or of a newer version.
    """
    found = read_json(numbers, f"{where}, its saved run")
    if not isinstance(found, dict):
        raise UserError(f"{where}: the saved run in it is damaged: its numbers have no names.")
    refuse_newer(found.get("format"), RUN_FORMAT, f"{where}: its run's format")
    return found


def decode_run(
    numbers: dict[str, Any], encoded: bytes | bytearray, where: str
) -> tuple[RunState, ProjectSpec | None]:
    """The run, and the document that it is of, where that is not the one in the file.

    Raises:
        UserError: one line that names `where`: it is damaged.
    """
    header = read_header(encoded, len(encoded), f"{where}, its saved run,")
    try:
        found, arrays = brought_up(numbers, take_arrays(encoded, header, where))
        run = RunState(
            {name: arrays[f"parameter {name}"] for name in found["parameters"]},
            arrays["optimizer"],
            arrays["control"],
            int(found["seed"]),
            int(found["epoch"]),
            int(found["place"]),
            int(found["steps"]),
            _under("history ", arrays),
            _decode_watch(arrays["watch"]),
            float(found["seconds"]),
            # Runs that were given no first weights, and all of older versions, have none.
            Start(_under("start ", arrays), frozenset(map(str, found.get("lasting", ())))),
        )
        of = found["of"]
    except (ValueError, OverflowError, KeyError, TypeError, AttributeError) as error:
        raise UserError(f"{where}: the saved run in it is damaged: {error}.") from None
    return run, checked(of, f"{where}, the run's document") if of is not None else None


def _under(start: str, arrays: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """The arrays whose names begin so, by the rest of their names."""
    return {name.removeprefix(start): a for name, a in arrays.items() if name.startswith(start)}


def _decode_watch(numbers: NDArray[np.float64]) -> Watch:
    best, waited, factor, epoch = numbers.tolist()
    return Watch(best, int(waited), factor, int(epoch))
