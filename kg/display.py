"""Claims as a notebook shows them: a table, each with the words that it was read from. Everything in it is escaped."""

from __future__ import annotations

from html import escape

from kg.records import Claim, Extraction, Modality, Polarity

_AROUND = 60
_STYLE = "text-align:left;vertical-align:top"


def claims_html(extraction: Extraction) -> str:
    """An HTML table of the claims of an extraction; no scripts, no styles that leave it."""
    if not extraction.claims:
        return "<p>no claims</p>"
    names = {entity.id: entity.name for entity in extraction.entities}
    head = "".join(
        f'<th style="{_STYLE}">{name}</th>' for name in ("claim", "who says so", "evidence", "confidence")
    )
    cell = f'<td style="{_STYLE}">{{}}</td>'
    rows = "".join(
        f"<tr>{''.join(map(cell.format, _cells(claim, extraction, names)))}</tr>"
        for claim in sorted(extraction.claims, key=lambda claim: claim.evidence)
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _cells(claim: Claim, extraction: Extraction, names: dict[str, str]) -> tuple[str, str, str, str]:
    details = [claim.title, claim.time.text if claim.time else None, "ended" if claim.ended else None]
    more = ", ".join(escape(detail) for detail in details if detail)
    hedges = [
        "denied" if claim.polarity is Polarity.DENIED else "",
        "" if claim.modality is Modality.ACTUAL else claim.modality.value,
    ]
    marks = "".join(f" <i>{hedge}</i>" for hedge in hedges if hedge)
    said = f"<b>{escape(names[claim.subject])}</b> {escape(claim.predicate)} <b>{escape(names[claim.object])}</b>"
    return (
        f"{said}{marks}{f' ({more})' if more else ''}",
        escape(names[claim.source]) if claim.source else "the text",
        _quote(claim, extraction.document.text),
        f"{claim.confidence:.2f}",
    )


def _quote(claim: Claim, text: str) -> str:
    begin, end = claim.evidence.begin, claim.evidence.end
    before, after = text[max(0, begin - _AROUND) : begin], text[end : end + _AROUND]
    return f"…{escape(before)}<mark>{escape(text[begin:end])}</mark>{escape(after)}…"


def show_in_notebooks() -> None:
    """Lets an extraction that is the last value of a notebook's cell show itself as `claims_html`.

    The records know nothing of how they are shown, so the method is added from here.
    """
    setattr(Extraction, "_repr_html_", claims_html)  # noqa: B010  (mypy knows that the class has no such method)
