"""One web page, fetched with care: no private address is ever connected to, redirects are followed one by one, size and time end.

The address that is checked is the address that is connected to, so that a name which answers differently the second time gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx

AGENT = "Specproof link check (one request a page)"
MOST_HOPS = 8
MOST_BYTES = 3_000_000
PERMANENT = (301, 308)
REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True)
class Limits:
    """How long a page may take in all and between two packets, in seconds, and how large it may be."""

    total_s: float = 30.0
    packet_s: float = 10.0
    most_bytes: int = MOST_BYTES


@dataclass(frozen=True)
class Fetched:
    """What came back. `status` is 0 where nothing did; then `error` says why: refused, dns, timeout, connection, loop or protocol."""

    url: str
    final_url: str
    status: int
    permanent: bool
    body: bytes
    encoding: str
    truncated: bool
    error: str | None
    message: str
    retry_after_s: float | None = None


class Refused(Exception):
    """An address that must not be connected to."""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet: not private, loopback, link-local, shared, multicast or reserved."""
    ip = ipaddress.ip_address(address.split("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
    return ip.is_global and not ip.is_multicast and (mapped is None or is_public(str(mapped)))


class _Guard(httpcore.NetworkBackend):
    """Connects to public addresses only; every address that a name resolves to must be one."""

    def __init__(self, allowed: Callable[[str], bool]) -> None:
        self._inner = httpcore.SyncBackend()
        self._allowed = allowed

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        """Resolve, check, connect to what was checked."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"dns: {error}") from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        forbidden = [address for address in addresses if not self._allowed(address)]
        if forbidden or not addresses:
            raise Refused(f"{host} is {', '.join(forbidden) or 'nowhere'}, which is not on the open internet")
        return self._inner.connect_tcp(addresses[0], port, timeout, local_address, socket_options)


class _Transport(httpx.BaseTransport):
    """httpx over a connection pool with a guard."""

    def __init__(self, allowed: Callable[[str], bool]) -> None:
        context = ssl.create_default_context()
        self._pool = httpcore.ConnectionPool(ssl_context=context, network_backend=_Guard(allowed), max_connections=4)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; errors keep the names that httpx gives them."""
        url = httpcore.URL(
            scheme=request.url.raw_scheme, host=request.url.raw_host, port=request.url.port, target=request.url.raw_path
        )
        sent = httpcore.Request(request.method, url, headers=request.headers.raw, extensions=request.extensions)
        response = self._pool.handle_request(sent)
        stream = response.stream
        assert isinstance(stream, Iterable)
        return httpx.Response(response.status, headers=response.headers, stream=_Stream(stream), request=request)

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()


class _Stream(httpx.SyncByteStream):
    def __init__(self, inner: Iterable[bytes]) -> None:
        self._inner = inner

    def __iter__(self) -> Iterator[bytes]:
        yield from self._inner

    def close(self) -> None:
        if hasattr(self._inner, "close"):
            self._inner.close()


def fetch(url: str, limits: Limits = Limits(), allowed: Callable[[str], bool] = is_public) -> Fetched:
    """Return what stands at `url`, after its redirects. Never raises; `allowed` is for tests on loopback."""
    deadline = time.monotonic() + limits.total_s
    here, permanent, seen = url, True, {url}
    with httpx.Client(
        transport=_Transport(allowed), trust_env=False, follow_redirects=False, timeout=limits.packet_s
    ) as client:
        for _ in range(MOST_HOPS + 1):
            if urlsplit(here).scheme not in {"http", "https"}:
                return _failed(url, here, "refused", f"{here[:80]} is no web address")
            found = _one(client, url, here, limits, deadline)
            target = found.message if found.status in REDIRECTS and not found.error else ""
            if not target:
                return found if here == url else _moved(found, url, permanent)
            permanent = permanent and found.status in PERMANENT
            here = urljoin(here, target).split("#")[0]
            if here in seen:
                return _failed(url, here, "loop", "its redirects lead back to themselves", found.status)
            seen.add(here)
    return _failed(url, here, "loop", f"more than {MOST_HOPS} redirects")


def _one(client: httpx.Client, url: str, here: str, limits: Limits, deadline: float) -> Fetched:
    """One request; of a redirect, `message` is where it leads."""
    try:
        headers = {"User-Agent": AGENT, "Accept": "text/html,application/pdf;q=0.9,*/*;q=0.5"}
        with client.stream("GET", here, headers=headers) as response:
            after = _seconds(response.headers.get("retry-after"))
            if response.status_code in REDIRECTS and response.headers.get("location"):
                return Fetched(
                    url, here, response.status_code, True, b"", "", False, None, response.headers["location"], after
                )
            body, truncated = b"", False
            for piece in response.iter_bytes():
                body += piece
                truncated = len(body) > limits.most_bytes
                if truncated:
                    break
                if time.monotonic() > deadline:
                    return _failed(url, here, "timeout", f"it took more than {limits.total_s:.0f} s")
            encoding = response.charset_encoding or "utf-8"
            return Fetched(
                url, here, response.status_code, True, body[: limits.most_bytes], encoding, truncated, None, "", after
            )
    except Refused as error:
        return _failed(url, here, "refused", str(error))
    except (httpx.TimeoutException, httpcore.TimeoutException):
        return _failed(url, here, "timeout", "it did not answer in time")
    except (httpx.ConnectError, httpcore.ConnectError) as error:
        return _failed(url, here, "dns" if str(error).startswith("dns") else "connection", str(error))
    except (
        httpx.HTTPError,
        httpcore.NetworkError,
        httpcore.ProtocolError,
        httpx.InvalidURL,
        httpx.StreamError,
        OSError,
    ) as error:
        return _failed(url, here, "protocol", f"{type(error).__name__}: {error}")
    except (ValueError, UnicodeError) as error:
        return _failed(url, here, "protocol", str(error))


def _moved(found: Fetched, url: str, permanent: bool) -> Fetched:
    return Fetched(
        url, found.final_url, found.status, permanent, found.body, found.encoding, found.truncated, found.error, found.message,
        found.retry_after_s,
    )  # fmt: skip


def _failed(url: str, here: str, error: str, message: str, status: int = 0) -> Fetched:
    return Fetched(url, here, status if error == "loop" else 0, False, b"", "", False, error, message[:200])


def _seconds(header: str | None) -> float | None:
    """What Retry-After says, in seconds; a date is taken for a minute."""
    if header is None:
        return None
    return float(header) if header.isascii() and header.isdigit() and len(header) < 7 else 60.0
