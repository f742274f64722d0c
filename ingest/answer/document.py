"""A file, or standard input -> a document: its lines of text, whatever its format. Raises Unreadable, with a message for its owner."""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from ingest.answer import html
from ingest.answer.parts import Document, Line

LARGEST = 12_000_000  # bytes; a book has one million letters
LONGEST_LINE = 2_000_000
FORMATS = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
}
# Marks that print nothing and would cut words apart: soft hyphen, zero-width, direction marks.
INVISIBLE = dict.fromkeys(
    map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)
MARKS_OF_SENTENCES = "，；：！？"
MOST_PAGES = 2_000
MOST_CONTENT = 20_000_000  # bytes of a PDF's unpacked pages; a long book has half as many
MOST_OPERATORS = 1_500_000
LINE_ENDS = re.compile(r"\r\n|\r|\n")  # what an editor counts; not the form feeds and odd separators of splitlines
SURROGATE = re.compile("[\ud800-\udfff]")  # half a character, as damaged PDFs and file names hold; it cannot be printed


class Unreadable(ValueError):
    """The document cannot be read; the message says why and what would help."""


def open_document(path: Path | None, stream: BinaryIO | None = None) -> Document:
    """Return the document at `path`, or on `stream` where `path` is None. Raises Unreadable."""
    if path is None:
        assert stream is not None
        return from_bytes(_limited(stream, "standard input"), "standard input")
    try:
        if path.is_dir():
            raise Unreadable(f"{path} is a folder; name the file in it")
        size = path.stat().st_size
        if size > LARGEST:
            raise Unreadable(_too_large(str(path), size))
        with open(path, "rb") as file:
            content = _limited(file, str(path))
    except OSError as error:
        raise Unreadable(f"{path}: {error.strerror or error}") from error
    return from_bytes(content, path.name, FORMATS.get(path.suffix.casefold()))


def from_bytes(content: bytes, name: str, format_: str | None = None) -> Document:
    """Return the document that `content` is; without `format_` its first bytes tell. Raises Unreadable."""
    if len(content) > LARGEST:
        raise Unreadable(_too_large(name, len(content)))
    if content.startswith(b"%PDF-"):
        format_ = "pdf"
    elif format_ == "pdf":
        raise Unreadable(f"{name} is named like a PDF, but its content is not one")
    original = None
    if format_ == "pdf":
        found = list(_pdf_lines(content, name))
    else:
        text = _decode(content, name)
        if format_ is None:
            format_ = "html" if text.lstrip()[:200].casefold().startswith(("<!doctype html", "<html")) else "text"
        if format_ == "html":
            found = html.lines(text)
        else:
            original = text
            found = [Line(number, line) for number, line in enumerate(LINE_ENDS.split(text), start=1)]
            if not found[-1].text:  # behind the last line's end begins no other
                found.pop()
    cleaned = tuple(Line(line.number, _clean(line.text)) for line in found)
    if not any(line.text.strip() for line in cleaned):
        raise Unreadable(
            f"{name} has no text" + ("; a scanned PDF needs its text recognised first" if format_ == "pdf" else "")
        )
    if any(len(line.text) > LONGEST_LINE for line in cleaned):
        cleaned = tuple(Line(line.number, piece) for line in cleaned for piece in _pieces(line.text))
    return Document(
        SURROGATE.sub("\ufffd", name), format_, len(content), hashlib.sha256(content).hexdigest(), cleaned, original
    )


def _limited(stream: BinaryIO, name: str) -> bytes:
    content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise Unreadable(_too_large(name))
    return content


def _too_large(name: str, size: int | None = None) -> str:
    has = f"has {size / 1e6:,.1f} MB" if size else "is larger"
    return f"{name} {has}; at most {LARGEST / 1e6:.0f} MB are read. Cut out the part to check"


def _decode(content: bytes, name: str) -> str:
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if content.startswith(mark):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError as error:
                raise Unreadable(f"{name} begins like {encoding} but is not: {error.reason}") from error
    if b"\x00" in content:
        raise Unreadable(f"{name} is a binary file; give text, Markdown, HTML or PDF")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable(f"{name}, line {line}: not UTF-8; save the text as UTF-8") from error


def _clean(text: str) -> str:
    """The text of a line without marks that print nothing; letters and their accents are joined, full-width digits are digits."""
    text = SURROGATE.sub("\ufffd", text.translate(INVISIBLE))
    return text if text.isascii() else "".join(map(_narrow, unicodedata.normalize("NFC", text)))


def _narrow(character: str) -> str:
    """A full-width letter, digit or bracket as the plain one; the marks of sentences stay, because no space follows them."""
    wide = "\uff01" <= character <= "\uff5e" and character not in MARKS_OF_SENTENCES
    return chr(ord(character) - 0xFEE0) if wide else character


def _pieces(text: str) -> Iterator[str]:
    for start in range(0, len(text), LONGEST_LINE):
        yield text[start : start + LONGEST_LINE]


class _Budget:
    """What a PDF may cost: a few kilobytes can unpack to hours of drawing, or to forms that draw one another."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._bytes = self._operators = 0

    def spend(self, size: int) -> None:
        """Note the unpacked content of a page. Raises Unreadable when it is too much."""
        self._bytes += size
        self._check()

    def count(self, *_: object) -> None:
        """Note one drawing operator, also of a form that a page draws. Raises Unreadable when they are too many."""
        self._operators += 1
        self._check()

    def _check(self) -> None:
        if self._bytes > MOST_CONTENT or self._operators > MOST_OPERATORS:
            raise Unreadable(f"{self._name} unpacks to more than any document has; give its text")


def _pdf_lines(content: bytes, name: str) -> Iterator[Line]:
    """The lines of a PDF, numbered through all its pages."""
    import logging

    from pypdf import PdfReader  # only here: loading it takes longer than checking a page of text

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    number = 0
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(f"{name} is locked with a password; save it without one")
        if len(reader.pages) > MOST_PAGES:
            raise Unreadable(f"{name} has {len(reader.pages):,} pages; at most {MOST_PAGES:,} are read")
        budget = _Budget(name)
        for page in reader.pages:
            drawing = page.get_contents()
            budget.spend(len(drawing.get_data()) if drawing is not None else 0)
            for text in (page.extract_text(visitor_operand_before=budget.count) or "").splitlines():
                number += 1
                yield Line(number, text)
    except Unreadable:
        raise
    except Exception as error:  # a damaged PDF can fail anywhere in the library, with any exception
        raise Unreadable(
            f"{name} is a damaged PDF ({type(error).__name__}); save it again, or give its text"
        ) from error
