"""A platform file to fill in, every key explained."""

from __future__ import annotations

from pathlib import Path

from ingest.read.entry import ID

TEMPLATE = """\
# Delete what you do not need. `specproof lint` tells what is missing, with the line. Every key is explained in CONTRIBUTING.md.
name: {name}                # maker, product, and what tells this variant from its siblings, such as (128 GB)
vendor: {vendor}
kind: card                  # system | card | module | chip | instance | rack
# family: {id}              # what its variants share, so that nobody takes one for another
lifecycle: shipping         # announced | shipping | withdrawn
aliases: []                 # names people use; "tr: …" for a translated one, "ambiguous: …" for one that other products bear too
claims:
- source: {vendor}-{id}-datasheet   # an entry in data/sources/<publisher>.yml: the page that you have open
  at: specification table           # where in it, in your own words
  # As printed: "up to 8 TB/s", "~300 GB/s", "96 GiB". All ids are in data/metrics.yml.
  # memory_capacity: 32 GB
  # memory_type: GDDR7
  # memory_bandwidth: 1,792 GB/s
  # tdp: 575 W
  # fp16_dense: 209.5 TFLOPS          # only if the page says dense; fp16_unlabelled if it does not say
# - source: some-shop-2026-11
#   as_of: 2026-11-20                 # a price always has its day
#   price: {{street: "2,899.00 USD"}}   # launch_msrp | list | street | quote | used | cloud_hour
"""


def new_platform(data: Path, name: str) -> Path:
    """Write a template to `platforms/<vendor>/<id>.yml` and return its path.

    Raises ValueError if `name` is not <vendor>/<id>, FileExistsError if the platform is there already.
    """
    vendor, _, platform_id = name.partition("/")
    if not ID.fullmatch(vendor) or not ID.fullmatch(platform_id):
        raise ValueError(f'"{name}" is not <vendor>/<id>, such as nvidia/dgx-spark: lower-case words joined by hyphens')
    taken = sorted(data.glob(f"platforms/*/{platform_id}.yml"))
    if taken:
        raise FileExistsError(f"{platform_id} is there already: {taken[0]}")
    path = data / "platforms" / vendor / f"{platform_id}.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    title = platform_id.replace("-", " ")
    path.write_text(TEMPLATE.format(name=title, vendor=vendor, id=platform_id), "utf-8")
    return path
