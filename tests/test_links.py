"""Links visited: a real server on loopback that misbehaves in every way we know of, and what must not be connected to."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from ingest.__main__ import main
from ingest.build import build
from ingest.citation import archive, cli, fetch, health, links
from ingest.citation.fetch import Limits, is_public
from ingest.citation.links import Manners, Target
from ingest.read import link_health as file
from ingest.read import read
from ingest.records import Link

LIMITS = Limits(total_s=1.5, packet_s=0.7, most_bytes=200_000)
PAGE = (
    "<html><head><title>Bolt</title></head><body><p>"
    + "Words about a card. " * 30
    + "It reaches 1,344 GB/s.</p></body></html>"
)
asked: Counter[str] = Counter()


class Server(BaseHTTPRequestHandler):
    """Each path misbehaves in its own way."""

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer, or not."""
        path = self.path.split("?")[0]
        asked[path] += 1
        moved = {
            "/moved": (301, "/page"), "/moved-for-now": (302, "/page"), "/home-redirect": (302, "/"), "/loop-a": (302, "/loop-b"),
            "/loop-b": (302, "/loop-a"), "/to-private": (302, "http://10.0.0.1/x"), "/to-metadata": (302, "http://169.254.169.254/latest/"),
            "/to-loopback": (302, "http://127.0.0.2:1/x"), "/to-file": (302, "file:///etc/passwd"), "/to-localhost-name": (302, "http://localhost.localdomain.invalid/"),
            "/many": (302, f"/many?{asked[path]}"), "/slash": (301, "/slash/"),
        }  # fmt: skip
        if path in moved:
            status, target = moved[path]
            self.answer(status, "", {"Location": target})
        elif path in {"/page", "/slash/"}:
            self.answer(200, PAGE)
        elif path == "/claim-gone":
            self.answer(200, PAGE.replace("1,344 GB/s", "a lot"))
        elif path == "/short":
            self.answer(200, "<html><body><div id=app></div></body></html>")
        elif path == "/":
            self.answer(200, "<title>Home</title>" + "Welcome. " * 50)
        elif path == "/soft":
            self.answer(200, "<title>Page not found</title>" + "Nothing here. " * 50)
        elif path == "/empty":
            self.answer(200, "")
        elif path == "/challenge":
            self.answer(200, "<title>Just a moment...</title>Verify you are human")
        elif path.removeprefix("/status-").isdigit():
            self.answer(int(path.removeprefix("/status-")), "x")
        elif path == "/later":
            self.answer(429 if asked[path] == 1 else 200, PAGE, {"Retry-After": "7"} if asked[path] == 1 else {})
        elif path == "/much-later":
            self.answer(429, "", {"Retry-After": "86400"})
        elif path == "/stumbles":
            self.answer(500 if asked[path] == 1 else 200, PAGE)
        elif path == "/drip":
            self.begin(200, 10_000)
            for _ in range(100):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.1)
        elif path == "/hang":
            time.sleep(3)
        elif path == "/huge":
            self.begin(200, 50_000_000)
            for _ in range(500):
                self.wfile.write(b"x" * 100_000)
        elif path == "/cut":
            self.begin(200, 10_000)
            self.wfile.write(b"only this")
        elif path == "/garbage":
            self.wfile.write(b"\x00\xffnot http at all\r\n\r\n")
        elif path == "/bomb":
            import gzip

            self.answer(200, gzip.compress(b"0" * 30_000_000), {"Content-Encoding": "gzip"})
        elif path == "/bomb-in-bomb":
            import gzip

            packed = gzip.compress(gzip.compress(b"0" * 30_000_000))
            self.answer(200, packed, {"Content-Encoding": "gzip, gzip"})
        elif path == "/drip-heads":
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            for number in range(100):
                self.wfile.write(b"X-%d: y\r\n" % number)
                self.wfile.flush()
                time.sleep(0.1)
        elif path == "/to-no-address":
            self.answer(302, "", {"Location": "http://[bad"})
        elif path == "/to-odd":
            self.answer(302, "", {"Location": "/page?\xe2\x80\xae"})
        elif path == "/to-control":
            self.answer(302, "", {"Location": "x\x1b]0;owned\x07:y"})
        elif path == "/packed":
            import gzip

            self.answer(200, gzip.compress(PAGE.encode()), {"Content-Encoding": "gzip"})
        elif path == "/deflated":
            import zlib

            self.answer(200, zlib.compress(PAGE.encode())[2:-4], {"Content-Encoding": "deflate"})
        elif path == "/charset":
            self.answer(200, PAGE, {"Content-Type": "text/html; charset=no-such"})
        elif path == "/pdf":
            self.answer(200, b"%PDF-1.7 " + b"\x00" * 500, {"Content-Type": "application/pdf"})
        elif path == "/cdx/search/cdx":
            self.answer(
                200, json.dumps([["urlkey", "timestamp", "original"], ["x", "20260101000000", "https://a.example/b"]])
            )
        elif path.startswith("/save/"):
            self.answer(200, "saved")

    def begin(self, status: int, length: int) -> None:
        """Send a head that promises `length` bytes."""
        self.send_response(status)
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def answer(self, status: int, body: str | bytes, headers: dict[str, str] | None = None) -> None:
        """Send a whole answer."""
        content = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        for name, value in {"Content-Type": "text/html; charset=utf-8", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        try:
            self.wfile.write(content)
        except OSError:
            return


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of the server."""
    running = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    running.daemon_threads = True
    running.handle_error = lambda *args: None  # type: ignore[method-assign]
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{running.server_address[1]}"
    running.shutdown()


def only_the_server(address: str) -> bool:
    """Loopback is let through for the tests; everything else is judged as always."""
    return address == "127.0.0.1" or is_public(address)


@pytest.fixture
def visit(server):
    """Return a function: path -> the record of the link after one visit, and what was slept."""

    def visited(
        path: str, printed: tuple[str, ...] = ("1,344 GB/s",), before: Link | None = None, day: str = "2026-11-28"
    ) -> tuple[Link, list[float]]:
        slept: list[float] = []
        (link,) = links.visit_all(
            [Target("a-source", server + path, printed)], {"a-source": before} if before else {}, day,
            manners=Manners(limits=LIMITS), allowed=only_the_server, sleep=slept.append,
        )  # fmt: skip
        return link, slept

    return visited


@pytest.mark.parametrize(
    ("path", "state"),
    [
        ("/page", "ok"),
        ("/moved", "moved"),
        ("/moved-for-now", "ok"),
        ("/slash", "ok"),
        ("/home-redirect", "soft-404"),
        ("/soft", "soft-404"),
        ("/empty", "soft-404"),
        ("/claim-gone", "claim-gone"),
        ("/short", "ok"),
        ("/pdf", "ok"),
        ("/charset", "ok"),
        ("/challenge", "blocked"),
        ("/status-401", "blocked"),
        ("/status-403", "blocked"),
        ("/status-451", "blocked"),
        ("/much-later", "blocked"),
        ("/huge", "ok"),
        ("/bomb", "ok"),
    ],
)
def test_each_way_to_answer_has_its_state(visit, path, state):
    assert visit(path)[0].state == state


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/status-404", "status 404"),
        ("/status-410", "status 410"),
        ("/status-500", "status 500"),
        ("/loop-a", "loop"),
        ("/many", "loop"),
        ("/drip", "timeout"),
        ("/hang", "timeout"),
        ("/cut", "protocol"),
        ("/garbage", "protocol"),
        ("/to-private", "refused"),
        ("/to-metadata", "refused"),
        ("/to-loopback", "refused"),
        ("/to-file", "refused"),
        ("/to-localhost-name", "dns"),
    ],
)
def test_a_failure_is_noted_and_is_not_death(visit, path, why):
    link, _ = visit(path)
    assert link.state == "unchecked"
    assert link.failures == ("2026-11-28",)
    assert why in (link.note or "")


def test_a_link_that_worked_stays_ok_on_one_bad_day(visit, server):
    before = Link("a-source", server + "/status-404", "ok", "2026-11-01")
    assert visit("/status-404", before=before)[0].state == "ok"


def test_a_link_is_dead_after_three_days_of_failure(visit, server):
    link = Link("a-source", server + "/status-404", "ok", "2026-11-01")
    states = []
    for day in ("2026-11-20", "2026-11-20", "2026-11-21", "2026-11-25"):
        link, _ = visit("/status-404", before=link, day=day)
        states.append(link.state)
    assert states == ["ok", "ok", "ok", "dead"]


def test_a_dead_link_that_works_again_is_alive(visit, server):
    before = Link("a-source", server + "/page", "dead", "2026-11-25", None, ("2026-11-20", "2026-11-21", "2026-11-25"))
    link, _ = visit("/page", before=before)
    assert (link.state, link.failures) == ("ok", ())


def test_retry_after_is_obeyed(visit):
    asked.clear()
    link, slept = visit("/later")
    assert (link.state, slept) == ("ok", [7.0])


def test_a_server_that_stumbles_once_is_asked_again(visit):
    asked.clear()
    assert visit("/stumbles")[0].state == "ok"
    assert asked["/stumbles"] == 2


def test_nobody_waits_a_day(visit):
    assert visit("/much-later")[1] == []


def test_where_a_page_moved_to_is_kept(visit, server):
    assert visit("/moved")[0].final_url == server + "/page"


def test_some_figures_missing_is_a_note_and_not_a_state(visit):
    link, _ = visit("/page", printed=("1,344 GB/s", "999 W"))
    assert (link.state, link.note) == ("ok", "not on the page: 999 W")


def test_a_figure_is_found_in_another_spelling(visit):
    assert visit("/page", printed=("1344 GB/s",))[0].state == "ok"
    assert visit("/page", printed=("1.344 GB/s",))[0].state == "ok"


def test_a_page_that_is_too_large_is_cut_and_not_loaded_whole(server):
    found = fetch.fetch(server + "/huge", LIMITS, only_the_server)
    assert found.truncated
    assert len(found.body) == LIMITS.most_bytes


def test_a_page_that_unpacks_to_too_much_is_cut(server):
    assert len(fetch.fetch(server + "/bomb", LIMITS, only_the_server).body) == LIMITS.most_bytes


def test_a_page_packed_twice_is_not_unpacked(server):
    assert len(fetch.fetch(server + "/bomb-in-bomb", LIMITS, only_the_server).body) < 100_000


@pytest.mark.parametrize("path", ["/packed", "/deflated"])
def test_a_packed_page_is_read(server, path):
    assert fetch.fetch(server + path, LIMITS, only_the_server).body.decode() == PAGE


def test_headers_that_never_end_end_in_time(server):
    assert fetch.fetch(server + "/drip-heads", LIMITS, only_the_server).error == "timeout"


@pytest.mark.parametrize("url", ["http://[bad", "http://", "http://a b/", "https://\x00/", "http://[::1"])
def test_what_is_no_address_is_no_traceback(url):
    assert fetch.fetch(url, LIMITS).error in {"refused", "protocol", "dns"}


def test_a_redirect_to_no_address_is_no_traceback(server):
    assert fetch.fetch(server + "/to-no-address", LIMITS, only_the_server).error == "protocol"


def test_a_servers_words_bring_no_control_characters_to_the_terminal(server):
    found = fetch.fetch(server + "/to-control", LIMITS, only_the_server)
    assert found.error
    assert found.message.isprintable()


def test_a_source_with_a_slip_in_its_host_does_not_make_that_host_known():
    urls = ["https://docs.example.io/a", "https://docs.example.io/b", "https://docs.exmaple.io/c"]
    assert cli.known_hosts(urls) == {"docs.example.io"}
    link = links.visit_all([Target("s", urls[2], ())], {}, "2026-11-01", known_hosts=cli.known_hosts(urls))[0]
    assert link.state == "garbled"


def test_where_a_server_leads_is_written_without_odd_characters(server):
    assert fetch.fetch(server + "/to-odd", LIMITS, only_the_server).final_url.endswith("/page?%E2%80%AE")


def test_a_title_brings_no_control_characters():
    page = fetch.Fetched(
        "u", "u", 200, True, "<title>Not found \x1b]0;x\x07\u202e</title>".encode(), "utf-8", False, None, ""
    )
    assert health.seen(page, []).note.isprintable()


def test_a_slow_page_ends_in_time(server):
    begun = time.monotonic()
    assert fetch.fetch(server + "/drip", LIMITS, only_the_server).error == "timeout"
    assert time.monotonic() - begun < 3


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255",
     "::1",
     "fe80::1", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::",
     "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1", "fec0::1", "::7f00:1", "ff02::1", "100::1", "2001:db8::1", "2001::1"],
)  # fmt: skip
def test_private_addresses_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111", "64:ff9b::808:808"])
def test_addresses_of_the_internet_are(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/", "http://localhost:1/", "http://[::1]:1/", "http://2130706433:1/", "http://0x7f.1:1/"]
)
def test_loopback_is_refused_under_every_name(url):
    assert fetch.fetch(url, LIMITS).error in {"refused", "dns"}


def test_a_name_that_resolves_to_a_private_address_is_refused(monkeypatch):
    monkeypatch.setattr(
        fetch.socket,
        "getaddrinfo",
        lambda *a, **k: [(2, 1, 6, "", ("8.8.8.8", 80)), (2, 1, 6, "", ("192.168.0.7", 80))],
    )
    found = fetch.fetch("http://innocent.example/", LIMITS)
    assert (found.error, "192.168.0.7" in found.message) == ("refused", True)


def test_a_garbled_host_is_never_requested(monkeypatch):
    def refuse(*args: object, **more: object) -> None:
        raise AssertionError("it was requested")

    monkeypatch.setattr(links, "fetch", refuse)
    (link,) = links.visit_all(
        [Target("a-source", "https://deceloper.nvidia.com/blog/x", ())],
        {},
        "2026-11-28",
        known_hosts=frozenset({"developer.nvidia.com"}),
    )
    assert (link.state, "not requested" in (link.note or "")) == ("garbled", True)


def test_pages_of_one_host_are_visited_one_after_another_with_pauses(server):
    slept: list[float] = []
    targets = [Target(f"a-{number}", f"{server}/page?{number}", ()) for number in range(4)]
    links.visit_all(
        targets,
        {},
        "2026-11-28",
        manners=Manners(pause_s=1.25, limits=LIMITS),
        allowed=only_the_server,
        sleep=slept.append,
    )
    assert slept == [1.25] * 3


def test_the_newest_copy_and_saving_ask_the_archive(server):
    copy = archive.newest_copy("https://a.example/b", server, only_the_server, sleep=lambda seconds: None)
    assert copy == f"{server}/web/20260101000000/https://a.example/b"
    assert archive.save("https://a.example/b", server, only_the_server, sleep=lambda seconds: None)


# the file


def test_the_file_is_written_as_it_is_read(tmp_path: Path):
    records = [
        Link("a-one", "https://a.example/1", "ok", "2026-11-28"),
        Link(
            "a-two",
            "https://a.example/2",
            "dead",
            "2026-11-28",
            None,
            ("2026-11-20", "2026-11-24", "2026-11-28"),
            'says "no" \\ here',
        ),
        Link("b-one", "https://b.example/", "moved", "2026-11-28", "https://b.example/new", (), None),
    ]
    path = tmp_path / "link_health.yml"
    path.write_text(file.text(records), "utf-8")
    assert list(file.load(path).values()) == records


def test_the_state_of_a_link_reaches_the_base(edited, tmp_path, ask):
    data = edited(
        "link_health.yml",
        new=file.text(
            [
                Link(
                    "bench-desk",
                    "https://bench.example.net/desk-10",
                    "moved",
                    "2026-10-30",
                    "https://bench.example.net/x",
                )
            ]
        ),
    )
    kb = build(data, tmp_path / "kb.db").path
    assert ask("SELECT link_status FROM sources WHERE id = 'bench-desk'", of=kb) == [{"link_status": "moved"}]
    assert ask("SELECT state, final_url FROM link_checks", of=kb) == [
        {"state": "moved", "final_url": "https://bench.example.net/x"}
    ]


def test_a_record_of_an_address_that_the_source_no_longer_has_says_nothing(edited):
    data = edited(
        "link_health.yml", new=file.text([Link("bench-desk", "https://bench.example.net/old", "dead", "2026-10-30")])
    )
    found = read(data)
    assert (found.links, found.findings) == ({}, [])


def test_a_record_of_an_unknown_source_is_an_error(edited):
    data = edited(
        "link_health.yml", new=file.text([Link("no-such", "https://bench.example.net/old", "dead", "2026-10-30")])
    )
    assert any("not in data/sources" in str(finding) for finding in read(data).findings)


# the verb


def test_the_verb_writes_the_file_and_says_what_is_bad(kb, tmp_path, monkeypatch):
    def pretend(url: str, *more: object) -> fetch.Fetched:
        body = PAGE if "bolt" in url else "<title>404</title>"
        return fetch.Fetched(url, url, 200, True, body.encode(), "utf-8", False, None, "")

    monkeypatch.setattr(links, "fetch", pretend)
    monkeypatch.setattr(links.time, "sleep", lambda seconds: None)
    to = tmp_path / "link_health.yml"
    result = CliRunner().invoke(
        main, ["links", "--kb", str(kb), "--to", str(to), "--only", "acme-bolt-datasheet", "--only", "bench-desk"]
    )
    assert result.exit_code == 1, result.output
    assert "bench-desk: soft-404" in result.output
    assert set(file.load(to)) == {"acme-bolt-datasheet", "bench-desk"}


def test_the_verb_refuses_an_unknown_source(kb, tmp_path):
    result = CliRunner().invoke(main, ["links", "--kb", str(kb), "--to", str(tmp_path / "l.yml"), "--only", "no-such"])
    assert (result.exit_code, '"no-such" is not a source' in result.output) == (2, True)


def test_a_visit_needs_two_days_between_first_and_last_failure():
    link = None
    for day in ("2026-11-20", "2026-11-21"):
        link = health.after(link, "a", "https://a.example/", health.Seen(None, "x", failed=True), day)
    assert link is not None
    assert link.state == "unchecked"
