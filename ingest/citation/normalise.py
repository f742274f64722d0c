"""A printed web address -> its parts in one spelling, and the identity of the work where a site has ids. Pure; requests nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote_plus, urlsplit

TRACKING = {"fbclid", "gclid", "mc_cid", "mc_eid", "ref_src", "igshid", "si", "share_id", "rdt", "srsltid"}
TRACKING_FAMILY = "utm_"
PREFIXES = ("www.", "m.", "mobile.", "amp.", "old.", "np.", "new.")
SAME_HOST = {
    "youtu.be": "youtube.com",
    "youtube-nocookie.com": "youtube.com",
    "twitter.com": "x.com",
    "redd.it": "reddit.com",
    "arxiv-sanity.com": "arxiv.org",
}
YOUTUBE_ID = 11
ARXIV_VERSION = re.compile(r"v[0-9]{1,3}$")
LONGEST = 2_000


class NoAddress(ValueError):
    """What was printed is no web address; the message says what is wrong with it."""


@dataclass(frozen=True)
class Address:
    """A web address: host in lower case without ``www.``, path and query decoded, tracking left out. Case of the path is kept."""

    printed: str
    host: str
    path: str
    query: str

    @property
    def key(self) -> str:
        """What two spellings of one address share."""
        return f"{self.host}{self.path}" + (f"?{self.query}" if self.query else "")

    @property
    def folded(self) -> str:
        """The key without case."""
        return self.key.casefold()


@dataclass(frozen=True)
class Identity:
    """The work behind an address, by its site's own id; what else the address says is decoration."""

    site: str
    id: str
    case_matters: bool


def parse(printed: str) -> Address:
    """Return the parts of a printed address. Raises NoAddress."""
    text = printed.strip().strip("<>")
    text = text.replace("hxxp", "http", 1) if text.startswith("hxxp") else text
    if "://" not in text:
        text = f"https://{text}"
    text = _unwrapped(text)
    if len(text) > LONGEST:
        raise NoAddress("the address is longer than any real one")
    if "…" in text or "..." in text:
        raise NoAddress("the address is abbreviated with dots")
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").casefold()
        port = parts.port
    except ValueError as error:
        raise NoAddress(f"it is no web address ({error})") from error
    if parts.scheme.casefold() not in {"http", "https"}:
        raise NoAddress(f'"{parts.scheme}" is no web address')
    host = host.rstrip(".")
    if "." not in host or any(not label or len(label) > 63 for label in host.split(".")):
        raise NoAddress("it has no host")
    for prefix in PREFIXES:
        if host.startswith(prefix) and host.count(".") >= 2:
            host = host[len(prefix) :]
            break
    host = f"{host}:{port}" if port and port not in {80, 443} else host
    path = unquote_plus(parts.path).rstrip("/")
    query = "&".join(
        sorted(
            unquote_plus(part) for part in parts.query.split("&") if part and not _is_tracking(part.partition("=")[0])
        )
    )
    return Address(printed, host, path, query)


def _is_tracking(name: str) -> bool:
    """Whether a parameter says who sent a reader, not what is read: `si`, but not `sid` or `size`."""
    return name.casefold() in TRACKING or name.casefold().startswith(TRACKING_FAMILY)


def _unwrapped(text: str) -> str:
    """The address of the page that an address of the Wayback Machine holds a copy of; any other address as it is."""
    head, inner = text[:40].casefold(), text.find("://", text.find("://") + 3)
    if "://web.archive.org/web/" not in head or inner < 0:
        return text
    start = text.rfind("/", 0, inner) + 1
    return text[start:] if text[start:inner] in {"http", "https"} else text


def identity(address: Address) -> Identity | None:
    """Return the site's own id of the work; None where the site has none that we know."""
    host = SAME_HOST.get(address.host, address.host)
    segments = [segment for segment in address.path.split("/") if segment]
    lowered = [segment.casefold() for segment in segments]
    if host == "reddit.com" and "comments" in lowered[:-1]:
        return Identity("reddit", lowered[lowered.index("comments") + 1], False)
    if host == "youtube.com":
        video = _video(address, segments)
        return Identity("youtube", video, True) if video else None
    if host == "arxiv.org" and len(segments) >= 2 and lowered[0] in {"abs", "pdf", "html"}:
        number = "/".join(lowered[1:3]).removesuffix(".pdf")  # hep-th/9901001 has a part more
        return Identity("arxiv", ARXIV_VERSION.sub("", number), False)
    if host in {"doi.org", "dx.doi.org"} and len(segments) >= 2:
        return Identity("doi", "/".join(lowered), False)
    if host == "github.com" and len(segments) >= 4 and lowered[2] in {"issues", "pull", "discussions"}:
        return Identity("github", f"{lowered[0]}/{lowered[1]}#{lowered[3]}", False)
    if host == "news.ycombinator.com" and address.query.startswith("id="):
        return Identity("hackernews", address.query[3:], False)
    if host in {"stackoverflow.com", "superuser.com"} and len(segments) >= 2 and lowered[0] == "questions":
        return Identity(host, lowered[1], False)
    if host == "x.com" and "status" in lowered[:-1]:
        return Identity("x", lowered[lowered.index("status") + 1], False)
    if len(segments) >= 3 and lowered[0] == "t" and segments[2].isdigit():
        return Identity(host, segments[2], False)
    return None


def _video(address: Address, segments: list[str]) -> str | None:
    if address.host == "youtu.be" and segments:
        return segments[0]
    if segments[:1] == ["watch"]:
        return next((part[2:] for part in address.query.split("&") if part.startswith("v=")), None)
    return segments[1] if len(segments) > 1 and segments[0] in {"embed", "shorts", "live", "v"} else None


def looks_folded(text: str) -> bool:
    """Whether an id that should mix capitals and small letters has lost its case: six letters or more, none of them a capital."""
    letters = [character for character in text if character.isalpha()]
    return len(letters) >= 6 and not any(character.isupper() for character in letters)
