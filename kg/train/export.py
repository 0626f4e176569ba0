"""From a trained network to the files that `kg.annotate` ships."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np
import torch
from numpy.typing import NDArray
from onnx import ModelProto, TensorProto, helper
from torch import Tensor, nn

from kg.train.graph import GraphWriter, Range, encoder, model, words
from kg.train.network import Network
from kg.train.windows import Batch

Array = NDArray[np.float32]

HEADS = ("tag_layer", "name_layer", "arc_dependent", "arc_head", "label_dependent", "label_head")
OUTPUTS = {
    "upos": (TensorProto.INT64, 1),
    "xpos": (TensorProto.INT64, 1),
    "feats": (TensorProto.INT64, 1),
    "sent": (TensorProto.FLOAT, 1),
    "names": (TensorProto.FLOAT, 2),
    "dependent": (TensorProto.FLOAT, 2),
    "head": (TensorProto.FLOAT, 2),
    "label_dependent": (TensorProto.FLOAT, 2),
    "label_head": (TensorProto.FLOAT, 2),
    "vectors": (TensorProto.FLOAT, 2),
}


@torch.no_grad()
def calibrate(network: Network, batches: Iterable[Batch]) -> dict[str, Range]:
    """The least and greatest input of each channel of the encoder's linear layers, and of the word heads."""
    ranges: dict[str, Range] = {}

    def watch(name: str) -> Callable[[nn.Module, tuple[Tensor, ...]], None]:
        def hook(_: nn.Module, inputs: tuple[Tensor, ...]) -> None:
            values = inputs[0].flatten(0, -2)
            low, high = values.amin(0).numpy(), values.amax(0).numpy()
            old = ranges.get(name, (low, high))
            ranges[name] = (np.minimum(old[0], low), np.maximum(old[1], high))

        return hook

    handles = []
    for name, module in network.encoder.named_modules():
        if isinstance(module, nn.Linear):
            handles.append(module.register_forward_pre_hook(watch(name)))
    handles.append(network.tag_layer.linear.register_forward_pre_hook(watch("words")))
    for batch in batches:
        network.tags(network.words(batch.pieces, batch.shapes, batch.breaks, batch.mask, batch.first))
    for handle in handles:
        handle.remove()
    return ranges


def build(
    network: Network,
    names: Mapping[str, Array],
    vectors: Array,
    ranges: Mapping[str, Range] | None,
    bits: int,
) -> ModelProto:
    """The ONNX model. `names` holds the weight and bias of the one names layer, `vectors` [D, H] projects words."""
    state = {name: value.float().cpu().numpy() for name, value in network.state_dict().items()}
    inside = {
        name.removeprefix("encoder."): value for name, value in state.items() if name.startswith("encoder.")
    }
    graph = GraphWriter(ranges, bits)
    width = inside["norm.weight"].shape[0]
    layers = len(network.encoder.layers)
    states = encoder(graph, inside, layers, network.encoder.heads)
    rows = words(graph, states, width)

    weight = np.concatenate([state[f"{head}.linear.weight"] for head in HEADS])
    bias = np.concatenate([state[f"{head}.linear.bias"] for head in HEADS])
    activated = graph.node("Gelu", graph.linear(rows, weight, bias, "words"), domain="com.microsoft")
    sizes = np.array([len(state[f"{head}.linear.bias"]) for head in HEADS], dtype=np.int64)
    graph.nodes.append(helper.make_node("Split", [activated, graph.constant(sizes)], list(HEADS), axis=-1))

    for task in ("upos", "xpos", "feats"):
        graph.node("ArgMax", _linear(graph, "tag_layer", state, task), axis=-1, keepdims=0, name=task)
    sent = {
        "weight": state["outputs.sent.weight"][0] - state["outputs.sent.weight"][1],
        "bias": state["outputs.sent.bias"][0] - state["outputs.sent.bias"][1],
    }
    product = graph.node("MatMul", "tag_layer", graph.constant(sent["weight"]))
    graph.node("Add", product, graph.constant(sent["bias"]), name="sent")
    product = graph.node("MatMul", "name_layer", graph.constant(names["weight"].T))
    graph.node("Add", product, graph.constant(names["bias"]), name="names")
    _arcs(graph, state)
    projected = graph.node("MatMul", rows, graph.constant(vectors.T))
    kinds = graph.node("Softmax", _linear(graph, "name_layer", state, "etype"), axis=-1)
    graph.node("Concat", projected, kinds, rows, axis=-1, name="vectors")
    return model(graph, OUTPUTS)


def _linear(graph: GraphWriter, source: str, state: Mapping[str, Array], task: str) -> str:
    product = graph.node("MatMul", source, graph.constant(state[f"outputs.{task}.weight"].T))
    return graph.node("Add", product, graph.constant(state[f"outputs.{task}.bias"]))


def _arcs(graph: GraphWriter, state: Mapping[str, Array]) -> None:
    # dependent [W, arcs + 2]: its bilinear part, a one, the root score; head [W, arcs + 2]: with a zero last
    size = len(state["arc_dependent.linear.bias"])
    matrix = np.zeros((size, size + 2), dtype=np.float32)
    matrix[:, :size] = state["arc_weight"]
    shift = np.zeros(size + 2, dtype=np.float32)
    shift[size] = 1
    matrix[:, size + 1] = state["root.weight"][0]
    shift[size + 1] = state["root.bias"][0]
    product = graph.node("MatMul", "arc_dependent", graph.constant(matrix))
    graph.node("Add", product, graph.constant(shift), name="dependent")
    copy = np.zeros((size, size + 2), dtype=np.float32)
    copy[:, :size] = np.eye(size, dtype=np.float32)
    copy[:, size] = state["arc_bias.weight"][0]
    offset = np.zeros(size + 2, dtype=np.float32)
    offset[size] = state["arc_bias.bias"][0]
    product = graph.node("MatMul", "arc_head", graph.constant(copy))
    graph.node("Add", product, graph.constant(offset), name="head")


def relation_weights(network: Network) -> dict[str, Array]:
    """The arrays with which the run time labels the arcs it chose."""
    return {
        "relation_weight": network.label_output.weight.detach().float().cpu().numpy().T,
        "relation_bias": network.label_output.bias.detach().float().cpu().numpy(),
    }
