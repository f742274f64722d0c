"""What a form sends: read with a limit, taken apart by python-multipart."""

from __future__ import annotations

import io
from collections.abc import Mapping
from urllib.parse import parse_qsl

from datasette import Request
from python_multipart import parse_form
from python_multipart.exceptions import FormParserError


class TooLarge(Exception):
    """The form is larger than it may be."""


class NotAForm(ValueError):
    """The body is not what a form sends."""


async def sent(request: Request, largest_bytes: int) -> dict[str, bytes]:
    """Return the fields of a form by name; a file's name stands under its field's name + " name". Raises TooLarge, NotAForm."""
    body = await _body(request, largest_bytes)
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/x-www-form-urlencoded"):
        try:
            return {
                name: value.encode()
                for name, value in parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=20)
            }
        except (UnicodeDecodeError, ValueError) as error:
            raise NotAForm from error
    if kind.startswith("multipart/form-data"):
        return _multipart({"Content-Type": kind.encode("latin-1")}, body)
    raise NotAForm


async def _body(request: Request, largest_bytes: int) -> bytes:
    parts: list[bytes] = []
    size, more = 0, True
    while more:
        message = await request.receive()
        if message["type"] != "http.request":
            raise NotAForm
        part = message.get("body", b"")
        size += len(part)
        if size > largest_bytes:
            raise TooLarge
        parts.append(part)
        more = message.get("more_body", False)
    return b"".join(parts)


def _multipart(headers: Mapping[str, bytes], body: bytes) -> dict[str, bytes]:
    fields: dict[str, bytes] = {}

    def on_field(field: object) -> None:
        name, value = getattr(field, "field_name", None), getattr(field, "value", None)
        fields[(name or b"").decode("utf-8", "replace")] = value or b""

    def on_file(file: object) -> None:
        name = (getattr(file, "field_name", None) or b"").decode("utf-8", "replace")
        held = file.file_object  # type: ignore[attr-defined]
        held.seek(0)
        fields[name] = held.read()
        fields[f"{name} name"] = getattr(file, "file_name", None) or b""
        file.close()  # type: ignore[attr-defined]

    try:
        parse_form(dict(headers), io.BytesIO(body), on_field, on_file)
    except (FormParserError, ValueError) as error:
        raise NotAForm from error
    return fields
