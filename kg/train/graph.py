"""Writes the network as an ONNX graph, in float or with 8-bit weights and statically scaled 8-bit activations.

The graph is written node by node with ONNX Runtime's fused operators. Activation scales are fixed numbers from a
calibration pass, not taken from each batch, so that a document's annotation does not depend on its neighbours.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

Array = NDArray[np.float32]
Range = tuple[Array, Array]
"""The least and greatest activation of each input channel."""

MICROSOFT = "com.microsoft"


class GraphWriter:
    """Collects nodes and initialisers of one graph."""

    def __init__(
        self,
        ranges: Mapping[str, Range] | None,
        weight_bits: int = 7,
        evened: tuple[str, ...] = (".qkv", ".expand"),
    ) -> None:
        self.ranges = ranges
        self.evened = evened
        self.limit = 2 ** (weight_bits - 1) - 1
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []
        self._count = 0

    def constant(self, value: NDArray[np.generic]) -> str:
        """An initialiser's name."""
        self._count += 1
        name = f"c{self._count}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(
        self, kind: str, *inputs: str, domain: str = "", name: str | None = None, **attributes: Any
    ) -> str:
        """Add an operator with one output, and return that output's name."""
        self._count += 1
        output = name or f"n{self._count}"
        self.nodes.append(helper.make_node(kind, list(inputs), [output], domain=domain, **attributes))
        return output

    def linear(self, states: str, weight: Array, bias: Array, activation: str) -> str:
        """states [..., in] times weight [out, in] plus bias; 8-bit where there is a range for the activation."""
        matrix = np.ascontiguousarray(weight.T)
        if self.ranges is None:
            product = self.node("MatMul", states, self.constant(matrix))
            return self.node("Add", product, self.constant(bias))
        lows, highs = self.ranges[activation]
        if activation.endswith(self.evened):
            # Move the outliers of a few channels into the weights, which bear them better.
            peaks = np.maximum(np.maximum(np.abs(lows), np.abs(highs)), 1e-5)
            ratio = np.sqrt(peaks / np.maximum(np.abs(matrix).max(axis=1), 1e-5))
            ratio = (ratio / np.exp(np.log(ratio).mean())).astype(np.float32)
            states = self.node("Mul", states, self.constant(1 / ratio))
            matrix = matrix * ratio[:, None]
            lows, highs = lows / ratio, highs / ratio
        low, high = min(float(lows.min()), 0.0), max(float(highs.max()), 0.0)
        scale = np.float32(max(high - low, 1e-6) / 255)
        zero = np.uint8(np.clip(round(-low / float(scale)), 0, 255))
        step = self.constant(np.array(scale, dtype=np.float32))
        origin = self.constant(np.array(zero, dtype=np.uint8))
        quantized = self.node("QuantizeLinear", states, step, origin)
        columns = np.maximum(np.abs(matrix).max(axis=0), 1e-8) / self.limit
        integers = np.clip(np.round(matrix / columns), -self.limit, self.limit).astype(np.int8)
        return self.node(
            "MatMulIntegerToFloat",
            quantized,
            self.constant(integers),
            step,
            self.constant(columns.astype(np.float32)),
            origin,
            self.constant(np.zeros(len(columns), dtype=np.int8)),
            self.constant(bias),
            domain=MICROSOFT,
        )

    def table(self, weight: Array, indices: str) -> str:
        """Rows of an embedding table; 8-bit with a scale for each row in a quantised graph."""
        if self.ranges is None:
            return self.node("Gather", self.constant(weight), indices)
        rows = np.maximum(np.abs(weight).max(axis=1, keepdims=True), 1e-8) / 127
        integers = np.round(weight / rows).astype(np.int8)
        picked = self.node(
            "Cast", self.node("Gather", self.constant(integers), indices), to=TensorProto.FLOAT
        )
        return self.node("Mul", picked, self.node("Gather", self.constant(rows.astype(np.float32)), indices))


