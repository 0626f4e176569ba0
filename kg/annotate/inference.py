"""Windows through the ONNX graph, and from its outputs the words' annotation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kg.annotate.bundle import Bundle
from kg.annotate.graph import Feed, Outputs
from kg.annotate.layout import Layout, Window
from kg.annotate.lengths import alike
from kg.annotate.repeats import Name
from kg.annotate.spans import SpanDecoder
from kg.annotate.trees import best_tree

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

BATCH_PIECES = 2_000
STARTS = 1.0
"""A sentence starts where the log odds of it are higher; tuned on the treebanks' development parts."""


@dataclass(slots=True)
class Annotation:
    """What is predicted for the content words [W] of one Doc; heads are word indices, a root is its own."""

    layout: Layout
    upos: Integers
    xpos: Integers
    feats: Integers
    starts: NDArray[np.bool_]
    heads: Integers
    relations: Integers
    names: list[Name]
    vectors: Floats | None

    @classmethod
    def empty(cls, layout: Layout, vector_width: int) -> Annotation:
        """Nothing predicted yet; a vector width of 0 keeps no vectors."""
        size = len(layout.tokens)
        zeros = [np.zeros(size, dtype=np.int64) for _ in range(5)]
        vectors = np.zeros((size, vector_width), dtype=np.float32) if vector_width else None
        return cls(
            layout, zeros[0], zeros[1], zeros[2], np.zeros(size, dtype=bool), zeros[3], zeros[4], [], vectors
        )


class Runner:
    """Runs windows through the graph and decodes them."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.decoder = SpanDecoder(bundle.settings.names)
        self.root = bundle.settings.labels["deprel"].index("root")

    def run(self, layouts: Sequence[Layout], windows: Sequence[Window]) -> list[Outputs]:
        """The graph's outputs for each window's words, in the order given."""
        sizes = [int(layouts[one.document].counts[one.begin : one.end].sum()) + 2 for one in windows]
        results: list[Outputs] = [{} for _ in windows]
        for group in alike(sizes, BATCH_PIECES):
            self._run_batch(layouts, windows, group, sizes[group[0]], results)
        return results

    def _run_batch(
        self,
        layouts: Sequence[Layout],
        windows: Sequence[Window],
        group: list[int],
        size: int,
        results: list[Outputs],
    ) -> None:
        """Run windows of one size: without padding, attention needs no mask and is twice as fast."""
        grids = [np.zeros((len(group), size), dtype=np.int64) for _ in range(3)]
        pieces, shapes, breaks = grids
        first: list[Integers] = []
        bounds = [0]
        for row, number in enumerate(group):
            window = windows[number]
            layout = layouts[window.document]
            part = slice(window.begin, window.end)
            counts = layout.counts[part]
            ids = [piece for word in layout.pieces[part] for piece in word]
            pieces[row, 0] = self.bundle.pieces.first
            pieces[row, 1 : size - 1] = ids
            pieces[row, size - 1] = self.bundle.pieces.last
            shapes[row, 1 : size - 1] = np.repeat(layout.shapes[part], counts)
            columns = np.cumsum(counts) - counts + 1
            breaks[row, columns] = layout.breaks[part]
            first.append(columns + row * size)
            bounds.append(bounds[-1] + len(columns))
        feed: Feed = {
            "pieces": pieces,
            "shapes": shapes,
            "breaks": breaks,
            "first": np.concatenate(first),
        }
        outputs = self.bundle.graph.run(feed)
        for row, number in enumerate(group):
            results[number] = {name: value[bounds[row] : bounds[row + 1]] for name, value in outputs.items()}

    def decode(self, annotation: Annotation, window: Window, outputs: Outputs, own: tuple[int, int]) -> None:
        """Write the predictions for the words [own) of the Doc, which this window answers for."""
        begin, end = own
        part = slice(begin - window.begin, end - window.begin)
        target = slice(begin, end)
        annotation.upos[target] = outputs["upos"][part]
        annotation.xpos[target] = outputs["xpos"][part]
        annotation.feats[target] = outputs["feats"][part]
        if annotation.vectors is not None:
            annotation.vectors[target] = outputs["vectors"][part]
        layout = annotation.layout
        starts = layout.forced[target].copy()
        if not layout.given:
            starts |= outputs["sent"][part] > STARTS
        starts[0] = True
        annotation.starts[target] = starts
        bounds = [*np.flatnonzero(starts).tolist(), end - begin]
        dependent, head = outputs["dependent"][part], outputs["head"][part]
        heads = np.empty(end - begin, dtype=np.int64)
        for low, high in pairwise(bounds):
            scores = dependent[low:high, :-1] @ head[low:high, :-1].T
            np.fill_diagonal(scores, dependent[low:high, -1])
            heads[low:high] = best_tree(scores) + low
        annotation.heads[target] = heads + begin
        annotation.relations[target] = self._relations(outputs, part, heads)
        self._names(annotation, outputs["names"][part], bounds, begin)

    def _relations(self, outputs: Outputs, part: slice, heads: Integers) -> Integers:
        left = outputs["label_dependent"][part]
        right = outputs["label_head"][part][heads]
        arrays = self.bundle.arrays
        logits = np.concatenate([left * right, left, right], axis=1) @ arrays["relation_weight"]
        logits += arrays["relation_bias"]
        logits[:, self.root] = -np.inf
        relations: Integers = logits.argmax(axis=1)
        relations[heads == np.arange(len(heads))] = self.root
        return relations

    def _names(self, annotation: Annotation, logits: Floats, bounds: list[int], offset: int) -> None:
        for low, high in pairwise(bounds):
            sentence = logits[low:high]
            for begin, end, label in self.decoder.spans(sentence):
                chances = self.decoder.chances(sentence, begin, end)
                annotation.names.append(Name(begin + low + offset, end + low + offset, label, chances))
