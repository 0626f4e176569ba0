"""How a claim is said in plain English."""

from __future__ import annotations

from kg.records import Modality, Polarity

_HEDGES = {
    (Polarity.AFFIRMED, Modality.ACTUAL): "",
    (Polarity.AFFIRMED, Modality.PROBABLE): "probably: ",
    (Polarity.AFFIRMED, Modality.POSSIBLE): "possibly: ",
    (Polarity.AFFIRMED, Modality.PLANNED): "planned: ",
    (Polarity.DENIED, Modality.ACTUAL): "it is not so that ",
    (Polarity.DENIED, Modality.PROBABLE): "it is probably not so that ",
    (Polarity.DENIED, Modality.POSSIBLE): "it is perhaps not so that ",
    (Polarity.DENIED, Modality.PLANNED): "it is not planned that ",
}


def sentence(
    subject: str,
    predicate: str,
    object: str,
    polarity: Polarity,
    modality: Modality,
    source: str | None = None,
    title: str | None = None,
    time: str | None = None,
    ended: bool = False,
) -> str:
    """One line for a claim, such as "NATO says: it is not so that Russia attacked Poland".

    Args:
        predicate: the label of the predicate ("attacked", "holds position in").
    """
    said = f"{source} says: " if source else ""
    details = [text for text in (title, time, "ended" if ended else None) if text]
    more = f" ({', '.join(details)})" if details else ""
    return f"{said}{_HEDGES[polarity, modality]}{subject} {predicate} {object}{more}"
