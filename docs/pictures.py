"""Take the README's picture: `make pictures`. Needs Debian's chromium; nothing is downloaded and nothing leaves the machine."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.chromium import CHROMIUM, chromium, served

DOCS = Path(__file__).parent
SHOWN = "/compare?p=dgx-spark&p=rtx-pro-5000-72gb&p=dgx-station-gb300"
WIDTH, HEIGHT = 1120, 1250


def main() -> None:
    """Serve kb.db on a free port, take one picture, stop the server."""
    if not CHROMIUM:
        sys.exit("chromium is not installed; make tools installs it on Debian")
    with served(DOCS.parent / "kb.db") as address, chromium() as browser:
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(address + SHOWN)
        page.locator("figure.chart").first.evaluate("chart => chart.scrollIntoView()")
        page.evaluate("window.scrollBy(0, -120)")
        page.screenshot(path=str(DOCS / "compare.png"))


if __name__ == "__main__":
    main()
