"""From a trained relation network to the two ONNX graphs that `kg.relate.model` loads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from onnx import ModelProto, TensorProto, ValueInfoProto, helper
from torch import Tensor, nn

from kg.annotate.pieces import Pieces
from kg.train.graph import MICROSOFT, GraphWriter, Range, encoder, layer
from kg.train.relations.examples import Example
from kg.train.relations.losses import batch, judged
from kg.train.relations.network import HEADS, LAYERS, PROPOSAL, RelationNetwork

Array = NDArray[np.float32]
CLASSES: Final = ("root", "denied", "modality")
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
    rng = np.random.default_rng(0)
    for example in examples:
        made = batch([example], vocabulary)
        judged(network, network.read(made.inputs), made, rng)
    for handle in handles:
        handle.remove()
    return ranges


def build(network: RelationNetwork, ranges: Mapping[str, Range] | None) -> tuple[ModelProto, ModelProto]:
    """The reader and the judge, in 8 bits where `ranges` are given."""
    state = {name: value.float().cpu().numpy() for name, value in network.state_dict().items()}
    return _reader(network, state, ranges), _judge(state, ranges)


def _reader(
    network: RelationNetwork, state: Mapping[str, Array], ranges: Mapping[str, Range] | None
) -> ModelProto:
    graph = GraphWriter(ranges, WEIGHT_BITS)
    inside = {
        name.removeprefix("encoder."): value for name, value in state.items() if name.startswith("encoder.")
    }
    heads = network.encoder.heads
    states = encoder(graph, inside, network.frozen, heads)
    for table in ("types", "roles", "functions"):
        states = graph.node(
            "Add", states, graph.node("Gather", graph.constant(state[f"{table}.weight"]), table)
        )
    states = _normed(graph, state, "norm", states)
    last = len(network.encoder.layers)
    for index in range(network.frozen, last):
        states = layer(graph, inside, index, states, heads)
    graph.node("Identity", states, name="states")
    slots = graph.node("MatMul", "pool", states, name="slots")

    def plain(name: str) -> str:
        return graph.node(
            "Add",
            graph.node("MatMul", slots, graph.constant(np.ascontiguousarray(state[f"{name}.weight"].T))),
            graph.constant(state[f"{name}.bias"]),
        )

    def turned(name: str) -> str:
        return graph.node("Transpose", plain(name), perm=[0, 2, 1])

    scale = graph.constant(np.array(PROPOSAL**-0.5, np.float32))
    scores = graph.node("Mul", graph.node("MatMul", plain("left"), turned("right")), scale)
    scores = graph.node("Add", graph.node("Add", scores, plain("left_alone")), turned("right_alone"))
    near = graph.node("Gather", graph.constant(state["near.weight"][:, 0]), "gaps")
    graph.node("Add", scores, near, name="proposals")
    info = helper.make_tensor_value_info
    inputs = [
        info(name, TensorProto.INT64, ["batch", "length"])
        for name in ("pieces", "shapes", "breaks", "types", "roles", "functions")
    ]
    inputs.append(info("pool", TensorProto.FLOAT, ["batch", "slots", "length"]))
    inputs.append(info("gaps", TensorProto.INT64, ["batch", "slots", "slots"]))
    return _close(graph, "kg-relations-reader", inputs, ("states", "slots", "proposals"))


def _judge(state: Mapping[str, Array], ranges: Mapping[str, Range] | None) -> ModelProto:
    """As RelationNetwork.pairs."""
    graph = GraphWriter(ranges, WEIGHT_BITS)
    width = state["norm.weight"].shape[0]
    axis = graph.constant(np.array([2], np.int64))

    def linear(name: str, source: str) -> str:
        return graph.linear(source, state[f"{name}.weight"], state[f"{name}.bias"], name)

    subject, object_ = (
        graph.node("GatherND", "slots", graph.node("Unsqueeze", name, axis), batch_dims=1)
        for name in ("subjects", "objects")
    )
    gaps = graph.node("Gather", graph.constant(state["gaps.weight"]), "gaps")
    pairs = graph.node("Add", linear("subject", subject), linear("object", object_))
    pairs = _normed(graph, state, "norm_pair", graph.node("Add", pairs, gaps))
    for index in range(LAYERS):
        pairs = _pair_layer(graph, state, f"judge.{index}", pairs, width)
    joined = graph.node("Concat", subject, object_, pairs, axis=-1)
    hidden = graph.node("Gelu", linear("mix", joined), domain=MICROSOFT)

    def output(name: str) -> tuple[str, str]:
        product = graph.node(
            "MatMul", hidden, graph.constant(np.ascontiguousarray(state[f"{name}.weight"].T))
        )
        return product, graph.constant(state[f"{name}.bias"])

    for name in CLASSES:
        graph.node("Add", *output(f"outputs.{name}"), name=name)
    against = state["outputs.predicate.weight"], state["outputs.predicate.bias"]
    product = graph.node(
        "MatMul", hidden, graph.constant(np.ascontiguousarray((against[0][:-1] - against[0][-1:]).T))
    )
    graph.node("Add", product, graph.constant(against[1][:-1] - against[1][-1:]), name="predicate")
    scale = graph.constant(np.array(width**-0.5, np.float32))
    columns = graph.node("Mul", graph.node("Transpose", "states", perm=[0, 2, 1]), scale)
    for name in ("begin", "end"):
        graph.node("MatMul", linear(name, hidden), columns, name=name)
    columns = graph.node("Mul", graph.node("Transpose", "slots", perm=[0, 2, 1]), scale)
    sources = graph.node("MatMul", linear("source", hidden), columns)
    graph.node("Concat", graph.node("Add", *output("no_source")), sources, axis=-1, name="source")
    info = helper.make_tensor_value_info
    inputs = [
        info("states", TensorProto.FLOAT, ["batch", "length", width]),
        info("slots", TensorProto.FLOAT, ["batch", "slots", width]),
        *(info(name, TensorProto.INT64, ["batch", "pairs"]) for name in ("subjects", "objects", "gaps")),
        info("zones", TensorProto.INT64, ["batch", "pairs", "length"]),
    ]
    return _close(graph, "kg-relations-judge", inputs, (*CLASSES, "predicate", "begin", "end", "source"))


def _pair_layer(graph: GraphWriter, state: Mapping[str, Array], name: str, pairs: str, width: int) -> str:
    def linear(part: str, source: str) -> str:
        weight, bias = (state[f"{name}.{part}.{kind}"] for kind in ("weight", "bias"))
        return graph.linear(source, weight, bias, f"{name}.{part}")

    def heads(source: str, *order: int) -> str:
        shape = graph.constant(np.array((0, 0, HEADS, width // HEADS), np.int64))
        return graph.node("Transpose", graph.node("Reshape", source, shape), perm=list(order))

    scores = graph.node(
        "MatMul", heads(linear("query", pairs), 0, 2, 1, 3), heads(linear("key", "states"), 0, 2, 3, 1)
    )
    scores = graph.node("Mul", scores, graph.constant(np.array((width // HEADS) ** -0.5, np.float32)))
    bias = graph.node("Gather", graph.constant(state[f"{name}.zones"]), "zones")
    scores = graph.node("Add", scores, graph.node("Transpose", bias, perm=[0, 3, 1, 2]))
    mixed = graph.node(
        "MatMul", graph.node("Softmax", scores, axis=-1), heads(linear("value", "states"), 0, 2, 1, 3)
    )
    mixed = graph.node("Transpose", mixed, perm=[0, 2, 1, 3])
    mixed = graph.node("Reshape", mixed, graph.constant(np.array((0, 0, width), np.int64)))
    pairs = _normed(graph, state, f"{name}.norm_attention", graph.node("Add", pairs, linear("mix", mixed)))
    inner = graph.node("Gelu", linear("expand", pairs), domain=MICROSOFT)
    return _normed(graph, state, f"{name}.norm_output", graph.node("Add", pairs, linear("contract", inner)))


def _normed(graph: GraphWriter, state: Mapping[str, Array], name: str, source: str) -> str:
    scale, shift = graph.constant(state[f"{name}.weight"]), graph.constant(state[f"{name}.bias"])
    return graph.node("LayerNormalization", source, scale, shift, epsilon=1e-5, axis=-1)


def _close(
    graph: GraphWriter, name: str, inputs: Sequence[ValueInfoProto], outputs: Sequence[str]
) -> ModelProto:
    results = [
        helper.make_tensor_value_info(output, TensorProto.FLOAT, ["batch", None, None]) for output in outputs
    ]
    made = helper.make_graph(graph.nodes, name, inputs, results, graph.constants)
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(MICROSOFT, 1)]
    return helper.make_model(made, opset_imports=opsets, ir_version=8, producer_name="kg")
