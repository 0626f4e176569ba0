"""From one item, as it was found, to a document."""

from __future__ import annotations

from dataclasses import replace

from kg.errors import ReadError
from kg.read import identity
from kg.read.language import check_language
from kg.read.options import Failure, Form, Item, Options
from kg.read.plain import checked, decode
from kg.records import Document, Publication


def parse(item: Item, options: Options) -> Document | Failure:
    """The document in an item, or why there is none; a pure function that any process may call."""
    try:
        text, publication = _text(item, options)
        if len(text) > options.limits.characters:
            raise ReadError(
                f"too long: {len(text):,} characters, and the limit is {options.limits.characters:,}; split the text"
            )
        checked(text)
        if publication.issued is None and options.date is not None:
            publication = replace(publication, issued=options.date)
        if options.language is not None:
            try:
                check_language(text, options.language)
            except ReadError as error:
                return Failure(item.name, str(error), skipped=item.collected)
        return identity.document(text, (publication,), options.language or "und")
    except ReadError as error:
        return Failure(item.name, str(error))
    except RecursionError:
        return Failure(item.name, "nested too deeply to be read")


def _text(item: Item, options: Options) -> tuple[str, Publication]:
    known = item.publication
    if item.form is Form.HTML:
        from kg.read.html import article

        text, page = article(item.content, known.url, item.charset, options.limits.page)
        return text, _merged(known, page)
    if isinstance(item.content, bytes) and len(item.content) > 4 * options.limits.characters:
        raise ReadError(
            f"too long: {len(item.content):,} bytes, and the limit is {options.limits.characters:,} characters; "
            "split the text"
        )
    text = item.content if isinstance(item.content, str) else decode(item.content)
    if item.form is Form.MARKDOWN:
        from kg.read.markdown import plain_text

        text, front = plain_text(text)
        return text, _merged(known, front)
    return text, known


def _merged(known: Publication, found: Publication) -> Publication:
    """What a collection says of a text goes before what the text's own page says."""
    return Publication(
        url=known.url or found.url,
        publisher=known.publisher or found.publisher,
        title=known.title or found.title,
        issued=known.issued or found.issued,
        authors=known.authors or found.authors,
        path=known.path or found.path,
    )
