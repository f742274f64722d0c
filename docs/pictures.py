"""Take the README's pictures: `make pictures`. Needs Debian's chromium; nothing is downloaded and nothing leaves the machine."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.chromium import CHROMIUM, chromium, served

ROOT = Path(__file__).parent.parent
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
    if CHROMIUM is None:
        sys.exit("chromium is not installed; on Debian: apt-get install chromium")
    columns = "&".join(f"_col={column}" for column in COLUMNS)
    with served(ROOT / "kb.db") as address, chromium() as browser:
        page = browser.new_page(viewport={"width": 1560, "height": 720})
        page.goto(f"{address}/kb/comparison?platform_id__in={SHOWN}&{columns}&_nofacet=1")
        page.locator(".table-wrapper").screenshot(path=str(ROOT / "docs" / "comparison.png"))


if __name__ == "__main__":
    main()
