"""Weights back out of a shipped model folder, so that training can go on from it without the float checkpoint."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from kg.annotate.bundle import ARRAYS, GRAPH, SETTINGS
from kg.errors import ModelError
from kg.train.export import HEADS
from kg.train.network import Network
from kg.train.ship import CONVENTION
from kg.train.shipped import Array, ShippedGraph, encoder_weights, fill


def thaw(network: Network, folder: Path, labels: Mapping[str, Sequence[str]]) -> None:
    """Fill a network with the weights of a shipped 8-bit model; heads that were not shipped stay as they are.

    The names head of the shipped convention starts those of the other corpora, label by label.
    Raises ModelError if the folder's graph is not an 8-bit one of this shape.
    """
    graph = ShippedGraph(folder / GRAPH)
    settings = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
    arrays = np.load(folder / ARRAYS)
    norms, linear = graph.of("LayerNormalization"), graph.of("MatMulIntegerToFloat")[:-1]
    try:
        new = {
            **encoder_weights(graph, len(network.encoder.layers), norms, linear),
            **_heads(graph, network),
        }
    except (KeyError, IndexError, ValueError) as error:
        message = f"{folder / GRAPH} can't be trained on: it is no 8-bit graph of this network ({error!r})"
        raise ModelError(message) from error
    new["label_output.weight"] = arrays["relation_weight"].T
    new["label_output.bias"] = arrays["relation_bias"]
    fill(network, new, folder)
    state = {name: value.clone() for name, value in network.state_dict().items()}
    shipped = {**settings["labels"], CONVENTION: settings["names"]}
    for task, layer in _outputs(graph).items():
        for other in [
            task,
            *(name for name in network.tasks if task == CONVENTION and name.startswith("ner_")),
        ]:
            _rows(state, other, layer, shipped.get(task, labels[other]), labels[other])
    _relabel(state, shipped["deprel"], labels["deprel"])
    network.load_state_dict(state)


def _heads(graph: ShippedGraph, network: Network) -> dict[str, Array]:
    weight, bias = graph.linear(graph.of("MatMulIntegerToFloat")[-1])
    found: dict[str, Array] = {}
    begin = 0
    for head in HEADS:
        end = begin + len(network.get_parameter(f"{head}.linear.bias"))
        found[f"{head}.linear.weight"], found[f"{head}.linear.bias"] = weight[begin:end], bias[begin:end]
        begin = end
    size = network.arc_weight.shape[0]
    matrix, shift = graph.named("dependent")
    found["arc_weight"] = matrix[:, :size]
    found["root.weight"], found["root.bias"] = matrix[:, size + 1][None], shift[size + 1][None]
    matrix, shift = graph.named("head")
    found["arc_bias.weight"], found["arc_bias.bias"] = matrix[:, size][None], shift[size][None]
    return found


def _outputs(graph: ShippedGraph) -> dict[str, tuple[Array, Array]]:
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
