"""The spaCy component that sets sentences, tags, morphology, dependencies and names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.annotate.bundle import Bundle, shipped
from kg.annotate.graph import Outputs
from kg.annotate.inference import Annotation, Runner
from kg.annotate.layout import Layout, Window, lay_out, plan
from kg.annotate.repeats import agreed
from kg.annotate.threads import one_blas_thread

if TYPE_CHECKING:
    from thinc.types import Ints2d

COLUMNS: Final[list[int | str]] = ["POS", "TAG", "MORPH", "DEP", "HEAD", "ENT_IOB", "ENT_TYPE"]
GROUP_WORDS: Final = 6_000
VECTOR_LIMIT: Final = 30_000
SPACE_TAG: Final = "_SP"


@Language.factory(
    "kg_annotator", assigns=["doc.ents", "token.dep", "token.tag", "token.pos", "token.morph", "doc.sents"]
)
def make_annotator(nlp: Language, name: str) -> Annotator:
    """Make the component with the shipped model."""
    return Annotator(nlp.vocab, shipped(), name)


class Annotator:
    """Sentences, tags, morphology, dependencies and names from one encoder.

    Sentence starts that a Doc already has are kept. `Doc.tensor` holds word vectors [tokens, D] for coreference,
    zero at space tokens, and stays empty in documents of more than VECTOR_LIMIT words.
    """

    def __init__(self, vocab: Vocab, bundle: Bundle, name: str = "kg_annotator") -> None:
        self.vocab = vocab
        self.name = name
        self._use(bundle)

    def _use(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.runner = Runner(bundle)
        labels = bundle.settings.labels
        strings = self.vocab.strings
        self._pos = np.array([strings[label] for label in labels["upos"]], dtype=np.uint64)
        self._tag = np.array([strings.add(label) for label in labels["xpos"]], dtype=np.uint64)
        self._dep = np.array([strings.add(label) for label in labels["deprel"]], dtype=np.uint64)
        morphology = self.vocab.morphology
        self._morph = np.array(
            [morphology.add("" if label == "_" else label) for label in labels["feats"]], dtype=np.uint64
        )
        self._kind = {name[2:]: strings.add(name[2:]) for name in bundle.settings.names if name != "O"}
        self._space = (strings["SPACE"], strings.add(SPACE_TAG), strings.add("dep"), morphology.add(""))

    @property
    def labels(self) -> tuple[str, ...]:
        """The entity labels."""
        return tuple(self._kind)

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one Doc in place."""
        self.set_annotations([doc], self.predict([doc]))
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Annotate a stream of Docs, several at a time."""
        docs: list[Doc] = []
        words = 0
        for doc in stream:
            docs.append(doc)
            words += len(doc)
            if words >= GROUP_WORDS or len(docs) >= batch_size:
                self.set_annotations(docs, self.predict(docs))
                yield from docs
                docs, words = [], 0
        if docs:
            self.set_annotations(docs, self.predict(docs))
            yield from docs

    def predict(self, docs: Iterable[Doc]) -> list[Annotation]:
        """The annotation of some Docs, which are left as they are."""
        with one_blas_thread():
            return self._predict(docs)

    def _predict(self, docs: Iterable[Doc]) -> list[Annotation]:
        layouts = [lay_out(doc, self.bundle.pieces) for doc in docs]
        width = self.bundle.settings.vector_width
        annotations = [
            Annotation.empty(layout, width if len(layout.tokens) <= VECTOR_LIMIT else 0) for layout in layouts
        ]
        windows = [window for number, layout in enumerate(layouts) for window in plan(layout, number)]
        pending: tuple[Window, Outputs, int] | None = None
        for group in _groups(windows):
            for window, outputs in zip(group, self.runner.run(layouts, group), strict=True):
                split = window.begin
                if pending is not None:
                    before, earlier, owned = pending
                    if window.shared:
                        split = _split(before, earlier, window, outputs)
                    end = split if window.shared else before.end
                    self.runner.decode(annotations[before.document], before, earlier, (owned, end))
                pending = (window, outputs, split)
        if pending is not None:
            last, outputs, owned = pending
            self.runner.decode(annotations[last.document], last, outputs, (owned, last.end))
        return annotations

    def set_annotations(self, docs: Iterable[Doc], annotations: Iterable[Annotation]) -> None:
        """Write predictions into the Docs."""
        for doc, annotation in zip(docs, annotations, strict=True):
            if len(doc):
                self._set(doc, annotation)

    def _set(self, doc: Doc, annotation: Annotation) -> None:
        layout = annotation.layout
        tokens = layout.tokens
        table = np.zeros((len(doc), 7), dtype=np.uint64)
        table[:, :4] = np.array(self._space, dtype=np.uint64)[[0, 1, 3, 2]]
        table[tokens, 0] = self._pos[annotation.upos]
        table[tokens, 1] = self._tag[annotation.xpos]
        table[tokens, 2] = self._morph[annotation.feats]
        table[tokens, 3] = self._dep[annotation.relations]
        heads = _heads(layout, annotation)
        table[:, 4] = (heads - np.arange(len(doc))).astype(np.uint64)
        table[:, 5] = 2
        words = [doc[index].text for index in tokens.tolist()]
        for begin, end, label in agreed(annotation.names, words, self.runner.decoder.kinds):
            low, high = tokens[begin], tokens[end - 1] + 1
            table[low:high, 5] = 1
            table[low, 5] = 3
            table[low:high, 6] = self._kind[label]
        doc.from_array(COLUMNS, cast("Ints2d", table))
        if annotation.vectors is not None and len(tokens):
            vectors = np.zeros((len(doc), annotation.vectors.shape[1]), dtype=np.float32)
            vectors[tokens] = annotation.vectors
            doc.tensor = cast("NDArray[np.float64]", vectors)

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the model's files into a folder."""
        self.bundle.copy_to(Path(path))

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Annotator:
        """Use the model's files of a folder."""
        self._use(Bundle(Path(path)))
        return self

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """Where the model's files lie; they are not copied."""
        return str(self.bundle.folder).encode()

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> Annotator:
        """Use the model's files at the place that `to_bytes` gave."""
        return self.from_disk(data.decode())


def _groups(windows: list[Window]) -> Iterator[list[Window]]:
    group: list[Window] = []
    words = 0
    for window in windows:
        group.append(window)
        words += window.end - window.begin
        if words >= GROUP_WORDS:
            yield group
            group, words = [], 0
    if group:
        yield group


def _split(before: Window, earlier: Outputs, window: Window, outputs: Outputs) -> int:
    """Where, in the words that two windows share, the second takes over: the likeliest sentence start."""
    scores = earlier["sent"][window.begin - before.begin :] + outputs["sent"][: window.shared]
    # The first shared word is the worst judged by the second window, and the last by the first.
    best = int(scores[1:].argmax()) + 1 if len(scores) > 1 else 0
    return window.begin + best


def _heads(layout: Layout, annotation: Annotation) -> NDArray[np.int64]:
    """Token heads [T]; a space token hangs on the word before it, or on the next one at the beginning."""
    tokens = layout.tokens
    heads = np.arange(layout.size, dtype=np.int64)
    if not len(tokens):
        heads[:] = 0
        return heads
    if len(tokens) < layout.size:
        before = np.searchsorted(tokens, heads, side="right") - 1
        heads = tokens[np.maximum(before, 0)]
    heads[tokens] = tokens[annotation.heads]
    return heads