def encoder(graph: GraphWriter, state: Mapping[str, Array], layers: int, heads: int) -> str:
    """The encoder from inputs pieces, shapes and breaks [B, T] to states [B, T, H].

    There is no mask: without one, attention takes its fast path. The sequences of a batch have one length.
    """
    zero = graph.constant(np.array([0], dtype=np.int64))
    length = graph.node("Shape", "pieces", start=1, end=2)
    positions = graph.node("Slice", graph.constant(state["positions.weight"]), zero, length, zero)
    total = graph.node("Add", graph.table(state["pieces.weight"], "pieces"), positions)
    for table in ("shapes", "breaks"):
        total = graph.node(
            "Add", total, graph.node("Gather", graph.constant(state[f"{table}.weight"]), table)
        )
    norm = (graph.constant(state["norm.weight"]), graph.constant(state["norm.bias"]))
    states = graph.node("LayerNormalization", total, *norm, epsilon=1e-12, axis=-1)
    for index in range(layers):
        states = layer(graph, state, index, states, heads)
    return states


def layer(graph: GraphWriter, state: Mapping[str, Array], index: int, states: str, heads: int) -> str:
    """One transformer layer on states [B, T, H], padding told by the graph's input mask [B, T] (int32)."""
    part = f"layers.{index}"
    packed = graph.linear(states, state[f"{part}.qkv.weight"], state[f"{part}.qkv.bias"], f"{part}.qkv")
    names = [f"{part}.query", f"{part}.key", f"{part}.value"]
    width = state["norm.weight"].shape[0]
    thirds = graph.constant(np.array([width, width, width], dtype=np.int64))
    graph.nodes.append(helper.make_node("Split", [packed, thirds], names, axis=-1))
    mixed = graph.node("MultiHeadAttention", *names, domain=MICROSOFT, num_heads=heads)
    mixed = graph.linear(mixed, state[f"{part}.mix.weight"], state[f"{part}.mix.bias"], f"{part}.mix")
    states = _skip_norm(graph, mixed, states, state, f"{part}.norm_attention")
    inner = graph.linear(
        states, state[f"{part}.expand.weight"], state[f"{part}.expand.bias"], f"{part}.expand"
    )
    inner = graph.node("Gelu", inner, domain=MICROSOFT)
    outer = graph.linear(
        inner, state[f"{part}.contract.weight"], state[f"{part}.contract.bias"], f"{part}.contract"
    )
    return _skip_norm(graph, outer, states, state, f"{part}.norm_output")


def _skip_norm(graph: GraphWriter, left: str, right: str, state: Mapping[str, Array], name: str) -> str:
    # ONNX Runtime's fused skip-and-normalise is slower on a CPU than the two operators.
    scale, shift = graph.constant(state[f"{name}.weight"]), graph.constant(state[f"{name}.bias"])
    return graph.node(
        "LayerNormalization", graph.node("Add", left, right), scale, shift, epsilon=1e-12, axis=-1
    )


def words(graph: GraphWriter, states: str, width: int) -> str:
    """The states [W, H] at input `first` [W], an index into the flattened B*T."""
    flat = graph.node("Reshape", states, graph.constant(np.array([-1, width], dtype=np.int64)))
    return graph.node("Gather", flat, "first")


def model(graph: GraphWriter, outputs: Mapping[str, tuple[int, int]]) -> onnx.ModelProto:
    """Close the graph; `outputs` gives each output's element type and number of axes."""
    grid = ["batch", "length"]
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, grid)
        for name in ("pieces", "shapes", "breaks")
    ]
    inputs.append(helper.make_tensor_value_info("first", TensorProto.INT64, ["words"]))
    results = [
        helper.make_tensor_value_info(name, kind, ["words", None][:axes])
        for name, (kind, axes) in outputs.items()
    ]
    made = helper.make_graph(graph.nodes, "kg", inputs, results, graph.constants)
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(MICROSOFT, 1)]
    return helper.make_model(made, opset_imports=opsets, ir_version=8, producer_name="kg")
