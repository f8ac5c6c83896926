"""The module of PyTorch: its state dict is PyTorch's own, and it trains on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from playground.formats import FORMATS
from playground.formats.export import write
from tests.formats.readers import module
from tests.formats.trained import images, session

torch = pytest.importorskip("torch")


def test_the_weights_are_a_state_dict_that_torch_loads_without_the_program(tmp_path: Path) -> None:
    from safetensors.torch import load_file

    one = session("binary")
    write(one.material(), tmp_path / "x.py", FORMATS["pytorch"])
    state = load_file(tmp_path / "x_weights.safetensors")
    ours = one.parameters()
    assert state.keys() == ours.keys()
    assert np.array_equal(state["dense_1.weight"].numpy(), ours["dense_1.weight"].T)
    network = module(tmp_path / "x.py")["Network"]()
    assert not network.load_state_dict(state).missing_keys


@pytest.mark.parametrize("one", [session("regression"), images()], ids=["values", "images"])
def test_it_takes_tensors_and_arrays_and_trains_on(one, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    write(one.material(), tmp_path / "x.py", FORMATS["pytorch"])
    program = module(tmp_path / "x.py")
    x = np.array(one.prepared.dataset.features[:64])
    network = program["load"]()
    answers = program["predict"](network, x)
    assert torch.equal(answers, program["predict"](network, torch.tensor(x)))
    rows = program["standardised"](x)
    y = torch.tensor(one.prepared.train.targets[:64])
    y = y if y.ndim == 1 else y.float()
    before = float(program["loss"](network(rows[: len(y)]), y))
    program["train"](network, rows[: len(y)], y, epochs=20)
    assert float(program["loss"](network(rows[: len(y)]), y)) < before


def test_a_module_elsewhere_finds_its_weights_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = session("multiclass")
    write(one.material(), tmp_path / "two spirals.py", FORMATS["pytorch"])
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    program = module(tmp_path / "two spirals.py")
    x = one.prepared.dataset.features
    decided = program["decide"](program["predict"](program["load"](), x))
    names = one.prepared.dataset.target_names
    assert decided == [names[n] for n in one.head.decide(one.predict(x), "multiclass")]
