"""Chromium for the tests of the pages. Where it or Playwright is missing, these tests are not collected."""

from __future__ import annotations

import importlib.util
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, ConsoleMessage, Page

    from tests.serve.conftest import Server

CHROMIUM = shutil.which("chromium")

collect_ignore_glob = [] if CHROMIUM and importlib.util.find_spec("playwright") else ["test_*.py"]

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip

SCREENSHOTS = Path("build/screenshots")


@pytest.fixture(scope="module")  # its event loop must not outlive these tests
def browser() -> Iterator[BrowserContext]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as profile:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=CHROMIUM,
            args=FLAGS,
            accept_downloads=True,
            viewport={"width": 1200, "height": 850},
        )
        context.set_default_timeout(60_000)
        yield context
        context.close()


def _counts(message: ConsoleMessage) -> bool:
    """Whether a message is a complaint; that an answer has an error's status is not one."""
    return message.type == "error" and "the server responded with a status of" not in message.text


@pytest.fixture
def page(browser: BrowserContext, server: Server) -> Iterator[Page]:
    """A page that may ask this server only, and whose console stays silent."""
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if _counts(message) else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: (complaints.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on(
        "request", lambda r: complaints.append(r.url) if not r.url.startswith((server.url, "blob:")) else None
    )
    yield page
    page.close()
    assert complaints == []


@pytest.fixture
def shot(page: Page) -> Callable[[str], None]:
    """Takes a picture of the page, under a name."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)

    def take(name: str) -> None:
        page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)

    return take
