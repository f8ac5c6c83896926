"""Layers of sequences in C."""

from __future__ import annotations

from collections.abc import Callable

from playground.formats.c.activations import softmax
from playground.formats.c.applied import Applied, Statements, dense
from playground.formats.c.text import indented, loops, number

# Of a gate's sum, a number.
_SIGMOID = "0.5f * (1.0f + tanhf(0.5f * ({0})))"


def _sums(one: Applied, width: int, *, past: bool) -> Statements:
    """The sums of all gates of step t into `gates`; what comes from the state too, or apart."""
    features, units = one.step.given[1], one.step.node.units
    from_x = f"sum += {one.x}[t * {features} + i] * {one.named('weight')}[i * {width} + o];"
    from_state = f"state[i] * {one.named('recurrent')}[i * {width} + o];"
    body = [
        f"float sum = {one.named('bias')}[o];",
        *loops(("i", features), body=[from_x]),
    ]
    if past:
        body += [
            f"float before = {one.named('recurrent_bias')}[o];",
            *loops(("i", units), body=[f"before += {from_state}"]),
            "past[o] = before;",
        ]
    else:
        body += loops(("i", units), body=[f"sum += {from_state}"])
    return loops(("o", width), body=[*body, "gates[o] = sum;"])


def _steps(
    one: Applied, declared: list[str], sums: Statements, next_state: list[str]
) -> Statements:
    """All steps: the sums of the gates, then the state of each unit u."""
    node, (count, _) = one.step.node, one.step.given
    every = [f"{one.y}[t * {node.units} + u] = state[u];"] if node.return_sequences else []
    body = [*sums, *loops(("u", node.units), body=[*next_state, *every])]
    found = [*declared, *loops(("t", count), body=body)]
    if not node.return_sequences:
        found += loops(("u", node.units), body=[f"{one.y}[u] = state[u];"])
    return ["{", *indented(found), "}"]


def _simple_rnn(one: Applied) -> Statements:
    units, relu = one.step.node.units, one.step.node.activation == "relu"
    declared = [f"float state[{units}] = {{0}}, gates[{units}];"]
    value = "fmaxf(gates[u], 0.0f)" if relu else "tanhf(gates[u])"
    return _steps(one, declared, _sums(one, units, past=False), [f"state[u] = {value};"])


def _gru(one: Applied) -> Statements:
    units = one.step.node.units
    gates = [f"gates[{gate * units} + u]" for gate in range(3)]
    past = [f"past[{gate * units} + u]" for gate in range(3)]
    declared = [f"float state[{units}] = {{0}}, gates[{3 * units}], past[{3 * units}];"]
    next_state = [
        f"const float reset = {_SIGMOID.format(f'{gates[0]} + {past[0]}')};",
        f"const float update = {_SIGMOID.format(f'{gates[1]} + {past[1]}')};",
        f"const float candidate = tanhf({gates[2]} + reset * {past[2]});",
        "state[u] = (1.0f - update) * candidate + update * state[u];",
    ]
    return _steps(one, declared, _sums(one, 3 * units, past=True), next_state)


def _lstm(one: Applied) -> Statements:
    units = one.step.node.units
    taken, kept, candidate, shown = (f"gates[{gate * units} + u]" for gate in range(4))
    declared = [
        f"float state[{units}] = {{0}}, memory[{units}] = {{0}}, gates[{4 * units}];",
    ]
    next_state = [
        f"memory[u] = {_SIGMOID.format(kept)} * memory[u] "
        f"+ {_SIGMOID.format(taken)} * tanhf({candidate});",
        f"state[u] = {_SIGMOID.format(shown)} * tanhf(memory[u]);",
    ]
    return _steps(one, declared, _sums(one, 4 * units, past=False), next_state)


def _self_attention(one: Applied) -> Statements:
    node, (count, features) = one.step.node, one.step.given
    size, units = node.size or features // node.heads, one.step.shape[1]
    width = node.heads * size
    found = [f"float {part}[{count * width}];" for part in ("query", "key", "value", "mixed")]
    found.append(f"float shares[{count}];")

    def product(x: str, y: str, part: str, sizes: tuple[int, int]) -> Statements:
        bias = one.named(f"{part}_bias") if node.bias else ""
        return dense(x, y, count, sizes, one.named(part), bias)

    for part in ("query", "key", "value"):
        found += product(one.x, part, part, (features, width))
    at, other = (f"{step} * {width} + h * {size} + i" for step in ("t", "k"))
    score = [
        "float sum = 0.0f;",
        *loops(("i", size), body=[f"sum += query[{at}] * key[{other}];"]),
        f"shares[k] = sum / {number(size**0.5)};",
    ]
    if node.causal:
        score.append("if (k > t) shares[k] = -INFINITY;")
    summed = [
        "float sum = 0.0f;",
        *loops(("k", count), body=[f"sum += shares[k] * value[{other}];"]),
        f"mixed[{at}] = sum;",
    ]
    # The loops of softmax have a variable r of their own.
    body = [*loops(("k", count), body=score), *softmax("shares", 1, count)]
    found += loops(("h", node.heads), ("t", count), body=[*body, *loops(("i", size), body=summed)])
    found += product("mixed", one.y, "output", (width, units))
    return ["{", *indented(found), "}"]


SEQUENCES: dict[str, Callable[[Applied], Statements]] = {
    "SimpleRNN": _simple_rnn,
    "GRU": _gru,
    "LSTM": _lstm,
    "SelfAttention": _self_attention,
}
