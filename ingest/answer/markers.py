"""Citation marks in running text: ``[2]``, ``[2][5]``, ``[1, 2]``, ``[1-3]``, ``[^note]``, ``【2†…】`` and superscripts. Pure."""

from __future__ import annotations

from ingest.answer.parts import Label, Marker
from ingest.quantity import DASHES

OPENERS = {"[": "]", "【": "】"}
SUPERSCRIPTS = {sign: str(digit) for digit, sign in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}
LARGEST_LABEL = 999
WIDEST_RANGE = 50
LONGEST = 60  # characters between the brackets
UNITS_BEFORE_A_POWER = ("m", "cm", "mm", "km", "nm", "10")


def find(text: str) -> list[Marker]:
    """Return the citation marks of `text` in their order. A bracket that opens a Markdown link or a list entry is none."""
    found = []
    place = 0
    while place < len(text):
        sign = text[place]
        if sign in OPENERS:
            end = text.find(OPENERS[sign], place + 1, place + LONGEST)
            if end > 0 and text[end + 1 : end + 2] not in {"(", ":"} and (labels := _labels(text[place + 1 : end])):
                found.append(Marker(place, end + 1, labels))
                place = end
        elif sign in SUPERSCRIPTS:
            end = place
            while end < len(text) and text[end] in SUPERSCRIPTS:
                end += 1
            number = "".join(SUPERSCRIPTS[digit] for digit in text[place:end])
            if len(number) <= 3 and int(number) > 0 and not _is_power(text, place):
                found.append(Marker(place, end, (int(number),)))
            place = end - 1
        place += 1
    return found


def blank(text: str, marks: list[Marker]) -> str:
    """Return `text` with its marks replaced by spaces, so that places stay and no mark's number is taken for a figure."""
    pieces, last = [], 0
    for mark in marks:
        pieces += [text[last : mark.start], " " * (mark.end - mark.start)]
        last = mark.end
    return "".join([*pieces, text[last:]])


def _is_power(text: str, place: int) -> bool:
    """Whether a superscript belongs to a unit or to ten: m², 10⁶."""
    word = text[max(0, place - 3) : place].split(" ")[-1]
    return word.casefold() in UNITS_BEFORE_A_POWER


def _labels(inside: str) -> tuple[Label, ...]:
    """The references that the text between two brackets names; empty if it is no citation mark."""
    inside = inside.partition("†")[0].strip()
    if inside.startswith("^"):
        name = inside[1:].strip()
        return ((_number(name) or name),) if name and not any(character.isspace() for character in name) else ()
    labels: list[Label] = []
    for part in inside.replace(";", ",").split(","):
        part = part.strip().removeprefix("^")
        if number := _number(part):
            labels.append(number)
            continue
        ends = next((part.split(dash) for dash in DASHES if dash in part), [])
        if len(ends) != 2:
            return ()
        first, last = _number(ends[0].strip()), _number(ends[1].strip())
        if not first or not last or not first < last <= first + WIDEST_RANGE:
            return ()
        labels += range(first, last + 1)
    return tuple(labels)


def _number(text: str) -> int | None:
    """A reference's number; None for anything else."""
    return (
        int(text) if text.isascii() and text.isdigit() and len(text) <= 3 and 1 <= int(text) <= LARGEST_LABEL else None
    )
