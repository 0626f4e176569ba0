"""Reading alone: texts and pages a second on one core, from file to document, with language and near-duplicates.

python -m bench.read
"""

from __future__ import annotations

import time
from collections.abc import Callable

from bench._articles import article
from kg.bulk.similarity import signature
from kg.read import Form, Item, Options, parse
from kg.records import Document

_COUNT = 300


def page(text: str) -> bytes:
    """The text in a page with some chrome around it."""
    paragraphs = "".join(f"<p class='p-{n}'>{part}</p>" for n, part in enumerate(text.split("\n\n")))
    links = "".join(f"<li><a href='/{n}'>Section {n}</a></li>" for n in range(120))
    return (
        f"<html><head><title>News</title></head><body><nav><ul>{links}</ul></nav><main><article>{paragraphs}</article>"
        f"</main><footer><ul>{links}</ul></footer></body></html>"
    ).encode()


def rate(work: Callable[[int], object]) -> float:
    """Calls a processor second."""
    work(0)
    started = time.process_time()
    for number in range(_COUNT):
        work(number)
    return _COUNT / (time.process_time() - started)


def main() -> None:
    """Prints the rates."""
    texts = [article(seed)["text"] for seed in range(_COUNT)]
    pages = [page(text) for text in texts]
    options = Options()

    def read(form: Form, contents: list[str] | list[bytes]) -> Callable[[int], object]:
        def one(number: int) -> object:
            document = parse(Item("bench", form, contents[number]), options)
            assert isinstance(document, Document)
            return document

        return one

    print(f"plain texts      {rate(read(Form.TEXT, texts)):8,.0f} a processor second")
    print(f"HTML pages       {rate(read(Form.HTML, pages)):8,.0f} a processor second")
    print(
        f"near-duplicates  {rate(lambda number: signature(texts[number])):8,.0f} signatures a processor second"
    )


if __name__ == "__main__":
    main()
