"""Contacts that only the shape of the page gives away: under a table's header, or broken over a line's end.

姓名 → 电话 → QQ                a header names what its column holds, however bare the numbers below
张三 → 83136677 → 123456
李四 → 1381234                 a number cut by a line end: in the next row's cell of that column, or as
     → 5678                    the first thing of the next line
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping

from app.domain.documents import Span
from app.reading.contact_shapes import ID, OLD_ID, Found, phone_kind

_HEADERS = (
    ("id", re.compile("身份证|证件号")),
    ("account", re.compile("银行|账号|帐号|卡号")),
    ("qq", re.compile("qq", re.IGNORECASE)),
    ("wechat", re.compile("微信(?!公众)|wechat", re.IGNORECASE)),
    ("phone", re.compile("电话|手机|座机|传真|联系方式|tel|phone|mobile", re.IGNORECASE)),
)
_LONGEST_HEADER = 14
_LONGEST_ASIDE = 20  # a line without a tab that ends no table: a wrapped cell
_IN_COLUMN: Mapping[str, re.Pattern[str]] = {
    "phone": re.compile(
        r"(?:\+?86[ -]?)?1[3-9](?:[ -]?[0-9]){9}(?![0-9*])|[2-9][0-9]{2,3}[ -]?[0-9]{4}(?![0-9*])"
    ),
    "qq": re.compile(r"[1-9][0-9]{4,11}(?![0-9*])"),
    "wechat": re.compile(r"[a-z][a-z0-9_-]{5,19}(?![a-z0-9_*-])|[1-9][0-9]{5,11}(?![0-9*])", re.IGNORECASE),
    "account": re.compile(r"[0-9](?:[ -]?[0-9]){7,29}(?![0-9*])"),
    "id": re.compile(f"{ID.pattern}|{OLD_ID.pattern}", re.IGNORECASE),
}
_PARTING = re.compile(r"[/、,;\s]*")
_NUMBER = re.compile("[0-9]+")
_LABEL = re.compile("电话|手机|座机|联系|号码|tel|phone|mobile", re.IGNORECASE)
_LABEL_REACH = 1500
_BREAK = re.compile(r"[ \t]{0,8}\r?\n(?:[ \t]{0,8}\r?\n)?[ \t]{0,8}")
_LEFT_MOBILE = re.compile(r"(?<![0-9*.])(?:86[ -]?)?(1[3-9][0-9](?:[ -]?[0-9]){0,7})[ -]?$")
_LEFT_LANDLINE = re.compile(
    r"(?<![0-9*.])(?:\(0(?:10|2[0-9]|[3-9][0-9]{2})\)|0(?:10|2[0-9]|[3-9][0-9]{2})[ ]?-)[ ]?((?:[0-9][ -]?){0,7})$"
)
_LEFT_ID = re.compile(r"(?<![0-9*.])([1-9][0-9]{5,16})$")
_RIGHT = re.compile(r"(?<![0-9])[0-9](?:[ -]?[0-9]){0,10}(?![ -]?[0-9*]|\.[0-9*]|[年月日元%])")
_RIGHT_ID = re.compile(r"[0-9]{0,12}[0-9Xx](?![0-9A-Za-z*])")
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_LOOK = 24


def in_columns(text: str) -> Found:
    """What stands in a column whose header names contact data."""
    heads: dict[int, str] = {}
    above: list[tuple[int, str]] = []
    start = 0
    for line in text.split("\n"):
        cells = _cells(line, start)
        start += len(line) + 1
        if len(cells) == 1:
            heads = heads if len(line.strip()) <= _LONGEST_ASIDE else {}
            continue
        if named := {column: kind for column, (_, cell) in enumerate(cells) if (kind := _header(cell))}:
            heads = named
        for column, kind in heads.items():
            if column < len(cells):
                yield from _in_cell(*cells[column], kind)
                if kind == "phone" and len(above) == len(cells):
                    yield from _over_rows(above[column], cells[column])
        above = cells


def broken(text: str) -> Found:
    """Numbers of which a line's end holds the first part and the next line begins with the rest."""
    labels = [match.end() for match in _LABEL.finditer(text)]
    for match in _BREAK.finditer(text):
        left, right = match.span()
        start = max(text.rfind("\n", 0, left), text.rfind("\t", 0, left), left - _LOOK) + 1
        if left and right < len(text) and (text[left - 1] in "-)" or text[left - 1].isdigit()):
            yield from _broken_id(text, start, left, right)
            place = bisect_right(labels, left)
            labelled = place > 0 and left - labels[place - 1] <= _LABEL_REACH
            yield from _broken_phone(text, start, left, right, labelled)


def _broken_id(text: str, start: int, left: int, right: int) -> Found:
    before, after = _LEFT_ID.search(text, start, left), _RIGHT_ID.match(text, right)
    if before and after and ID.fullmatch(before[1] + after[0]):
        yield Span(before.start(1), after.end()), "id"


def _broken_phone(text: str, start: int, left: int, right: int, labelled: bool) -> Found:
    after = _RIGHT.match(text, right)
    if not after:
        return
    rest = len(_digits(after[0]))
    if (before := _LEFT_MOBILE.search(text, start, left)) and len(_digits(before[1])) + rest == 11:
        if labelled or _alone(text, before, after):
            yield Span(before.start(1), after.end()), "mobile"
    elif (before := _LEFT_LANDLINE.search(text, start, left)) and len(_digits(before[1])) + rest in (7, 8):
        yield Span(before.start(), after.end()), "landline"


def _alone(text: str, before: re.Match[str], after: re.Match[str]) -> bool:
    """Whether two parts can be but one number: most of it stands first, beside words, and the rest is no year."""
    number, rest = _digits(before[1]), _digits(after[0])
    beside_words = before.start() > 0 and text[before.start() - 1] != "\n"
    followed = text[after.end() : after.end() + 1]
    return (
        len(number) >= 7 and beside_words and not _YEAR.fullmatch(rest) and followed not in ("、", ".", "\t")
    )


def _cells(line: str, start: int) -> list[tuple[int, str]]:
    cells = []
    for cell in line.split("\t"):
        cells.append((start, cell))
        start += len(cell) + 1
    return cells


def _header(cell: str) -> str:
    """What a column with this header holds, "" for anything else."""
    if len(cell) > _LONGEST_HEADER or _NUMBER.search(cell):
        return ""
    return next((kind for kind, words in _HEADERS if words.search(cell)), "")


def _in_cell(start: int, cell: str, kind: str) -> Found:
    """A cell that holds contacts of that kind first; what stands behind other words is left."""
    at = _skip(cell, 0)
    while match := _IN_COLUMN[kind].match(cell, at):
        yield (
            Span(start + match.start(), start + match.end()),
            phone_kind(match[0]) if kind == "phone" else kind,
        )
        at = _skip(cell, match.end())


def _skip(cell: str, at: int) -> int:
    parting = _PARTING.match(cell, at)
    return parting.end() if parting else at


def _over_rows(above: tuple[int, str], below: tuple[int, str]) -> Iterator[tuple[Span, str]]:
    """Both parts of a mobile number cut in a cell."""
    (first, number), (second, rest) = above, below
    left, right = number.strip(), rest.strip()
    if (
        (left + right).isdecimal()
        and re.fullmatch("1[3-9][0-9]{9}", left + right)
        and len(left) > 2
        and right
    ):
        first += len(number) - len(number.lstrip())
        second += len(rest) - len(rest.lstrip())
        yield Span(first, first + len(left)), "mobile"
        yield Span(second, second + len(right)), "mobile"


def _digits(text: str) -> str:
    return text.replace(" ", "").replace("-", "")
