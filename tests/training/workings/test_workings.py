"""Every number on the way through a network is the engine's, and leads to the next."""

from __future__ import annotations

import numpy as np
import pytest

from playground.assets_path import examples_path
from playground.network.losses import LOSSES
from playground.network.spec import HEAD, INPUT, NetworkSpec
from playground.project.file import Project, open_project
from playground.project.session import ProjectSession
from playground.project.templates import TEMPLATES
from playground.training.probe import Probe
from playground.training.workings import Workings, final_lines, loss_lines
from tests.training.samples import session as session_of

EXAMPLES = ("spiral", "three_classes", "multi_label", "bounded_regression")


def projects():
    for name in EXAMPLES:
        yield pytest.param(lambda n=name: open_project(examples_path() / f"{n}.json"), id=name)
    for name, template in TEMPLATES.items():
        yield pytest.param(lambda t=template: Project(t.project()), id=name)


def worked(session, rows=5, dtype="float64"):
    """Its first training samples on their way, and what was given."""
    of = Workings(session.network, session.head, session.signature, dtype, device="numpy")
    train = session.prepared.train
    encoded = session.head.encode(train.targets[:rows], session.signature)
    return of.of(session.snapshot().parameters, train.features[:rows], encoded)


@pytest.mark.parametrize("make", list(projects()))
def test_what_leaves_one_station_arrives_at_the_next_and_products_are_products(make):
    session = ProjectSession(make(), dtype="float64", device="numpy", seed=3)
    session.advance(2)
    seen = worked(session)
    probe = Probe(session.network, session.head, session.signature, "float64", device="numpy")
    parameters = session.snapshot().parameters
    values = probe.flow(parameters, seen.features, seen.targets)
    assert seen.loss == pytest.approx(values.loss, rel=1e-12)
    outputs = {each.id: each.output for each in seen.stations}
    assert set(outputs) == {*values.values} - {"head.logits"}
    learned = session.parameters()
    for each in seen.stations:
        if each.id != INPUT:  # of which a probe gives every column
            np.testing.assert_allclose(each.output, values.values[each.id], rtol=1e-12, atol=1e-14)
        for source, given in zip(each.sources, each.inputs, strict=True):
            np.testing.assert_array_equal(given, outputs[source])
        assert (each.product is not None) == (each.type in ("Dense", HEAD))
        if each.product is None:
            continue
        product = each.product
        np.testing.assert_array_equal(product.weight, learned[product.weight_name])
        np.testing.assert_allclose(product.x @ product.weight, product.product, atol=1e-12)
        bias = learned[product.bias_name] if product.bias_name else 0.0
        np.testing.assert_allclose(product.product + bias, product.sums, atol=1e-12)
        if each.activation is not None and each.activation.name != "softmax":
            bent = each.activation.curve(product.sums.ravel()).reshape(each.output.shape)
            np.testing.assert_allclose(bent, each.output, atol=1e-6)


def test_a_layer_on_a_sequence_multiplies_every_step():
    torch = pytest.importorskip("torch")
    session = session_of("multiclass")
    nodes = {
        "nodes": [
            {"id": "reshape_1", "type": "Reshape", "shape": [2, 1]},
            {"id": "dense_1", "type": "Dense", "units": 4, "activation": "tanh"},
            {"id": "flatten_1", "type": "Flatten"},
        ]
    }
    network = NetworkSpec.model_validate(nodes)
    of = Workings(network, session.head, session.signature, "float64", device="numpy")
    train = session.prepared.train
    encoded = session.head.encode(train.targets[:3], session.signature)
    size = sum(int(np.prod(v.shape)) for v in of._traced.builder.graph.parameters)
    parameters = np.random.default_rng(0).normal(size=size)
    station = of.of(parameters, train.features[:3], encoded).station("dense_1")
    product = station.product
    assert product.shape == (3 * 2, 1, 4)
    x = torch.from_numpy(train.features[:3].reshape(3, 2, 1).copy())
    twin = torch.nn.functional.linear(
        x, torch.from_numpy(product.weight.T.copy()), torch.from_numpy(product.bias)
    )
    np.testing.assert_allclose(product.sums, twin.reshape(-1, 4).numpy(), atol=1e-12)
    np.testing.assert_allclose(station.output, torch.tanh(twin).numpy(), atol=1e-12)


