"""Scores of a pipeline on the development sets, without PyTorch: what the model card states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from kg.train.clusters import conll_scores, document_clusters
from kg.train.names import as_it_is, read_worldwide
from kg.train.texts import Text, tags_to_spans
from kg.train.treebanks import Sentence, entity_mentions, read_sentences, read_universal_names

NAME_KINDS = ("PERSON", "ORG", "LOC")


@dataclass(frozen=True, slots=True)
class Score:
    """One figure: the corpus it was measured on, what it measures, and the value in percent."""

    corpus: str
    measure: str
    value: float


@dataclass(slots=True)
class Counts:
    """Right, predicted and gold items of an F1."""

    right: int = 0
    predicted: int = 0
    gold: int = 0

    def add(self, predicted: set[tuple[int, int, str]], gold: set[tuple[int, int, str]]) -> None:
        """Count one document."""
        self.right += len(predicted & gold)
        self.predicted += len(predicted)
        self.gold += len(gold)

    @property
    def f1(self) -> float:
        """In percent."""
        return 200 * self.right / max(self.predicted + self.gold, 1)


def evaluate(nlp: Language, corpora: Path) -> Iterator[Score]:
    """All development scores, as they come."""
    for name in ("ewt", "gum"):
        documents = list(treebank_documents(corpora / "ud" / f"{name}-dev.conllu"))
        yield from _parse_scores(nlp, f"{name}-dev", documents)
        yield from _sentence_scores(nlp, f"{name}-dev", documents)
        if name == "gum":
            news = [
                document
                for document in documents
                if document[0].document and "_news_" in document[0].document
            ]
            yield from _parse_scores(nlp, "gum-dev news", news)
            yield from _sentence_scores(nlp, "gum-dev news", news)
            yield from _coreference_scores(nlp, "gum-dev", documents)
            yield from _coreference_scores(nlp, "gum-dev news", news)
    yield from _worldwide_scores(nlp, corpora / "ner" / "worldwide-dev.bioes.tsv")
    yield from _universal_scores(nlp, corpora)


def treebank_documents(path: Path) -> Iterator[list[Sentence]]:
    """The sentences of a treebank, document by document."""
    group: list[Sentence] = []
    for sentence in read_sentences(path):
        if sentence.document is not None and group:
            yield group
            group = []
        group.append(sentence)
    if group:
        yield group


def tokenized(nlp: Language, sentences: Iterable[Sentence], starts: bool = True) -> Doc:
    """A Doc of gold tokens, with the gold sentence starts if wanted."""
    rows = [(index == 0, row) for sentence in sentences for index, row in enumerate(sentence.rows)]
    return Doc(
        nlp.vocab,
        words=[row[1] for _, row in rows],
        spaces=["SpaceAfter=No" not in row[9] for _, row in rows],
        sent_starts=[first for first, _ in rows] if starts else None,
    )


def _parse_scores(nlp: Language, corpus: str, documents: list[list[Sentence]]) -> Iterator[Score]:
    right: Counter[str] = Counter()
    total = 0
    docs = nlp.pipe(tokenized(nlp, sentences) for sentences in documents)
    for sentences, doc in zip(documents, docs, strict=True):
        offset = 0
        for sentence in sentences:
            for index, row in enumerate(sentence.rows):
                token = doc[offset + index]
                head = 0 if token.head.i == token.i else token.head.i - offset + 1
                attached = head == int(row[6])
                right["UAS"] += attached
                right["LAS"] += attached and token.dep_ == row[7]
                right["UPOS"] += token.pos_ == row[3]
                right["XPOS"] += token.tag_ == row[4]
                right["FEATS"] += (str(token.morph) or "_") == row[5]
                right["lemma"] += token.lemma_ == row[2]
            offset += len(sentence.rows)
            total += len(sentence.rows)
    for measure in ("UPOS", "XPOS", "FEATS", "lemma", "UAS", "LAS"):
        yield Score(corpus, f"{measure}, gold tokens and sentences", 100 * right[measure] / max(total, 1))


def _sentence_scores(nlp: Language, corpus: str, documents: list[list[Sentence]]) -> Iterator[Score]:
    counts = Counts()
    tokens = Counts()
    texts, golds = zip(*(raw_text(sentences) for sentences in documents), strict=True)
    for gold, doc in zip(golds, nlp.pipe(texts), strict=True):
        predicted = set()
        for sent in doc.sents:
            words = [token for token in sent if not token.is_space]
            if words:
                predicted.add((words[0].idx, words[-1].idx + len(words[-1]), ""))
        counts.add(predicted, gold[0])
        tokens.add({(token.idx, token.idx + len(token), "") for token in doc if not token.is_space}, gold[1])
    yield Score(corpus, "token F1, raw text", tokens.f1)
    yield Score(corpus, "sentence F1, raw text", counts.f1)


def raw_text(
    sentences: list[Sentence],
) -> tuple[str, tuple[set[tuple[int, int, str]], set[tuple[int, int, str]]]]:
    """A document's text with blank lines between paragraphs, and its gold sentence and token spans."""
    text = ""
    spans = set()
    tokens = set()
    for sentence in sentences:
        if sentence.paragraph and text:
            text = text.rstrip() + "\n\n"
        begin = len(text)
        for row in sentence.rows:
            tokens.add((len(text), len(text) + len(row[1]), ""))
            text += row[1]
            end = len(text)
            if "SpaceAfter=No" not in row[9]:
                text += " "
        spans.add((begin, end, ""))
    return text, (spans, tokens)


