"""Weights back out of a shipped model folder, so that training can go on from it without the float checkpoint."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import NodeProto, numpy_helper
from torch import Tensor

from kg.annotate.bundle import ARRAYS, GRAPH, SETTINGS
from kg.errors import ModelError
from kg.train.export import HEADS
from kg.train.network import Network
from kg.train.ship import CONVENTION

Array = NDArray[np.float32]


class _Graph:
    """The nodes of a graph written by `kg.train.graph`, in order, with their constants."""

    def __init__(self, path: Path) -> None:
        graph = onnx.load(path).graph
        self.nodes: list[NodeProto] = list(graph.node)
        self.constants = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
        self.maker = {output: node for node in self.nodes for output in node.output}

    def of(self, kind: str) -> list[NodeProto]:
        return [node for node in self.nodes if node.op_type == kind]

    def named(self, output: str) -> tuple[Array, Array]:
        """Matrix and bias of the float layer (MatMul, Add) whose output has this name, or is its only input."""
        last = self.maker[output]
        while last.op_type != "Add":
            last = self.maker[last.input[0]]
        product = self.maker[last.input[0]]
        return self.constants[product.input[1]], self.constants[last.input[1]]

    def linear(self, node: NodeProto) -> tuple[Array, Array]:
        """Weight [out, in] and bias [out] of a layer with 8-bit weights."""
        _, integers, _, scales, _, _, bias = node.input
        matrix = self.constants[integers].astype(np.float32) * self.constants[scales]
        before = self.maker.get(self.maker[node.input[0]].input[0])
        if before is not None and before.op_type == "Mul" and before.input[1] in self.constants:
            matrix = matrix * self.constants[before.input[1]][:, None]
        return np.ascontiguousarray(matrix.T), self.constants[bias]

    def table(self, node: NodeProto) -> Array:
        """An embedding table, from the Gather that reads it."""
        return self.constants[node.input[0]].astype(np.float32)


def thaw(network: Network, folder: Path, labels: Mapping[str, Sequence[str]]) -> None:
    """Fill a network with the weights of a shipped 8-bit model; heads that were not shipped stay as they are.

    The names head of the shipped convention starts those of the other corpora, label by label.
    Raises ModelError if the folder's graph is not an 8-bit one of this shape.
    """
    graph = _Graph(folder / GRAPH)
    settings = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
    arrays = np.load(folder / ARRAYS)
    state = {name: value.clone() for name, value in network.state_dict().items()}
    try:
        new = {**_encoder(graph, len(network.encoder.layers)), **_heads(graph, network)}
    except (KeyError, IndexError, ValueError) as error:
        message = f"{folder / GRAPH} can't be trained on: it is no 8-bit graph of this network ({error!r})"
        raise ModelError(message) from error
    new["label_output.weight"] = arrays["relation_weight"].T
    new["label_output.bias"] = arrays["relation_bias"]
    for name, value in new.items():
        if tuple(state[name].shape) != value.shape:
            raise ModelError(
                f"{name} has shape {value.shape} in {folder}, but {tuple(state[name].shape)} here"
            )
        state[name] = torch.from_numpy(np.array(value, dtype=np.float32))
    shipped = {**settings["labels"], CONVENTION: settings["names"]}
    for task, layer in _outputs(graph).items():
        for other in [
            task,
            *(name for name in network.tasks if task == CONVENTION and name.startswith("ner_")),
        ]:
            _rows(state, other, layer, shipped.get(task, labels[other]), labels[other])
    _relabel(state, shipped["deprel"], labels["deprel"])
    network.load_state_dict(state)


def _encoder(graph: _Graph, layers: int) -> dict[str, Array]:
    found: dict[str, Array] = {}
    gathers = graph.of("Gather")
    pieces, scale = gathers[0], gathers[1]
    found["encoder.pieces.weight"] = graph.table(pieces) * graph.constants[scale.input[0]]
    found["encoder.positions.weight"] = graph.constants[graph.of("Slice")[0].input[0]]
    for node in gathers:
        if node.input[1] in ("shapes", "breaks"):
            found[f"encoder.{node.input[1]}.weight"] = graph.table(node)
    norms = ["norm"]
    for index in range(layers):
        norms += [f"layers.{index}.norm_attention", f"layers.{index}.norm_output"]
    for name, node in zip(norms, graph.of("LayerNormalization"), strict=True):
        found[f"encoder.{name}.weight"] = graph.constants[node.input[1]]
        found[f"encoder.{name}.bias"] = graph.constants[node.input[2]]
    parts = [
        f"layers.{index}.{part}" for index in range(layers) for part in ("qkv", "mix", "expand", "contract")
    ]
    for name, node in zip(parts, graph.of("MatMulIntegerToFloat")[:-1], strict=True):
        found[f"encoder.{name}.weight"], found[f"encoder.{name}.bias"] = graph.linear(node)
    return found


def _heads(graph: _Graph, network: Network) -> dict[str, Array]:
    weight, bias = graph.linear(graph.of("MatMulIntegerToFloat")[-1])
    found: dict[str, Array] = {}
    begin = 0
    for head in HEADS:
        end = begin + network.get_submodule(f"{head}.linear").bias.shape[0]
        found[f"{head}.linear.weight"], found[f"{head}.linear.bias"] = weight[begin:end], bias[begin:end]
        begin = end
    size = network.arc_weight.shape[0]
    matrix, shift = graph.named("dependent")
    found["arc_weight"] = matrix[:, :size]
    found["root.weight"], found["root.bias"] = matrix[:, size + 1][None], shift[size + 1][None]
    matrix, shift = graph.named("head")
    found["arc_bias.weight"], found["arc_bias.bias"] = matrix[:, size][None], shift[size][None]
    return found


def _outputs(graph: _Graph) -> dict[str, tuple[Array, Array]]:
    """Weight [labels, in] and bias of each tagging task."""
    found = {task: graph.named(task) for task in ("upos", "xpos", "feats")}
    found[CONVENTION] = graph.named("names")
    found["etype"] = graph.named(graph.of("Softmax")[-1].output[0])
    layers = {task: (matrix.T, bias) for task, (matrix, bias) in found.items()}
    # Only the difference of the two sentence labels was shipped.
    matrix, bias = graph.named("sent")
    half = np.float32(0.5)
    layers["sent"] = (np.stack([matrix, -matrix]) * half, np.concatenate([bias, -bias]) * half)
    return layers


def _rows(
    state: dict[str, Tensor], task: str, layer: tuple[Array, Array], old: Sequence[str], new: Sequence[str]
) -> None:
    place = {label: row for row, label in enumerate(old)}
    for row, label in enumerate(new):
        if label in place:
            state[f"outputs.{task}.weight"][row] = torch.from_numpy(np.array(layer[0][place[label]]))
            state[f"outputs.{task}.bias"][row] = float(layer[1][place[label]])


def _relabel(state: dict[str, Tensor], old: Sequence[str], new: Sequence[str]) -> None:
    order = torch.tensor([old.index(label) for label in new])
    for name in ("label_output.weight", "label_output.bias"):
        state[name] = state[name][order]
