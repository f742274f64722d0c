"""How long the site's pages take, and how large they are: median and 95th percentile of requests to a real server.

    python -m bench.serve

Serves a copy of kb.db on a free loopback port, so that a build meanwhile does no harm. The pages take turns in every round, and
each is compared with one row of Datasette's own JSON in the same run: seconds differ from machine to machine, ratios hardly.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, sleep
from urllib.parse import quote, urlencode

import httpx

from ingest.query import connect

ROOT = Path(__file__).resolve().parent.parent
REQUESTS = 200
WARM_UP = 5
SECONDS_PER_PAGE = 30.0  # a slow page is asked for less often, and the table says how often
SECONDS_TO_START = 60.0
YARDSTICK = "one row, JSON"


@dataclass
class Page:
    """What was asked for, and what came back. Sizes are of the last answer's body, in bytes.

    Where there are `others`, each of them is asked for once instead of `path`: pages of what the server has not read before.
    """

    name: str
    path: str
    others: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    raw_bytes: int = 0
    gzip_bytes: int = 0

    @property
    def p50_ms(self) -> float:
        """Return the median in milliseconds."""
        return median(self.seconds) * 1000

    @property
    def p95_ms(self) -> float:
        """Return the 95th percentile in milliseconds."""
        return quantiles(self.seconds, n=20, method="inclusive")[-1] * 1000


def main() -> None:
    """Measure and print the table. Takes a few minutes at most."""
    with tempfile.TemporaryDirectory(prefix="specproof-bench-") as folder:
        kb = Path(folder) / "kb.db"
        provide(kb)
        with (
            server(kb) as address,
            httpx.Client(base_url=address, headers={"Accept-Encoding": "gzip"}, timeout=60) as client,
        ):
            print(table(measure(client, pages(kb))))


def provide(kb: Path) -> None:
    """Copy the project's kb.db, or build it if it is missing."""
    if (ROOT / "kb.db").exists():
        shutil.copy(ROOT / "kb.db", kb)
    else:
        subprocess.run(
            [sys.executable, "-m", "ingest", "build", "--kb", str(kb)], cwd=ROOT, check=True, stdout=sys.stderr
        )


@contextmanager
def server(kb: Path) -> Iterator[str]:
    """Serve `kb` and give the address; end the server, and no other process, afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "ingest", "serve", "--kb", str(kb), "--port", str(port)]
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
        try:
            _wait(process, f"http://127.0.0.1:{port}")
            yield f"http://127.0.0.1:{port}"
        except ConnectionError as error:
            log.seek(0)
            raise SystemExit(f"{error}:\n{log.read()}") from error
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait(process: subprocess.Popen[bytes], address: str) -> None:
    begun = perf_counter()
    while perf_counter() - begun < SECONDS_TO_START and process.poll() is None:
        try:
            httpx.get(f"{address}/-/versions.json")
            return
        except httpx.TransportError:
            sleep(0.1)
    raise ConnectionError("the server did not start")


def pages(kb: Path) -> list[Page]:
    """Return what to ask for: of each kind of page the one with the most on it, and the yardstick last."""
    with closing(connect(kb)) as connection:
        platform_id, name = connection.execute(
            "SELECT p.id, p.name FROM platforms AS p JOIN claims AS c ON c.platform_id = p.id"
            " GROUP BY p.id ORDER BY COUNT(*) DESC, p.id LIMIT 1"
        ).fetchone()
        fact = ",".join(
            connection.execute(
                "SELECT platform_id, metric_id FROM facts ORDER BY publishers DESC, platform_id, metric_id LIMIT 1"
            ).fetchone()
        )
        compared = [
            row[0]
            for row in connection.execute(
                "SELECT platform_id FROM claims GROUP BY platform_id ORDER BY COUNT(*) DESC, platform_id"
            )
        ]
    fours = [f"/compare?{urlencode({'p': compared[n : n + 4]}, doseq=True)}" for n in range(0, len(compared) - 3, 4)]
    return [
        Page("front page", "/"),
        Page("compare, four platforms", fours[0]),
        Page("compare, four not read before", fours[0], fours[1:]),
        Page("comparison, HTML", "/kb/comparison"),
        Page("platform", f"/kb/platforms/{platform_id}"),
        Page("fact", f"/kb/facts/{fact}"),
        Page("search", f"/search?q={quote(name.split('(')[0].strip())}"),
        Page("comparison, JSON", "/kb/comparison.json?_shape=array&_size=max"),
        Page("claims, streamed CSV", "/kb/claims.csv?_stream=on"),
        Page(YARDSTICK, f"/kb/facts/{fact}.json?_shape=array"),
    ]


def measure(client: httpx.Client, found: list[Page]) -> list[Page]:
    """Ask for every page in turn, round after round, and return the pages with what that took."""
    for page in found:
        for _ in range(WARM_UP):
            client.get(page.path).raise_for_status()
        page.raw_bytes = len(client.get(page.path, headers={"Accept-Encoding": "identity"}).content)
    for number in range(REQUESTS):
        if number % 50 == 0:
            print(f"request {number} of {REQUESTS}", file=sys.stderr)
        for page in found:
            if sum(page.seconds) < SECONDS_PER_PAGE and (not page.others or number < len(page.others)):
                address = page.others[number] if page.others else page.path
                begun = perf_counter()
                response = client.get(address).raise_for_status()
                page.seconds.append(perf_counter() - begun)
                page.gzip_bytes = response.num_bytes_downloaded
    return found


def table(found: list[Page]) -> str:
    """Return a Markdown table; the ratio is of medians, to the yardstick's."""
    unit = next(page.p50_ms for page in found if page.name == YARDSTICK)
    lines = ["| page | requests | p50 ms | p95 ms | ÷ row JSON | kB | kB gzip |", "|---|---:|---:|---:|---:|---:|---:|"]
    for page in found:
        times = f"{len(page.seconds)} | {page.p50_ms:.1f} | {page.p95_ms:.1f} | {page.p50_ms / unit:.1f}"
        lines.append(
            f"| {page.name} `{page.path}` | {times} | {page.raw_bytes / 1000:.1f} | {page.gzip_bytes / 1000:.1f} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