def _worldwide_scores(nlp: Language, path: Path) -> Iterator[Score]:
    texts = read_worldwide(path, as_it_is, 0)
    yield from _name_scores(
        nlp, "worldwide-dev", texts, "ner_worldwide", ("NORP", "DATE", "MISC", "FAC", "MONEY")
    )


def _universal_scores(nlp: Language, corpora: Path) -> Iterator[Score]:
    layers = read_universal_names(corpora / "ner" / "ewt-dev.iob2")
    texts = []
    for sentences in treebank_documents(corpora / "ud" / "ewt-dev.conllu"):
        text = Text(sentences[0].identifier, "ewt", [], [], [])
        tags: list[str | None] = []
        for sentence in sentences:
            text.starts.append(len(text.words))
            text.words.extend(row[1] for row in sentence.rows)
            layer = layers.get(sentence.identifier, [])
            tags.extend(layer if len(layer) == len(sentence.rows) else ["O"] * len(sentence.rows))
        text.labels["ner"] = tags
        texts.append(text)
    yield from _name_scores(nlp, "ewt-dev (Universal NER)", texts, "ner", ())


def _name_scores(
    nlp: Language, corpus: str, texts: list[Text], task: str, others: tuple[str, ...]
) -> Iterator[Score]:
    counts = {kind: Counts() for kind in (*NAME_KINDS, *others)}
    docs = nlp.pipe(_paragraphs(nlp, text) for text in texts)
    for text, doc in zip(texts, docs, strict=True):
        gold = set(tags_to_spans([tag or "O" for tag in text.labels[task]])[0])
        words = [token.i for token in doc if not token.is_space]
        position = {token: index for index, token in enumerate(words)}
        predicted = {(position[ent.start], position[ent.end - 1] + 1, ent.label_) for ent in doc.ents}
        for kind, count in counts.items():
            count.add(
                {span for span in predicted if span[2] == kind}, {span for span in gold if span[2] == kind}
            )
    main = [counts[kind] for kind in NAME_KINDS]
    total = Counts(
        sum(one.right for one in main), sum(one.predicted for one in main), sum(one.gold for one in main)
    )
    yield Score(corpus, "names F1, person, organization, location", total.f1)
    for kind, count in counts.items():
        yield Score(corpus, f"names F1, {kind}", count.f1)


def _paragraphs(nlp: Language, text: Text) -> Doc:
    words: list[str] = []
    starts = set(text.starts[1:])
    for index, word in enumerate(text.words):
        if index in starts:
            words.append("\n\n")
        words.append(word)
    return Doc(nlp.vocab, words=words)


def _coreference_scores(nlp: Language, corpus: str, documents: list[list[Sentence]]) -> Iterator[Score]:
    docs = nlp.pipe(tokenized(nlp, sentences, starts=False) for sentences in documents)
    pairs = []
    for sentences, doc in zip(documents, docs, strict=True):
        mentions = entity_mentions([row[9] for sentence in sentences for row in sentence.rows])
        gold: dict[int, set[tuple[int, int]]] = {}
        for mention in mentions:
            gold.setdefault(mention.cluster, set()).add((mention.begin, mention.end))
        pairs.append((list(gold.values()), document_clusters(doc)))
    for measure, value in conll_scores(pairs).items():
        yield Score(corpus, f"coreference {measure}", value)
