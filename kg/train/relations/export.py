"""From a trained relation network to the ONNX file that `kg.relate.model` loads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from onnx import ModelProto, TensorProto, helper
from torch import Tensor, nn

from kg.annotate.pieces import Pieces
from kg.relate.model.batch import arrays
from kg.train.graph import MICROSOFT, GraphWriter, Range, encoder, layer
from kg.train.relations.examples import Example
from kg.train.relations.network import HEADS, NEVER, RelationNetwork

Array = NDArray[np.float32]
OUTPUTS: Final = ("predicate", "root", "denied", "modality", "begin", "end", "source")
WEIGHT_BITS: Final = 7
"""Seven bits keep 8-bit products from saturating on processors without VNNI."""


@torch.no_grad()
def calibrate(network: RelationNetwork, examples: Sequence[Example], vocabulary: Pieces) -> dict[str, Range]:
    """The least and greatest input of each channel of each linear layer over some examples, zero among them."""
    ranges: dict[str, Range] = {}
    zero = np.zeros((), np.float32)

    def watch(name: str) -> Any:
        def hook(_: nn.Module, inputs: tuple[Tensor, ...]) -> None:
            low, high = ranges.get(name, (zero, zero))
            values = inputs[0].float().flatten(0, -2)
            ranges[name] = (np.minimum(low, values.amin(0).numpy()), np.maximum(high, values.amax(0).numpy()))

        return hook

    handles = [
        module.register_forward_pre_hook(watch(name.removeprefix("encoder.")))
        for name, module in network.named_modules()
        if isinstance(module, nn.Linear)
    ]
    network.eval()
    for start in range(0, len(examples), 8):
        feed = arrays([example.window for example in examples[start : start + 8]], vocabulary).feed()
        network(**{name: torch.from_numpy(np.asarray(value)) for name, value in feed.items()})
    for handle in handles:
        handle.remove()
    return ranges


def build(network: RelationNetwork, ranges: Mapping[str, Range] | None) -> ModelProto:
    """The ONNX model, in 8 bits where `ranges` are given."""
    state = {name: value.float().cpu().numpy() for name, value in network.state_dict().items()}
    inside = {
        name.removeprefix("encoder."): value for name, value in state.items() if name.startswith("encoder.")
    }
    graph = GraphWriter(ranges, WEIGHT_BITS)
    heads = network.encoder.layers[0].heads
    states = encoder(graph, inside, network.frozen, heads)
    for table in ("types", "roles"):
        states = graph.node(
            "Add", states, graph.node("Gather", graph.constant(state[f"{table}.weight"]), table)
        )
    norm = (graph.constant(state["norm.weight"]), graph.constant(state["norm.bias"]))
    states = graph.node("LayerNormalization", states, *norm, epsilon=1e-5, axis=-1)
    for index in range(network.frozen, len(network.encoder.layers)):
        states = layer(graph, inside, index, states, heads)
    _pairs(graph, state, states)
    return _close(graph)


def _pairs(graph: GraphWriter, state: Mapping[str, Array], states: str) -> None:
    """The pair head, as in RelationNetwork.pairs."""
    width = state["norm.weight"].shape[0]
    part = width // HEADS

    def linear(name: str, source: str) -> str:
        return graph.linear(source, state[f"{name}.weight"], state[f"{name}.bias"], name)

    def shaped(source: str, axes: tuple[int, ...], *order: int) -> str:
        made = graph.node("Reshape", source, graph.constant(np.array(axes, np.int64)))
        return graph.node("Transpose", made, perm=list(order))

    def constant(value: float) -> str:
        return graph.constant(np.array(value, np.float32))

    axis = graph.constant(np.array([2], np.int64))
    slots = graph.node("MatMul", "pool", states)
    subject, object_ = (
        graph.node("GatherND", slots, graph.node("Unsqueeze", name, axis), batch_dims=1)
        for name in ("subjects", "objects")
    )
    query = graph.node("Add", linear("query_subject", subject), linear("query_object", object_))
    query = shaped(query, (0, 0, HEADS, part), 0, 2, 1, 3)
    key = shaped(linear("key", states), (0, 0, HEADS, part), 0, 2, 3, 1)
    scores = graph.node("Mul", graph.node("MatMul", query, key), constant(part**-0.5))
    inside = graph.node("Cast", "within", to=TensorProto.FLOAT)
    near = graph.constant(state["near"].reshape(1, HEADS, 1, 1))
    one = graph.constant(np.array([1], np.int64))
    scores = graph.node("Add", scores, graph.node("Mul", graph.node("Unsqueeze", inside, one), near))
    outside = graph.node("Equal", "mask", graph.constant(np.array(0, np.int32)))
    outside = graph.node("Unsqueeze", outside, graph.constant(np.array([1, 2], np.int64)))
    scores = graph.node("Where", outside, constant(NEVER), scores)
    value = shaped(states, (0, 0, HEADS, part), 0, 2, 1, 3)
    context = graph.node("MatMul", graph.node("Softmax", scores, axis=-1), value)
    context = graph.node("Transpose", context, perm=[0, 2, 1, 3])
    context = graph.node("Reshape", context, graph.constant(np.array((0, 0, width), np.int64)))
    joined = graph.node("Concat", subject, object_, context, axis=-1)
    hidden = graph.node("Gelu", linear("mix", joined), domain=MICROSOFT)
    hidden = graph.node("Add", hidden, graph.node("Gelu", linear("second", hidden), domain=MICROSOFT))
    for name in ("predicate", "root", "denied", "modality"):
        weight, bias = state[f"outputs.{name}.weight"], state[f"outputs.{name}.bias"]
        product = graph.node("MatMul", hidden, graph.constant(weight.T))
        graph.node("Add", product, graph.constant(bias), name=name)
    columns = graph.node("Mul", graph.node("Transpose", states, perm=[0, 2, 1]), constant(width**-0.5))
    for name in ("begin", "end"):
        found = graph.node("MatMul", linear(name, hidden), columns)
        graph.node("Where", "within", found, constant(NEVER), name=name)
    slots = graph.node("Mul", graph.node("Transpose", slots, perm=[0, 2, 1]), constant(width**-0.5))
    sources = graph.node("MatMul", linear("source", hidden), slots)
    empty = graph.node("ReduceSum", "pool", graph.constant(np.array([2], np.int64)), keepdims=0)
    empty = graph.node("Unsqueeze", graph.node("LessOrEqual", empty, constant(0.0)), one)
    sources = graph.node("Where", empty, constant(NEVER), sources)
    none = graph.node("MatMul", hidden, graph.constant(state["no_source.weight"].T))
    none = graph.node("Add", none, graph.constant(state["no_source.bias"]))
    graph.node("Concat", none, sources, axis=-1, name="source")


def _close(graph: GraphWriter) -> ModelProto:
    info = helper.make_tensor_value_info
    grid, pairs = ["batch", "length"], ["batch", "pairs"]
    inputs = [
        info(name, TensorProto.INT64, grid) for name in ("pieces", "shapes", "breaks", "types", "roles")
    ]
    inputs.append(info("mask", TensorProto.INT32, grid))
    inputs.append(info("pool", TensorProto.FLOAT, ["batch", "slots", "length"]))
    inputs += [info(name, TensorProto.INT64, pairs) for name in ("subjects", "objects")]
    inputs.append(info("within", TensorProto.BOOL, [*pairs, "length"]))
    outputs = [info(name, TensorProto.FLOAT, [*pairs, None]) for name in OUTPUTS]
    made = helper.make_graph(graph.nodes, "kg-relations", inputs, outputs, graph.constants)
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(MICROSOFT, 1)]
    return helper.make_model(made, opset_imports=opsets, ir_version=8, producer_name="kg")
