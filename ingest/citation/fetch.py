"""One web page, fetched with care: no private address is ever connected to, redirects are followed one by one, size and time end.

The address that is checked is the address that is connected to, so that a name which answers differently the second time gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import httpcore
import httpx

AGENT = "Specproof link check (one request a page)"
MOST_HOPS = 8
MOST_BYTES = 3_000_000
PERMANENT = (301, 308)
REDIRECTS = (301, 302, 303, 307, 308)
KEPT = "%/:=&?~+!$,;'@()*[]"  # signs of an address; whatever else a server sends is written with percent signs
UNICAST = ipaddress.IPv6Network("2000::/3")
TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
ENCODINGS = {"gzip": 31, "x-gzip": 31, "deflate": 15}  # and the window that zlib wants for them


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
    if isinstance(ip, ipaddress.IPv6Address):
        if ip in TRANSLATED:  # a gateway would connect to the IPv4 address in its last 32 bits
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
        mapped = ip.ipv4_mapped or ip.sixtofour
        # What lies outside is reserved, local, or a way to write an IPv4 address.
        return ip in UNICAST and ip.is_global and (mapped is None or is_public(str(mapped)))
    return ip.is_global and not ip.is_multicast


class _Timed(httpcore.NetworkStream):
    """A connection that ends at a deadline, however little at a time the other side sends, even of its headers."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: float) -> None:
        self._inner = inner
        self._deadline = deadline

    def _left(self, timeout: float | None) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for the page is over")
        return left if timeout is None else min(left, timeout)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what is there before the deadline."""
        return self._inner.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write before the deadline."""
        self._inner.write(buffer, self._left(timeout))

    def close(self) -> None:
        """Close the connection."""
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Begin to encrypt; the deadline stays."""
        return _Timed(self._inner.start_tls(ssl_context, server_hostname, self._left(timeout)), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """What the connection tells about itself."""
        return self._inner.get_extra_info(info)


class _Guard(httpcore.NetworkBackend):
    """Connects to public addresses only; every address that a name resolves to must be one."""

    def __init__(self, allowed: Callable[[str], bool], deadline: float) -> None:
        self._inner = httpcore.SyncBackend()
        self._allowed = allowed
        self._deadline = deadline

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
        stream = self._inner.connect_tcp(addresses[0], port, timeout, local_address, socket_options)
        return _Timed(stream, self._deadline)


class _Transport(httpx.BaseTransport):
    """httpx over a connection pool with a guard."""

    def __init__(self, allowed: Callable[[str], bool], deadline: float) -> None:
        context = ssl.create_default_context()
        guard = _Guard(allowed, deadline)
        self._pool = httpcore.ConnectionPool(ssl_context=context, network_backend=guard, max_connections=4)

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
        transport=_Transport(allowed, deadline), trust_env=False, follow_redirects=False, timeout=limits.packet_s
    ) as client:
        for _ in range(MOST_HOPS + 1):
            if not _is_web(here):
                return _failed(url, here, "refused", f"{here[:80]} is no web address")
            found = _one(client, url, here, limits, deadline)
            target = found.message if found.status in REDIRECTS and not found.error else ""
            if not target:
                return found if here == url else _moved(found, url, permanent)
            permanent = permanent and found.status in PERMANENT
            try:
                here = quote(urljoin(here, target).split("#")[0], safe=KEPT)
            except ValueError as error:
                return _failed(url, here, "protocol", f"it leads to what is no address: {error}", found.status)
            if here in seen:
                return _failed(url, here, "loop", "its redirects lead back to themselves", found.status)
            seen.add(here)
    return _failed(url, here, "loop", f"more than {MOST_HOPS} redirects")


def _one(client: httpx.Client, url: str, here: str, limits: Limits, deadline: float) -> Fetched:
    """One request; of a redirect, `message` is where it leads."""
    try:
        headers = {
            "User-Agent": AGENT,
            "Accept": "text/html,application/pdf;q=0.9,*/*;q=0.5",
            "Accept-Encoding": "gzip, deflate",
        }
        with client.stream("GET", here, headers=headers) as response:
            after = _seconds(response.headers.get("retry-after"))
            if response.status_code in REDIRECTS and response.headers.get("location"):
                return Fetched(
                    url, here, response.status_code, True, b"", "", False, None, response.headers["location"], after
                )
            body, truncated = bytearray(), False
            for piece in _unpacked(response, limits.most_bytes + 1):
                body += piece
                truncated = len(body) > limits.most_bytes
                if truncated:
                    break
                if time.monotonic() > deadline:
                    return _failed(url, here, "timeout", f"it took more than {limits.total_s:.0f} s")
            encoding = response.charset_encoding or "utf-8"
            return Fetched(
                url,
                here,
                response.status_code,
                True,
                bytes(body[: limits.most_bytes]),
                encoding,
                truncated,
                None,
                "",
                after,
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
        httpcore.UnsupportedProtocol,
        httpx.InvalidURL,
        zlib.error,
        httpx.StreamError,
        OSError,
    ) as error:
        return _failed(url, here, "protocol", f"{type(error).__name__}: {error}")
    except (ValueError, UnicodeError) as error:
        return _failed(url, here, "protocol", str(error))


def _is_web(url: str) -> bool:
    try:
        return urlsplit(url).scheme in {"http", "https"} and bool(urlsplit(url).hostname)
    except ValueError:
        return False


def _unpacked(response: httpx.Response, most: int) -> Iterator[bytes]:
    """The body, unpacked piece by piece, never more than `most` bytes of one piece: a packed page can be a thousand times its size.

    What is packed twice, or in a way that nobody asked for, is given as it came.
    """
    packing = response.headers.get("content-encoding", "").strip().casefold()
    if packing not in ENCODINGS:
        yield from response.iter_raw()
        return
    unpack: Any = None
    for piece in response.iter_raw():
        if unpack is None:
            plain = packing == "deflate" and piece[:1] and piece[0] & 15 != 8  # some servers leave out zlib's head
            unpack = zlib.decompressobj(-15 if plain else ENCODINGS[packing])
        yield unpack.decompress(piece, most)


def _moved(found: Fetched, url: str, permanent: bool) -> Fetched:
    return Fetched(
        url, found.final_url, found.status, permanent, found.body, found.encoding, found.truncated, found.error, found.message,
        found.retry_after_s,
    )  # fmt: skip


def _failed(url: str, here: str, error: str, message: str, status: int = 0) -> Fetched:
    shown = "".join(character if character.isprintable() else " " for character in message[:200])
    return Fetched(url, here, status if error == "loop" else 0, False, b"", "", False, error, shown)


def _seconds(header: str | None) -> float | None:
    """What Retry-After says, in seconds; a date is taken for a minute."""
    if header is None:
        return None
    return float(header) if header.isascii() and header.isdigit() and len(header) < 7 else 60.0
