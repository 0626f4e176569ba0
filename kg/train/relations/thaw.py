"""Weights back out of the shipped 8-bit relation model, so that training can go on from it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from onnx import NodeProto

from kg.errors import ModelError
from kg.relate.model.session import JUDGE, READER
from kg.train.relations.export import CLASSES
from kg.train.relations.network import LAYERS, RelationNetwork
from kg.train.shipped import Array, ShippedGraph, encoder_weights, fill

_PAIR_LAYER = ("query", "key", "value", "mix", "expand", "contract")


def thaw(network: RelationNetwork, folder: Path) -> None:
    """Fill a network with the weights of a shipped model; the outputs that were not shipped stay as they are.

    Raises:
        ModelError: the folder's graphs are not 8-bit ones of this shape.
    """
    try:
        new = {
            **_reader(ShippedGraph(folder / READER), network),
            **_judge(ShippedGraph(folder / JUDGE)),
        }
    except (KeyError, IndexError, ValueError) as error:
        message = f"{folder} can't be trained on: its graphs are no 8-bit ones of this network ({error!r})"
        raise ModelError(message) from error
    fill(network, new, folder)


def _reader(graph: ShippedGraph, network: RelationNetwork) -> dict[str, Array]:
    norms = graph.of("LayerNormalization")
    own = norms.pop(1 + 2 * network.frozen)
    found = encoder_weights(graph, len(network.encoder.layers), norms, graph.of("MatMulIntegerToFloat"))
    found["norm.weight"], found["norm.bias"] = graph.norm(own)
    for node in graph.of("Gather"):
        if node.input[1] in ("types", "roles", "functions"):
            found[f"{node.input[1]}.weight"] = graph.table(node)
        elif node.input[1] == "gaps":
            found["near.weight"] = graph.table(node)[:, None]
    for name, node in zip(("left", "right", "left_alone", "right_alone"), _products(graph), strict=True):
        found[f"{name}.weight"], found[f"{name}.bias"] = _float(graph, node)
    return found


def _judge(graph: ShippedGraph) -> dict[str, Array]:
    layers = [f"judge.{index}" for index in range(LAYERS)]
    linear = [f"{layer}.{part}" for layer in layers for part in _PAIR_LAYER]
    linear = ["subject", "object", *linear, "mix", "begin", "end", "source"]
    found: dict[str, Array] = {}
    for name, node in zip(linear, graph.of("MatMulIntegerToFloat"), strict=True):
        found[f"{name}.weight"], found[f"{name}.bias"] = graph.linear(node)
    norms = [
        "norm_pair",
        *(f"{layer}.{norm}" for layer in layers for norm in ("norm_attention", "norm_output")),
    ]
    for name, node in zip(norms, graph.of("LayerNormalization"), strict=True):
        found[f"{name}.weight"], found[f"{name}.bias"] = graph.norm(node)
    zones = [node for node in graph.of("Gather") if node.input[1] == "zones"]
    for layer, node in zip(layers, zones, strict=True):
        found[f"{layer}.zones"] = graph.table(node)
    (found["gaps.weight"],) = (graph.table(node) for node in graph.of("Gather") if node.input[1] == "gaps")
    outputs = *(f"outputs.{name}" for name in CLASSES), "outputs.predicate", "no_source"
    for name, node in zip(outputs, _products(graph), strict=True):
        found[f"{name}.weight"], found[f"{name}.bias"] = _float(graph, node)
    # Only what speaks for a predicate more than for none was shipped.
    weight, bias = found["outputs.predicate.weight"], found["outputs.predicate.bias"]
    found["outputs.predicate.weight"] = np.concatenate([weight, np.zeros_like(weight[:1])])
    found["outputs.predicate.bias"] = np.concatenate([bias, np.zeros_like(bias[:1])])
    return found


def _products(graph: ShippedGraph) -> list[NodeProto]:
    """The products with a constant, which stand for float layers, in order."""
    return [node for node in graph.of("MatMul") if node.input[1] in graph.constants]


def _float(graph: ShippedGraph, product: NodeProto) -> tuple[Array, Array]:
    """Weight [out, in] and bias [out] of the float layer of such a product."""
    (add,) = (node for node in graph.of("Add") if node.input[0] == product.output[0])
    return np.ascontiguousarray(graph.constants[product.input[1]].T), graph.constants[add.input[1]]
