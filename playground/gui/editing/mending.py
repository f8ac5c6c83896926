"""What a problem offers, done as an edit."""

from __future__ import annotations

from typing import Any

from playground.gui.document import Document
from playground.network import edits
from playground.network.fixes import (
    ChooseRate,
    ChooseRegularization,
    KeepLinks,
    RemoveNodes,
    SetData,
    SetFields,
    in_a_row,
)
from playground.network.losses import LOSSES
from playground.network.named import parse_name
from playground.network.problems import (
    ChooseBatch,
    ChooseHead,
    ChooseLoss,
    Connect,
    Fix,
    InsertLayer,
    RemoveNode,
)
from playground.network.regularization import Regularization


def apply_fix(document: Document, fix: Fix) -> None:
    """Do what a problem offers, in one edit."""
    match fix:
        case InsertLayer(layer_type, source, target):
            document.insert_layer(layer_type, (source, target))
        case ChooseHead(head_type, _):
            document.set_head(head_type)
        case ChooseLoss(loss, _):
            _choose_loss(document, loss)
        case ChooseBatch(size):
            document.set_training(batch_size=size)
        case Connect(source, target):
            document.connect_nodes(source, target)
        case RemoveNode(node):
            document.remove_nodes([node])
        case RemoveNodes(nodes):
            document.remove_nodes(nodes)
        case KeepLinks(target, sources):
            network = edits.keep_links(document.network, target, sources)
            document.edit(f"keep {in_a_row(sources)} before {target}", network=network)
        case SetFields(nodes, values, label):
            network = edits.set_fields(document.network, nodes, values)
            document.edit(f"{label[0].lower()}{label[1:]}", network=network)
        case SetData(field, value, _):
            document.set_data(**{field: value})
        case ChooseRate(rate):
            optimizer = document.project.training.optimizer
            optimizer = optimizer.model_copy(update={"learning_rate": rate})
            _train_with(document, f"use a learning rate of {rate:g}", optimizer=optimizer)
        case ChooseRegularization(kind, rate):
            penalty = Regularization(type=kind, rate=rate)
            _train_with(document, f"use {kind.upper()}", regularization=penalty)


def _choose_loss(document: Document, loss: str) -> None:
    """Choose a loss with the final activation that belongs to it."""
    head = document.project.head
    # The loss in force keeps its fields.
    part = head.loss if head.loss_part.name == loss else parse_name(LOSSES, loss)
    head = head.model_copy(update={"loss": part, "activation": None})
    document.edit(f"use the {head.loss_part.label} loss", head=head)


def _train_with(document: Document, text: str, **fields: Any) -> None:
    training = document.project.training.model_copy(update=fields)
    document.edit(text, training=training)
