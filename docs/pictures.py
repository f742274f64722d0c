"""Take the README's pictures: `make pictures`. Needs Debian's chromium; nothing is downloaded and nothing leaves the machine."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import httpx
from playwright.sync_api import sync_playwright

from ingest.serve import command

ROOT = Path(__file__).parent.parent
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
COLUMNS = (
    "name",
    "memory_capacity_gb",
    "memory_type",
    "memory_bandwidth_gb_s",
    "price_usd",
    "price_as_of",
    "bandwidth_per_dollar",
    "bound_type",
)
SHOWN = "dgx-spark,rtx-pro-5000-48gb,rtx-pro-5000-72gb,rtx-pro-5000-laptop,dgx-station-gb300,mac-studio-m3-ultra-512gb"


def main() -> None:
    """Serve kb.db on a free port, take one picture, stop the server."""
    chromium = shutil.which("chromium")
    if not chromium:
        sys.exit("chromium is not installed; on Debian: apt-get install chromium")
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        command(ROOT / "kb.db", ROOT / "metadata.yml", port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(address)
        columns = "&".join(f"_col={column}" for column in COLUMNS)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            page = browser.new_page(viewport={"width": 1560, "height": 720})
            page.goto(f"{address}/kb/comparison?platform_id__in={SHOWN}&{columns}&_nofacet=1")
            page.locator(".table-wrapper").screenshot(path=str(ROOT / "docs" / "comparison.png"))
            browser.close()
    finally:
        server.terminate()
        server.wait()


def _wait(address: str) -> None:
    for _ in range(100):
        try:
            httpx.get(address).raise_for_status()
            return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise TimeoutError(f"{address} does not answer")


if __name__ == "__main__":
    main()
