"""From ClearNLP dependencies, as spaCy's own English pipelines have them, to Universal Dependencies.

ClearNLP hangs a noun on its preposition and the preposition on what it belongs to; UD hangs the noun on that directly,
with the preposition as its `case`. With "to be", ClearNLP's root is the verb and UD's is what is said of the subject.
The tags of both are Penn's, and most other labels only go by another name.
"""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

MARKS = frozenset(
    ("pobj", "dobj", "nsubjpass", "auxpass", "prep", "attr", "pcomp", "acomp", "poss", "relcl", "prt")
)
"""Labels of ClearNLP that UD doesn't have: a text with one of them is annotated by ClearNLP's rules."""

_NAMES = {
    "ROOT": "root",
    "acomp": "xcomp",
    "agent": "case",
    "attr": "xcomp",
    "auxpass": "aux:pass",
    "complm": "mark",
    "csubjpass": "csubj:pass",
    "dative": "iobj",
    "dobj": "obj",
    "hmod": "compound",
    "infmod": "acl",
    "intj": "discourse",
    "meta": "dep",
    "neg": "advmod",
    "nn": "compound",
    "nsubjpass": "nsubj:pass",
    "npadvmod": "obl:npmod",
    "num": "nummod",
    "number": "compound",
    "oprd": "xcomp",
    "partmod": "acl",
    "poss": "nmod:poss",
    "possessive": "case",
    "preconj": "cc:preconj",
    "predet": "det:predet",
    "prt": "compound:prt",
    "quantmod": "advmod",
    "rcmod": "acl:relcl",
    "relcl": "acl:relcl",
}
_NOMINAL = frozenset(("NOUN", "PROPN", "PRON", "NUM", "DET", "SYM"))
_STAY = frozenset(
    ("nsubj", "nsubj:pass", "csubj", "aux", "advmod", "obl", "punct", "cc", "conj", "mark", "advcl")
)


def is_clearnlp(doc: Doc) -> bool:
    """Whether the dependencies are ClearNLP's."""
    return any(token.dep_ in MARKS for token in doc)


def to_universal(doc: Doc) -> Doc:
    """A copy of the document with Universal Dependencies; tokens, tags, lemmas, entities and spans stay.

    Args:
        doc: with ClearNLP dependencies, tags and parts of speech.
    """
    heads = [token.head.i for token in doc]
    deps = [_NAMES.get(token.dep_, token.dep_) for token in doc]
    for token in doc:
        if token.dep_ in ("prep", "agent", "dative"):
            _turn_preposition(token, heads, deps)
    for token in doc:
        if token.lemma_ == "be" and token.pos_ in ("AUX", "VERB"):
            _turn_copula(token, heads, deps)
    copy = Doc(
        doc.vocab,
        words=[token.text for token in doc],
        spaces=[bool(token.whitespace_) for token in doc],
        tags=[token.tag_ for token in doc],
        pos=[token.pos_ for token in doc],
        morphs=[str(token.morph) for token in doc],
        lemmas=[token.lemma_ for token in doc],
        heads=heads,
        deps=deps,
    )
    copy.set_ents([Span(copy, ent.start, ent.end, ent.label_) for ent in doc.ents])
    for key, group in doc.spans.items():
        copy.spans[key] = [copy[span.start : span.end] for span in group]
    return copy


def _turn_preposition(preposition: Token, heads: list[int], deps: list[str]) -> None:
    """ "rejected <- by <- minister" becomes "rejected <- minister <- by"."""
    objects = [child for child in preposition.children if child.dep_ in ("pobj", "pcomp", "prep")]
    if not objects:
        if preposition.dep_ == "prep":
            deps[preposition.i] = "advmod"
        return
    object = objects[0]
    head = preposition.head
    if object.dep_ == "prep":  # "because of", "out of": the inner one brings the noun
        inner = [child for child in object.children if child.dep_ == "pobj"]
        if not inner:
            deps[preposition.i] = "advmod"
            return
        heads[preposition.i], deps[preposition.i] = inner[0].i, "case"
        return
    heads[object.i] = head.i
    if object.dep_ == "pcomp":
        deps[object.i] = "acl" if head.pos_ in _NOMINAL else "advcl"
        deps[preposition.i] = "mark"
    else:
        by = preposition.dep_ == "agent"
        deps[object.i] = "obl:agent" if by else "nmod" if head.pos_ in _NOMINAL else "obl"
        deps[preposition.i] = "case"
    heads[preposition.i] = object.i
    for child in preposition.children:
        if child is not object and child.i not in (object.i,) and heads[child.i] == preposition.i:
            heads[child.i] = object.i


def _turn_copula(verb: Token, heads: list[int], deps: list[str]) -> None:
    """ "is" with "president" below it becomes "president" with "is" below it."""
    said = [child for child in verb.children if child.dep_ in ("attr", "acomp")]
    if not said or heads[said[0].i] != verb.i:
        return
    new = said[0].i
    heads[new] = new if heads[verb.i] == verb.i else heads[verb.i]
    deps[new] = deps[verb.i]
    heads[verb.i], deps[verb.i] = new, "cop"
    for other in range(len(heads)):
        if other != new and heads[other] == verb.i:
            heads[other] = new
