"""Feeds and folders watched: only what is new, politely."""

from __future__ import annotations

import contextlib
import http.server
import threading

import pytest

from kg.bulk import Here, Watch
from kg.read import Options
from tests.bulk.builds import story, texts
from tests.bulk.fake_engine import FakeRecipe, Heard


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        server = self.server
        server.asked.append(self.path)
        if self.path == "/feed" and server.feed_status == 200:
            tag = f'"{len(server.stories)}"'
            if self.headers["If-None-Match"] == tag:
                self._answer(304, b"", ETag=tag)
                return
            items = "".join(f"<item><link>{server.url}/{n}</link></item>" for n in server.stories)
            feed = f"<rss version='2.0'><channel><title>Post</title>{items}</channel></rss>"
            self._answer(200, feed.encode(), ETag=tag)
        elif self.path == "/feed":
            self._answer(server.feed_status, b"", **{"Retry-After": "5000"})
        elif self.path[1:].isdigit() and int(self.path[1:]) in server.stories:
            page = f"<html><body><article><p>{story(int(self.path[1:]))}</p></article></body></html>"
            self._answer(200, page.encode(), **{"Content-Type": "text/html"})
        else:
            self._answer(404, b"")

    def _answer(self, status, body, **headers):
        self.send_response(status)
        for name, value in {**headers, "Content-Length": len(body)}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def site():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    server.asked, server.stories, server.feed_status = [], [], 200
    server.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_rounds(site, tmp_path):
    now = [1_000_000.0]
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.txt").write_text(story(90))
    recipe, store = FakeRecipe(), tmp_path / "store"
    pool, sink = Here(recipe.engine()), Heard()
    places = [f"{site.url}/feed", str(folder)]
    watch = Watch(
        places,
        store,
        recipe,
        Options(private=True),
        every=900,
        pool=pool,
        sink=sink,
        clock=lambda: now[0],
        pause=0,
    )
    with contextlib.closing(watch):
        site.stories = [1, 2]
        assert watch.round().written == 3
        assert site.asked.count("/robots.txt") == 1

        site.asked.clear()
        now[0] += 60
        assert watch.round().written == 0  # the feed isn't due; the folder has nothing new
        assert site.asked == []
        assert 800 < watch.until_due() <= 900

        now[0] += 900
        assert watch.round().written == 0
        assert site.asked == ["/feed"]  # 304

        site.asked.clear()
        site.stories = [1, 2, 3]
        (folder / "b.txt").write_text(story(91))
        now[0] += 900
        assert watch.round().written == 2
        assert site.asked == ["/feed", "/3"]
        assert len(texts(store)) == 5

        site.feed_status = 503
        now[0] += 900
        watch.round()
        assert "status 503" in sink.failures[-1].reason
        site.asked.clear()
        now[0] += 4000
        watch.round()
        assert site.asked == []  # Retry-After
        now[0] += 1100
        watch.round()
        assert site.asked == ["/feed"]

        site.feed_status, site.stories = 200, [1, 2, 3, 4]
        now[0] += 6000
        assert watch.round().written == 1


def test_a_feed_on_a_private_address_is_refused(site, tmp_path):
    recipe, sink = FakeRecipe(), Heard()
    watch = Watch(
        [f"{site.url}/feed"],
        tmp_path / "store",
        recipe,
        Options(),
        every=900,
        pool=Here(recipe.engine()),
        sink=sink,
    )
    with contextlib.closing(watch):
        watch.round()
    assert "not public" in sink.failures[0].reason
    assert site.asked == []
