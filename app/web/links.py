"""Where things are: the address of every page, and the anchors inside them."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote, urlencode, urlsplit

from app.domain.documents import Span


def conversation(id_: str, turn: int | None = None) -> str:
    place = f"/conversations/{quote(id_, safe='')}"
    return place if turn is None else f"{place}#turn-{turn}"


def cited(id_: str, turn: int, number: int) -> str:
    """A conversation with the source of citation `number` (1-based) of a turn open beside it."""
    return f"/conversations/{quote(id_, safe='')}?turn={turn}&cite={number}#turn-{turn}"


def pane(id_: str, turn: int, number: int) -> str:
    return f"/conversations/{quote(id_, safe='')}/turns/{turn}/sources/{number}"


def document(id_: str, marks: Sequence[Span] = (), anchor: str = "") -> str:
    """A document, at the first of the marked places or at an anchor."""
    place = f"/documents/{quote(id_, safe='')}"
    if marks:
        return f"{place}?mark={format_marks(marks)}#mark"
    return f"{place}#{quote(anchor, safe='')}" if anchor else place


def line(id_: str, number: int) -> str:
    return document(id_, anchor=line_anchor(number))


def line_anchor(number: int) -> str:
    return f"L{number}"


def clause_anchor(address: str) -> str:
    """An id for a printable address; ids hold no white space."""
    return "c-" + "_".join(address.split())


def scheme(id_: str, **wanted: str) -> str:
    chosen = {name: value for name, value in wanted.items() if value}
    return f"/schemes/{quote(id_, safe='')}" + (f"?{urlencode(chosen)}" if chosen else "")


def element(scheme_: str, code: str) -> str:
    return f"{scheme(scheme_)}/elements/{quote(code, safe='')}"


def point(id_: str) -> str:
    scheme_, code = id_.split(":", 1)
    return f"{scheme(scheme_)}/points/{quote(code, safe='')}"


def compare(one: str, other: str) -> str:
    return f"/compare?{urlencode({'one': one, 'other': other})}"


def login(path: str = "/", query: str = "") -> str:
    """The login page, which leads back to `path`."""
    place = path + (f"?{query}" if query else "")
    return "/login" if place == "/" else f"/login?{urlencode({'next': place})}"


def within(place: str) -> str:
    """`place` where it is a path of this site, else the first page: nobody is led elsewhere after login."""
    parts = urlsplit(place)
    fine = place.startswith("/") and not place.startswith("//") and "\\" not in place and place.isprintable()
    return place if fine and not parts.scheme and not parts.netloc else "/"


def worksheets(scheme_: str) -> str:
    return f"/worksheets/{quote(scheme_, safe='')}"


def worksheet(scheme_: str, code: str) -> str:
    return f"{worksheets(scheme_)}/{quote(code, safe='')}"


def report(id_: str) -> str:
    return f"/reports/{quote(id_, safe='')}"


def report_cell(id_: str, code: str) -> str:
    return f"{report(id_)}/cells/{quote(code, safe='')}"


def as_download(name: str) -> str:
    """The header that has a browser save a file under `name`, never show it."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def person(id_: str) -> str:
    return f"/people/{quote(id_, safe='')}"


def format_marks(spans: Sequence[Span]) -> str:
    return ",".join(f"{span.start}-{span.end}" for span in spans)


def parse_marks(text: str, length: int) -> tuple[Span, ...]:
    """The spans of `12-30,40-52` that lie within `length` characters; what is malformed is left out."""
    found = []
    for piece in text.split(",")[:200]:
        start, dash, end = piece.strip().partition("-")
        if not (dash and start.isdecimal() and end.isdecimal() and len(start) < 10 and len(end) < 10):
            continue
        if int(start) < int(end) <= length:
            found.append(Span(int(start), int(end)))
    return tuple(sorted(found))
