"""Project documents: JSON that is too deep, too large, or means harm."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.hostile.makers.maker import MARK, PICKLE, Maker, holding
from tests.project.documents import document

DEEP, MANY = 100_000, 1_000_000
HTML = f"<img src=file:///etc/passwd><b>{MARK}</b>"


def _lazily(file: str, text: Callable[[], str], loads: bool | None = False) -> Maker:
    return Maker(file, lambda path: path.write_text(text(), "utf-8"), loads)


def _changed(file: str, loads: bool | None = False, **changes: Any) -> Maker:
    return _lazily(file, lambda: json.dumps(document(**changes)), loads)


def _network(
    file: str,
    nodes: list[dict[str, Any]],
    links: Any = None,
    loads: bool | None = False,
    **more: Any,
) -> Maker:
    given = {"nodes": nodes, **({"links": links} if links is not None else {}), **more}
    return _lazily(file, lambda: json.dumps(document(network=given)), loads)


def _dense(count: int, **fields: Any) -> list[dict[str, Any]]:
    return [{"id": f"d{number}", "type": "Dense", **fields} for number in range(count)]


MAKERS = [
    holding("empty.json", b""),
    holding("binary.json", bytes(range(256)) * 40),
    holding("pickle.json", PICKLE),
    holding("utf16.json", json.dumps(document()).encode("utf-16")),
    holding("not_utf8.json", json.dumps(document()).encode().replace(b"small", b"sm\xff\xfe")),
    holding("half_a_letter.json", json.dumps(document(name="@")).replace("@", "\\ud800")),
    holding("half_a_letter_inside.json", b'{"network": {"nodes": [{"id": "a", "type": "New", '
            b'"more": ["\\udfff"]}]}}'),
    holding("code.json", f"__import__('os').mkdir('{MARK}')"),
    # Deep.
    _lazily("deep_lists.json", lambda: "[" * DEEP + "]" * DEEP),
    _lazily("deep_objects.json", lambda: '{"a":' * DEEP + "1" + "}" * DEEP),
    _lazily("deep_never_closed.json", lambda: '{"network": ' + "[" * DEEP),
    _lazily("deep_in_a_layer.json", lambda: json.dumps(document(
        network={"nodes": [{"id": "a", "type": "New", "more": "@"}]}
    )).replace('"@"', "[" * DEEP + "]" * DEEP)),
    _lazily("deep_groups.json", lambda: json.dumps(document(network={
        "nodes": _dense(1), "groups": ["@"]
    })).replace('"@"', '{"id": "g", "nodes": [' * 5000 + "]}" * 5000)),
    # Many.
    _lazily("million_nodes.json", lambda: '{"network":{"nodes":[' + "{}," * (MANY - 1) + "{}]}}"),
    _lazily("million_named_nodes.json", lambda: '{"network":{"nodes":[' + ",".join(
        f'{{"id":"n{n:x}"}}' for n in range(MANY)) + "]}}"),
    _network("thousands_of_nodes.json", _dense(5_000)),
    _network("thousands_of_links.json", _dense(120), [
        *[["input", f"d{a}"] for a in range(120)],
        *[[f"d{a}", f"d{b}"] for a in range(120) for b in range(a + 1, 120)],
        ["d119", "head"],
    ]),
    _lazily("million_links.json", lambda: '{"network":{"nodes":[],"links":['
            + '["input","head"],' * 100_000 + '["input","head"]]}}'),
    _lazily("million_lists.json", lambda: '{"data":[' + "[]," * MANY + "[]]}"),
    _lazily("million_wrong_values.json", lambda: '{"setup":{"hidden":['
            + "1," * 240_000 + "1]}}"),
    _lazily("wrong_edits.json", lambda: '{"data":{"edits":{"added":['
            + "[1,2]," * 19_000 + "[1]]}}}"),
    _lazily("many_names_in_an_object.json", lambda: "{" + ",".join(
        f'"{n}":0' for n in range(200_000)) + "}"),
    _lazily("larger_than_any.json", lambda: " " * 20_000_001),
    _lazily("blanks.json", lambda: " " * 19_000_000),
    _lazily("string_that_does_not_end.json", lambda: '"' + '\\"' * 5_000_000),
    _lazily("quotes.json", lambda: '{"a":' + '""' * 5_000_000),
    _lazily("long_name.json", lambda: json.dumps(document(name="x" * 15_000_000))),
    _lazily("long_source.json", lambda: json.dumps(document(data__source="spiral" * 2_000_000))),
    _lazily("long_type.json", lambda: json.dumps(document(
        network__nodes__0__type="Dense" * 2_000_000)), None),
    _lazily("long_activation.json", lambda: json.dumps(document(
        network__nodes__0__activation="tanh" * 2_000_000))),
    # Numbers.
    _lazily("nan.json", lambda: json.dumps(document(data__noise=float("nan")))),
    _lazily("infinity.json", lambda: json.dumps(document(data__noise=float("inf")))),
    _lazily("too_large_a_number.json", lambda: json.dumps(document(data__noise="@")).replace(
        '"@"', "1e999")),
    _lazily("million_digits.json", lambda: '{"format": ' + "9" * MANY + "}"),
    _lazily("thousands_of_digits.json", lambda: json.dumps(document(training__seed="@")).replace(
        '"@"', "9" * 4_000)),
    _lazily("many_decimals.json", lambda: json.dumps(document(data__noise="@")).replace(
        '"@"', "0." + "1" * MANY), True),
    _changed("samples.json", data__samples=10**12),
    _changed("classes.json", data={"source": "blobs", "classes": 10**9}),
    _changed("only_classes.json", data={"source": "blobs", "only_classes": [0, 10**18]}),
    _changed("format_of_the_future.json", format=10**9),
    _changed("format_is_true.json", None, format=True),
    # Networks.
    _network("circle.json", _dense(2), [["input", "d0"], ["d0", "d1"], ["d1", "d0"],
                                        ["d1", "head"]]),
    _network("self_loop.json", _dense(1), [["input", "d0"], ["d0", "d0"], ["d0", "head"]]),
    _network("link_to_nowhere.json", _dense(1), [["input", "../../etc/passwd"]]),
    _network("units.json", _dense(1, units=10**9)),
    _network("units_that_overflow.json", _dense(1, units=2**63)),
    _network("wide_and_deep.json", _dense(200, units=4096), loads=None),
    _network("reshape_that_overflows.json", [
        {"id": "r", "type": "Reshape", "shape": [2**32, 2**32, 2**32]}]),
    _network("reshape_of_many_axes.json", [{"id": "r", "type": "Reshape", "shape": [1] * 50_000}]),
    _network("polynomial.json", [{"id": "p", "type": "PolynomialFeatures", "degree": 10**6}]),
    _network("embedding.json", [{"id": "e", "type": "Embedding", "words": 10**12, "units": 10**6}]),
    _network("convolution.json", [
        {"id": "c", "type": "Conv2D", "filters": 10**6, "kernel": [10**6, 10**6]}]),
    _network("concatenated.json", [*_dense(300, units=4096), {"id": "c", "type": "Concatenate"}], [
        *[["input", f"d{n}"] for n in range(300)], *[[f"d{n}", "c"] for n in range(300)],
        ["c", "head"]], loads=None),
    _network("shared_with_itself.json", [{"id": "s", "type": "Shared", "of": "s"}]),
    _network("group_of_itself.json", _dense(1), groups=[{"id": "g", "nodes": ["g"]}]),
    _network("path_as_a_name.json", [{"id": "../../../etc/passwd", "type": "Dense"}]),
    _network("html_as_a_name.json", [{"id": HTML, "type": "Dense"}]),
    # Names.
    holding("said_twice.json", '{"format": 1, "name": "a", "name": "b"}'),
    holding("proto.json", '{"__class__": "os.system", "__reduce__": ["mkdir", "x"]}'),
    _changed("html.json", True, name=HTML, notes=HTML * 1000),
    _changed("control_letters.json", True, name="\x1b[2J\x00\u202eevil\r\n" * 8),
]  # fmt: skip