def pairs():
    for head in ("binary", "binary_softmax", "multiclass", "multilabel", "regression"):
        for loss in LOSSES:
            yield head, loss


@pytest.mark.parametrize(("head", "loss"), list(pairs()))
def test_the_terms_of_a_loss_come_to_what_the_engine_says_of_the_samples(head, loss):
    session = session_of(head)
    chosen = type(session.head).model_validate({"loss": loss})
    if any(p.severity == "error" for p in chosen.problems(session.signature)):
        pytest.skip("not a loss of this head")
    of = Workings(session.network, chosen, session.signature, "float64", device="numpy")
    train = session.prepared.train
    encoded = chosen.encode(train.targets[:6], session.signature)
    seen = of.of(session.snapshot().parameters, train.features[:6], encoded)
    fitted = chosen.loss_for(session.signature)
    work = loss_lines(fitted, chosen.final, seen.logits, seen.prediction, seen.targets)
    terms = work.terms.values
    root = np.sqrt(np.abs(terms.mean(1)))
    folded = {"sum": terms.sum(1), "mean": terms.mean(1), "root": root}
    np.testing.assert_allclose(folded[work.fold], work.losses.values[:, 0], rtol=1e-9, atol=1e-12)
    for row in range(6):  # the engine, given that sample alone
        alone = of.of(
            session.snapshot().parameters, train.features[row : row + 1], encoded[row : row + 1]
        )
        assert alone.loss == pytest.approx(work.losses.values[row, 0], rel=1e-6, abs=1e-9)


def test_weighted_classes_count_by_their_weights():
    session = session_of("multiclass")
    loss = {"type": "cross_entropy", "class_weights": [1.0, 2.5, 0.5], "label_smoothing": 0.1}
    chosen = type(session.head).model_validate({"loss": loss})
    of = Workings(session.network, chosen, session.signature, "float64", device="numpy")
    train = session.prepared.train
    encoded = chosen.encode(train.targets[:9], session.signature)
    seen = of.of(session.snapshot().parameters, train.features[:9], encoded)
    fitted = chosen.loss_for(session.signature)
    work = loss_lines(fitted, chosen.final, seen.logits, seen.prediction, seen.targets)
    np.testing.assert_allclose(work.terms.values.sum(1), work.losses.values[:, 0], rtol=1e-9)
    assert work.losses.values.sum() / work.weight == pytest.approx(seen.loss, rel=1e-9)


@pytest.mark.parametrize("head", ["binary", "multiclass", "regression", "bounded_regression"])
@pytest.mark.parametrize("size", [1.0, 300.0])
def test_the_final_activation_step_by_step_is_pytorchs(head, size):
    torch = pytest.importorskip("torch")
    session = session_of(head)
    seen = worked(session)
    z = seen.logits * size
    lines = {each.key: each.values for each in final_lines(session.head, session.signature, z, z)}
    twin = torch.from_numpy(z)
    if session.head.final == "softmax":
        shares = lines["exponentials"] / lines["total"]
        np.testing.assert_allclose(shares, torch.softmax(twin, 1).numpy(), atol=1e-12)
    elif session.head.final == "sigmoid":
        answer = 1.0 / (1.0 + lines["exponentials"])
        np.testing.assert_allclose(answer, torch.sigmoid(twin).numpy(), atol=1e-12)
    elif session.head.final == "bounded":
        np.testing.assert_allclose(lines["sigmoid"], torch.sigmoid(twin).numpy(), atol=1e-12)
        low, high = session.head.bounds(session.signature)
        answer = low + (high - low) * torch.sigmoid(torch.from_numpy(seen.logits)).numpy()
        np.testing.assert_allclose(seen.prediction, answer, atol=1e-12)
    assert lines["answer"] is z
