"""Checks one document in a process of its own, so that a hostile one can be stopped: python -m web.checker KB NAME < document.

It prints JSON: {"report", "lines", "markdown", "fixed", "reviews"}, or {"unreadable": why}. Started by web.verify, which ends it after
SECONDS; the limits on memory and processor time hold even where nobody does.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

from ingest.answer import check, fixed, output, report
from ingest.answer.document import FORMATS, Unreadable, from_bytes
from ingest.query import connect

LARGEST_BYTES = 1_000_000
SECONDS = 20
MEMORY_BYTES = 2_000_000_000
# A check takes a processor; more at once would only make each slower.
AT_ONCE = asyncio.Semaphore(2)
MOST_WAITING = 16
_waiting: set[asyncio.Task[Any] | None] = set()


class TooSlow(Exception):
    """The check took longer than SECONDS, or more memory than it may."""


class TooBusy(Exception):
    """MOST_WAITING other documents are waiting already."""


async def checked(kb: Path, name: str, document: bytes) -> dict[str, Any]:
    """Return what the check of a document prints. Raises TooSlow, TooBusy."""
    async with _turn():
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "web.checker", str(kb), name),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            printed, _ = await asyncio.wait_for(process.communicate(document), SECONDS)
        except TimeoutError:
            raise TooSlow from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
    if process.returncode != 0:
        raise TooSlow
    found: dict[str, Any] = json.loads(printed)
    return found


@asynccontextmanager
async def _turn() -> AsyncIterator[None]:
    """A turn among the checks that run at once; each that waits for one holds its document in memory."""
    if len(_waiting) >= MOST_WAITING:
        raise TooBusy
    me = asyncio.current_task()
    _waiting.add(me)
    try:
        await AT_ONCE.acquire()
    finally:
        _waiting.discard(me)
    try:
        yield
    finally:
        AT_ONCE.release()


def main() -> None:
    """Check the document on standard input and print what was found."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    kb, name = Path(sys.argv[1]), sys.argv[2]
    json.dump(_check(kb, name, sys.stdin.buffer.read()), sys.stdout)


def _check(kb: Path, name: str, content: bytes) -> dict[str, Any]:
    try:
        document = from_bytes(content, name, FORMATS.get(Path(name).suffix.casefold()))
    except Unreadable as error:
        return {"unreadable": str(error)}
    with closing(connect(kb)) as connection:
        data_date = str(connection.execute("SELECT data_date FROM about").fetchone()[0])
        found = check.verify(document, connection, None)
    return {
        "report": output.as_json(found),
        "lines": {line.number: line.text for line in document.lines},
        "markdown": report.markdown(found),
        "fixed": None if document.original is None else fixed.fixed(found),
        "reviews": output.claim_review(found, data_date),
    }


if __name__ == "__main__":
    main()
