"""Whether a saved run can be gone on from, known before anything is built for it."""

from __future__ import annotations

import numpy as np

from playground.data.prepare import Prepared
from playground.engine.program import Buffer
from playground.errors import UserError
from playground.network.compiler import compile_training
from playground.network.heads import Head
from playground.network.spec import NetworkSpec
from playground.training import given
from playground.training.run_state import RunState
from playground.training.signature import signature_of
from playground.training.spec import TrainingSpec


def refuse_what_does_not_fit(
    state: RunState, network: NetworkSpec, head: Head, training: TrainingSpec, prepared: Prepared
) -> None:
    """Refuse a run that is damaged, or not of this network; no memory is taken for its buffers.

    Of a network that can't be trained as it is there is nothing to say.

    Raises:
        UserError: it is.
    """
    damage = state.damage(len(prepared.train))
    if damage:
        raise UserError(f"The saved run is damaged: {damage}.")
    signature, update = signature_of(prepared), training.update()
    try:
        compiled = compile_training(
            network, head, signature, training.batch_size, update, training.regularization
        )
    except UserError:
        return
    wanted = {each.name: np.broadcast_to(np.float32(0), each.shape) for each in compiled.parameters}
    given.parameters(state.parameters, wanted)
    needed = compiled.program.sizes[Buffer.STATE]
    if state.optimizer.shape != (needed,):
        raise UserError(
            "The saved run does not fit the network: the optimizer's memory holds "
            f"{state.optimizer.size} numbers; this network and optimizer need {needed}."
        )
