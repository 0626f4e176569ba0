"""The pages in a real browser: clicks, keys, small screens, dark mode, drawings, and nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from tests.serve.conftest import Server

PATHS = ["/", "/search", "/documents", "/graph", "/query", "/document/first", "/document/%3Cb%3E%22x%22"]
Shot = Callable[[str], None]

CONTRAST = """() => {
  const linear = (x) => x <= .03928 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4;
  const light = (c) => { const v = c.map((x) => linear(x / 255));
    return .2126 * v[0] + .7152 * v[1] + .0722 * v[2]; };
  const numbers = (text) => text.match(/[\\d.]+/g).map(Number);
  const behind = (node) => { for (; node; node = node.parentElement) {
    const c = numbers(getComputedStyle(node).backgroundColor); if (c.length < 4 || c[3] > 0) return c.slice(0, 3); }
    return [255, 255, 255]; };
  let worst = [99, ""];
  const texts = "main a, main p, main dt, main dd, main h1, main mark, main .badge, cite, footer, header a";
  for (const node of document.querySelectorAll(texts)) {
    if (!node.textContent.trim() || !node.getClientRects().length) continue;
    const a = light(numbers(getComputedStyle(node).color).slice(0, 3)), b = light(behind(node));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < worst[0]) worst = [ratio, node.outerHTML.slice(0, 120)];
  }
  return worst;
}"""


def test_from_a_name_to_the_sentence(page: Page, server: Server, shot: Shot) -> None:
    page.goto(server.url)
    shot("overview")
    page.get_by_label("Find an entity").fill("quill")
    page.keyboard.press("Enter")
    shot("search")
    page.get_by_role("link", name="Ada Quill").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ada Quill")
    shot("entity")
    page.get_by_role("link", name="rejected a proposal of").first.click()
    expect(page.get_by_role("heading", name="Where it says so")).to_be_visible()
    shot("claim")
    page.locator("blockquote a").first.click()
    hit = page.locator("mark.hit").first
    expect(hit).to_be_in_viewport()
    assert "rejected a proposal" in "".join(page.locator("article mark.hit").all_text_contents())
    shot("document")


def test_the_drawing_and_its_filters(page: Page, server: Server, shot: Shot) -> None:
    page.goto(f"{server.url}/graph")
    drawing = page.locator(".drawing")
    expect(drawing).to_have_attribute("data-ready", "16")
    page.wait_for_timeout(300)
    shot("graph")
    page.get_by_label("Polarity").select_option("denied")
    page.get_by_role("button", name="Show").click()
    expect(drawing).to_have_attribute("data-ready", "3")
    expect(page.locator(".claim")).to_have_count(1)
    expect(page.locator(".badge.denied")).to_be_visible()
    shot("graph-denied")


def test_the_editor(page: Page, server: Server, shot: Shot) -> None:
    page.goto(f"{server.url}/query")
    page.get_by_role("link", name="What is denied?").click()
    expect(page.locator(".editor pre .keyword").first).to_be_attached()
    area = page.get_by_label("Query")
    area.focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    shot("query")
    area = page.get_by_label("Query")
    area.fill("SELECT ?s ?o { ?s kg:metWith ?o }")
    expect(page.locator(".editor pre .variable")).to_have_count(4)
    page.get_by_role("button", name="Run").click()
    page.get_by_text("As a graph").click()
    expect(page.locator(".drawing")).to_have_attribute("data-ready", "3")
    shot("query-graph")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert download.value.path().read_text().splitlines()[0] == "s,o"


def test_a_mistake_in_a_query_is_explained(page: Page, server: Server, shot: Shot) -> None:
    response = page.goto(f"{server.url}/query?query=ASK")
    assert response
    assert response.status == 400
    expect(page.get_by_role("alert")).to_contain_text("malformed")
    shot("query-mistake")


def test_keys_alone(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/graph")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    for _ in range(40):
        page.keyboard.press("Tab")
        place = page.evaluate("document.activeElement.closest('blockquote') !== null")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none"
        if place:
            break
    page.keyboard.press("Enter")
    expect(page.locator("mark.hit").first).to_be_in_viewport()


@pytest.mark.parametrize("path", PATHS)
def test_a_phone(page: Page, server: Server, shot: Shot, path: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(server.url + path)
    page.wait_for_timeout(200)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 16
    shot(f"phone-{path.strip('/').replace('/', '-')[:14] or 'overview'}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/graph", "/document/first?at=26-60", "/query?query=ASK{}"])
def test_colors_can_be_told_apart(page: Page, server: Server, shot: Shot, path: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(server.url + path)
    back = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
    assert (max(back) < 60) == (scheme == "dark")
    ratio, where = page.evaluate(CONTRAST)
    assert ratio >= 4.5, where
    if scheme == "dark":
        page.wait_for_timeout(300)
        shot(f"dark-{path.strip('/').partition('?')[0].replace('/', '-') or 'overview'}")


def test_nothing_that_a_text_says_runs(page: Page, server: Server, shot: Shot) -> None:
    for path in (
        *PATHS,
        "/graph?either=Evil",
        "/search?q=Evil",
        "/query?query=SELECT * { ?s rdfs:label ?o }",
    ):
        page.goto(server.url + path)
        page.wait_for_timeout(100)
    assert page.evaluate("typeof alerted") == "undefined"
    page.goto(f"{server.url}/document/%3Cb%3E%22x%22")
    shot("hostile")
