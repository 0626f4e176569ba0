"""The article in a web page, by trafilatura: its text, title, date, authors and site, without the page around it."""

from __future__ import annotations

import codecs
import logging
import re

import trafilatura
from lxml import etree
from lxml import html as lxml_html

from kg.errors import ReadError
from kg.read.dates import date_of
from kg.records import Publication

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_-]+)", re.IGNORECASE)
_XML = re.compile(r"\A\s*<\?xml[^>]*\?>")
_BLOCKS = frozenset(
    ("address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figure", "figcaption", "footer",
     "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section",
     "table", "td", "th", "tr", "ul")
)  # fmt: skip
_SILENT = frozenset(("script", "style", "noscript", "template", "iframe", "object", "svg", "head"))
_LONG_TAG = re.compile(r"<[^<>]{20000,}")
_MOST_TAGS = 100_000
_MOST_ATTRIBUTES = 5_000
_CHROME = [
    "//td[contains(@class, 'nav') or contains(@class, 'rail') or contains(@class, 'sidebar')]",
    "//*[self::section or self::div or self::ul][contains(@class, 'most-read') or contains(@class, 'mostread')]",
    "//*[contains(@data-component, 'topic-list') or contains(@data-component, 'links-block')]",
]
"""What trafilatura takes for part of an article where pages are laid out by tables or name their parts in data."""
for _name in ("trafilatura", "htmldate", "courlan", "justext"):
    logging.getLogger(_name).setLevel(
        logging.CRITICAL
    )  # what they can't read is reported by us, with its name


def article(
    content: bytes | str, url: str | None, charset: str | None, limit: int
) -> tuple[str, Publication]:
    """The text of the article in a page, paragraphs parted by line ends, and what the page says of it.

    The date is one that the page states in its metadata or its URL, never one found in its text.

    Raises:
        ReadError: too big, not HTML, or no article in it.
    """
    if len(content) > limit:
        raise ReadError(f"too big: more than {limit:,} bytes, the limit for an HTML page")
    page = _XML.sub("", content if isinstance(content, str) else decoded(content, charset))
    if "\x00" in page:
        raise ReadError("not an HTML page but binary data (it has NUL bytes)")
    _refuse_monsters(page)
    found = _extracted(page, url)
    text = found.text if found else None
    if found is None or text is None or not text.strip():
        raise ReadError("there is no article in this page")
    return text, Publication(
        url=url or found.url,
        publisher=found.sitename or None,
        title=found.title or None,
        issued=date_of(found.date),
        authors=tuple(author.strip() for author in (found.author or "").split(";") if author.strip()),
    )


def _refuse_monsters(page: str) -> None:
    """The parsers' time grows with the square of tags in a page and of attributes in a tag.

    Raises:
        ReadError: there are far more of them than in any real page.
    """
    if page.count("<") > _MOST_TAGS:
        raise ReadError(f"too many tags: more than {_MOST_TAGS:,}, the limit for an HTML page")
    if any(tag.group().count("=") > _MOST_ATTRIBUTES for tag in _LONG_TAG.finditer(page)):
        raise ReadError(f"a tag with more than {_MOST_ATTRIBUTES:,} attributes")


def _extracted(page: str, url: str | None) -> trafilatura.settings.Document | None:
    try:
        found = trafilatura.bare_extraction(
            page,
            url=url,
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            prune_xpath=_CHROME,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except (ValueError, TypeError, AttributeError, IndexError, KeyError, etree.LxmlError) as error:
        # third-party code on hostile pages: whatever it trips over concerns this page alone
        raise ReadError(f"the HTML can't be parsed: {type(error).__name__}") from None
    return found if isinstance(found, trafilatura.settings.Document) else None


def fragment_text(fragment: str) -> str:
    """The words of a piece of HTML, such as a feed's summary, blocks parted by an empty line."""
    if not fragment.strip():
        return ""
    if "<" not in fragment and "&" not in fragment:
        return fragment.strip()
    try:
        root = lxml_html.fromstring(f"<div>{fragment}</div>")
    except (etree.LxmlError, ValueError):
        return ""
    pieces: list[str] = []
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(node.tag, str):
            if event == "end":
                pieces.append(node.tail or "")
            continue
        if node.tag in _BLOCKS:
            pieces.append("\n\n")
        if event == "start" and not any(parent.tag in _SILENT for parent in (node, *node.iterancestors())):
            pieces.append(_flat(node.text))
        if event == "end" and node is not root:
            pieces.append(_flat(node.tail))
    return re.sub(r"\s*\n\n\s*", "\n\n", "".join(pieces)).strip()


def _flat(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")


def decoded(data: bytes, charset: str | None) -> str:
    """The page as text: by its byte order mark, what the server said, what the page says, UTF-8, or Windows-1252."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(encoding, "replace").removeprefix("\ufeff")
    said = _CHARSET.search(data[:4096])
    for name in (charset, said.group(1).decode("ascii") if said else None, "utf-8"):
        if name:
            try:
                return data.decode(_html_name(name))
            except (UnicodeDecodeError, LookupError):
                continue
    return data.decode("windows-1252", "replace")


def _html_name(encoding: str) -> str:
    """The WHATWG reading of names: what calls itself Latin-1 or ASCII is Windows-1252."""
    name = encoding.strip().lower()
    return "windows-1252" if name in ("iso-8859-1", "latin1", "latin-1", "ascii", "us-ascii") else name
