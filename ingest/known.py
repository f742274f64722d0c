"""From which day a statement counts as known. Pure.

What a base said on a day in the past must not use what was said later. A dated statement is known from its own day on; of a month or a
year only the end is certain. An undated one may be older than anybody can tell, but the only day on which it is certain to have
been there is the one on which its document was read: it is known from that day on, never earlier.
"""

from __future__ import annotations

from ingest.records import Source
from ingest.spelling import day_number, parse_date

MEANING = (
    "The first day on which it is certain to have been said: the last day that as_of can mean, or the day on which the document was read "
    "if that is earlier or as_of is empty. In days since 1970-01-01."
)


def known_day(as_of: str | None, source: Source) -> int:
    """Return the day, in days since 1970-01-01, from which a statement of `source` about `as_of` counts as known."""
    read = parse_date(source.checked_on).last
    return day_number(min(parse_date(as_of).last, read) if as_of else read)
