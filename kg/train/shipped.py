"""Reads the weights out of an 8-bit graph that `kg.train.graph` wrote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import NodeProto, numpy_helper
from torch import nn

from kg.errors import ModelError

Array = NDArray[np.float32]


class ShippedGraph:
    """The nodes of a graph written by `kg.train.graph`, in order, with their constants."""

    def __init__(self, path: Path) -> None:
        graph = onnx.load(path).graph
        self.nodes: list[NodeProto] = list(graph.node)
        self.constants = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
        self.maker = {output: node for node in self.nodes for output in node.output}

    def of(self, kind: str) -> list[NodeProto]:
        """The nodes of one operator, in order."""
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

    def norm(self, node: NodeProto) -> tuple[Array, Array]:
        """Scale and shift [width] of a LayerNormalization."""
        return self.constants[node.input[1]], self.constants[node.input[2]]

    def table(self, node: NodeProto) -> Array:
        """An embedding table, from the Gather that reads it."""
        return self.constants[node.input[0]].astype(np.float32)


def encoder_weights(
    graph: ShippedGraph, layers: int, norms: Sequence[NodeProto], linear: Sequence[NodeProto]
) -> dict[str, Array]:
    """The weights of `kg.train.encoder.Encoder` by name; `norms` and `linear` are the nodes that are the encoder's."""
    found: dict[str, Array] = {}
    gathers = graph.of("Gather")
    pieces, scale = gathers[0], gathers[1]
    found["pieces.weight"] = graph.table(pieces) * graph.constants[scale.input[0]]
    found["positions.weight"] = graph.constants[graph.of("Slice")[0].input[0]]
    for node in gathers:
        if node.input[1] in ("shapes", "breaks"):
            found[f"{node.input[1]}.weight"] = graph.table(node)
    names = ["norm"]
    for index in range(layers):
        names += [f"layers.{index}.norm_attention", f"layers.{index}.norm_output"]
    for name, node in zip(names, norms, strict=True):
        found[f"{name}.weight"], found[f"{name}.bias"] = graph.norm(node)
    parts = ("qkv", "mix", "expand", "contract")
    names = [f"layers.{index}.{part}" for index in range(layers) for part in parts]
    for name, node in zip(names, linear, strict=True):
        found[f"{name}.weight"], found[f"{name}.bias"] = graph.linear(node)
    return {f"encoder.{name}": value for name, value in found.items()}


def fill(network: nn.Module, weights: Mapping[str, Array], path: Path) -> None:
    """Put weights from the file at `path` into a network; those that are not named stay as they are.

    Raises:
        ModelError: a weight has another shape.
    """
    state = {name: value.clone() for name, value in network.state_dict().items()}
    for name, value in weights.items():
        if tuple(state[name].shape) != value.shape:
            raise ModelError(f"{name} has shape {value.shape} in {path}, but {tuple(state[name].shape)} here")
        state[name] = torch.from_numpy(np.array(value, dtype=np.float32))
    network.load_state_dict(state)
