"""Labels of parts in a text: where one begins, and where the text under it does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.drafts import PART_NAMES, PartKey
from app.reading.report_blocks import squeezed
from app.reading.report_phrases import ACTED, Phrase, named
from app.reading.report_suspects import BLANK, BULLETS, HAN, NUMBER

_CLEAR = 4  # characters from which a name is a label in less clear places too
SHORT = 2  # characters of a name that is too common to be a label without a colon or brackets
_OPENS, _CLOSES = '【[〔〖《「“"（(', '】]〕〗》」”"）)'
_FIRM = "【[〔〖"  # brackets that are put around labels alone
_WEAK = "《（("  # brackets that are put around words of a text as well
# What stands behind a label where prose has the same: it is one where others of the cell are written alike.
_BLANK_WAY, _DASH_WAY, _STOP_WAY, _BOLD_WAY, _TITLE_WAY, NUMBER_WAY = (
    "空格",
    "破折号",
    "句号",
    "粗体",
    "括号",
    "编号",
)
_BETWEEN = {" ": _BLANK_WAY, "\t": _BLANK_WAY, "\u3000": _BLANK_WAY, "\xa0": _BLANK_WAY, "。": _STOP_WAY}
_COUNTED = rf"(?=[（(][一二三四五六七八九十\d]{{1,2}}[)）]|[①-⑩⑴-⑽{BULLETS}【\[〔〖]|\*\*[{HAN}])"
# Where a label may stand: at the start of a line or after a sentence, in many dresses, loosely behind a blank
# or at a number. It matches whatever follows.
_PLACE = re.compile(
    rf"(?:(?P<line>^)|(?<=[。；;！!？?])|(?P<loose>(?<={BLANK})(?=[{HAN}])|{_COUNTED}))"
    rf"{BLANK}*(?:#{{1,6}}[ \t]*|[-*·][ \t]+|[{BULLETS}]{BLANK}*)?"
    rf"(?P<bold>\*{{1,3}}|_{{1,3}})?{BLANK}*(?P<number>{NUMBER}?){BLANK}*(?P<open>[{re.escape(_OPENS)}])?"
    rf"{BLANK}*{NUMBER}?{BLANK}*",
    re.MULTILINE,
)
_SPREAD = re.compile(rf"[{HAN}](?:{BLANK}{{0,3}}[{HAN}、/]){{1,19}}\d{{0,2}}")
_SOLID = re.compile(rf"[{HAN}/]{{2,20}}\d{{0,2}}")
_LIMIT = re.compile(
    r"\s{0,9}[（(](?:[^（()）\n]{0,20}?[\d一二三四五六七八九十百千○×XxＸ_]\s{0,3}个?汉?字|字数|限字)[^（()）\n]{0,15}[)）]"
)
_ASIDE = re.compile(r"[（(]([^（()）\n]{1,20})[)）](?=[ \t\u3000\xa0]*[:：])")
_BLANKS = re.compile(f"{BLANK}*")
_COLON = re.compile("[:：]|(?P<dash>—{1,2}|－{1,2}|--)")
_UNFINISHED = re.compile(rf"[，,、]{BLANK}*\n+{BLANK}*$")
_NUMERAL = re.compile(r"[一二三四五六七八九十]+|\d+|[A-Fa-f]|[①-⑩⑴-⑽㈠-㈩]")
_NUMERALS = ("一二三四五六七八九十", "ABCDEF", "abcdef", "①②③④⑤⑥⑦⑧⑨⑩", "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽", "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩")


@dataclass(frozen=True)
class Mark:
    """A label in a text: where it begins and where the text under it begins.

    `way`: what stands behind it where prose has the same; "" behind a colon, in brackets or on a line of its own.
    `aside`: words in brackets beside it that belong to the text. `told`: a doubt of its own.
    """

    start: int
    end: int
    phrase: str
    said: Phrase
    loose: bool = False
    way: str = ""
    aside: str = ""
    number: str = ""
    on_line: bool = True
    told: str = ""
    dress: str = ""  # the bracket or the bold print before it

    @property
    def doubt(self) -> str:
        """Why the text under it may belong elsewhere."""
        beside = f"“{self.phrase}{self.aside}”括号里的字放在正文开头" if self.aside else ""
        return "；".join(filter(None, (self._doubt, beside, self.told)))

    @property
    def _doubt(self) -> str:
        name = PART_NAMES[self.said.key]
        if self.said.others:
            return f"“{self.phrase}”写在一起，没有分开，都放在“{name}”"
        if self.loose:
            return f"“{self.phrase}”前面没有句号或换行，当作标题分开"
        return "" if self.said.sure else f"“{self.phrase}”不是表样里的标题，按意思放在“{name}”"

    def follows(self, other: Mark) -> int:
        """By how much its number is higher than another label's, written alike; 0 where there is nothing to compare."""
        if _NUMERAL.sub("", self.number) != _NUMERAL.sub("", other.number) or self.said.key is other.said.key:
            return 0
        return _value(self.number) - _value(other.number)


class Marks:
    """Finds labels by the names that a scheme and usage give to parts."""

    def __init__(self, names: Mapping[str, PartKey]) -> None:
        self._keys = names

    def at_head(self, text: str, within: PartKey) -> Mark | None:
        """The label at the head of a text that follows text of the part `within`."""
        place = _PLACE.match(text)
        mark = self._at(text, place, within) if place else None
        return mark if mark and _opens(mark, within) else None

    def of(self, text: str, within: PartKey, alike: Mapping[int, str] | None) -> Iterator[Mark]:
        """The labels that begin a part, in their order. `alike`: where those begin that prose might have, with a doubt.

        None: all of them do.
        """
        end, begun, way = 0, False, ""
        for place in _PLACE.finditer(text):
            if place.start() < end:
                continue
            mark = self._at(text, place, within)
            if mark is None or not _opens(mark, within):
                continue
            if mark.said.key is within and (begun or (within in ACTED and text[: mark.start].strip())):
                continue  # a word of the part's own text
            if mark.loose and way and not text[end : mark.start].strip():
                continue  # the first words under the label before it
            if mark.way and alike is not None:
                if mark.start not in alike:
                    continue
                mark = replace(mark, told=alike[mark.start])
            yield mark
            within, end, begun, way = mark.said.key, mark.end, True, mark.way

    def _at(self, text: str, place: re.Match[str], within: PartKey) -> Mark | None:
        """The label at a place where one may stand."""
        loose = place["loose"] is not None
        for pattern in (_SOLID,) if loose else (_SPREAD, _SOLID):
            written = pattern.match(text, place.end())
            if written is None:
                return None
            phrase = squeezed(written[0])
            said = named(phrase, self._keys, within)
            if said is None or (loose and (len(phrase) < _CLEAR or not said.sure)):
                continue
            end = self._end(text, place, written, said, pattern is _SPREAD)
            if end is None:
                continue
            aside = _ASIDE.match(text, _blanks(text, written.end()))
            kept = aside[0] if aside and not is_limit(aside[0]) and not said.keeps else ""
            line = place["line"] is not None
            bare = line and not text[written.end() : end[0]].strip()
            told = ""
            if bare and not end[1] and _UNFINISHED.search(text[max(0, place.start() - 20) : place.start()]):
                told = f"“{phrase}”上面一行没有写完，当作标题分开"
            dress = place["open"] or place["bold"] or ""
            return Mark(
                place.start(), end[0], phrase, said, loose, end[1], kept, place["number"], line, told, dress
            )
        return None

    def _end(
        self, text: str, place: re.Match[str], written: re.Match[str], said: Phrase, spread: bool
    ) -> tuple[int, str] | None:
        """Where the text under a label begins, and by what way it is one; None where the words are no label."""
        opened, loose = place["open"] or "", place["loose"] is not None
        dress = _Dress(text, written.end(), place["bold"] or "", opened)
        on_line = place["line"] is not None
        ends = dress.end == len(text) or text[dress.end] == "\n"
        if dress.dash and self._is_listed(text, dress.end):
            return None
        if dress.colon or (dress.closed and opened in _FIRM):
            return dress.end, _DASH_WAY if dress.dash else ""
        if dress.closed and on_line and opened in _WEAK:
            return dress.end, "" if ends else _TITLE_WAY
        if dress.unbolded and (on_line or loose):
            return dress.end, "" if ends else _BOLD_WAY
        if spread or said.keeps or loose:
            return None
        number = bool(place["number"]) and said.sure
        if ends and (on_line or number):
            return dress.end, ""
        phrase, following = written[0], text[written.end() : written.end() + 1]
        clear = phrase in self._keys or number or (said.key in ACTED and said.sure and len(phrase) >= _CLEAR)
        if len(phrase) <= SHORT or not clear or not (on_line or number):
            return None
        if following in _BETWEEN:
            return written.end() + 1, NUMBER_WAY if number else _BETWEEN[following]
        return None

    def _is_listed(self, text: str, start: int) -> bool:
        """Whether another part's name follows, as in 存在问题—原因分析—改进措施."""
        written = _SOLID.match(text, _blanks(text, start))
        return written is not None and named(written[0], self._keys) is not None


class _Dress:
    """What follows a label's words: a limit, closing brackets, the end of bold print, a colon."""

    def __init__(self, text: str, start: int, bold: str, opened: str) -> None:
        self.colon = self.closed = self.unbolded = self.dash = False
        aside = _ASIDE.match(text, _blanks(text, start))
        self.end = aside.end() if aside else self._limit(text, start)
        self._coloned(text)
        place = _blanks(text, self.end)
        if opened and text[place : place + 1] in _CLOSES and place < len(text):
            self.closed, self.end = True, self._limit(text, place + 1)
        for _ in range(2):
            place = _blanks(text, self.end)
            if bold and not self.unbolded and text.startswith(bold, place):
                self.unbolded, self.end = True, self._limit(text, place + len(bold))
            self._coloned(text)
        if not self.colon:
            self.end = _blanks(text, self.end)

    def _coloned(self, text: str) -> None:
        if not self.colon and (match := _COLON.match(text, _blanks(text, self.end))):
            self.colon, self.end = True, match.end()
            self.dash = match["dash"] is not None

    def _limit(self, text: str, start: int) -> int:
        match = _LIMIT.match(text, start)
        return match.end() if match else start


def _opens(mark: Mark, within: PartKey) -> bool:
    """Whether a label begins another part, or is a word of the part it stands in (问题一： under 存在问题)."""
    said = mark.said
    if said.keeps and (said.key is within or within in ACTED):
        return False
    short = len(mark.phrase) <= SHORT
    return within not in ACTED or not short or said.key is PartKey.EFFECTS


def joint(before: Mark | None, mark: Mark, between: str) -> str:
    """Why a text may belong to the part before as well: nothing but the two labels stands in the line."""
    if before is None or before.aside or before.said.keeps or between.strip() or "\n" in between:
        return ""
    return f"“{before.phrase}”“{mark.phrase}”两个标题连在一起，文字都放在后一个里"


def alike(marks: Sequence[Mark]) -> dict[int, str]:
    """Where the labels begin that prose might have as well and that others of the text are like, with a doubt."""
    firm = [mark for mark in marks if not mark.way]
    numbered = [mark for mark in marks if mark.number]
    found: dict[int, str] = {}
    for way in {mark.way for mark in marks} - {"", NUMBER_WAY}:
        own = [mark for mark in marks if mark.way == way]
        like = [mark for mark in firm if mark.dress and mark.dress == own[0].dress]
        other = {mark.said.key for mark in firm if mark not in like}
        several = len({mark.said.key for mark in (*own, *like)}) > 1
        if several and not (other if way in _BETWEEN.values() else other & {mark.said.key for mark in own}):
            for mark in own:
                sure = not other and mark.dress != "《"
                found[mark.start] = "" if sure else f"“{mark.phrase}”后面没有冒号，当作标题分开"
    for i, mark in enumerate(numbered):
        if mark.way != NUMBER_WAY:
            continue
        steps = [mark.follows(one) for one in numbered[max(0, i - 1) : i]]
        steps += [one.follows(mark) for one in numbered[i + 1 : i + 2]]
        if any(step > 0 if mark.on_line else step == 1 for step in steps):
            plain = any(not one.number for one in firm)
            found[mark.start] = f"“{mark.phrase}”后面没有冒号，按编号当作标题分开" if plain else ""
    return found


def _value(number: str) -> int:
    """What a label is numbered with (三、 → 3); 0 where it is none of the usual numbers."""
    match = _NUMERAL.search(number)
    if match is None:
        return 0
    if match[0].isdecimal():
        return int(match[0])
    return next((row.index(match[0]) + 1 for row in _NUMERALS if match[0] in row), 0)


def is_limit(aside: str) -> bool:
    """Whether words in brackets are a form's limit (500字以内)."""
    return _LIMIT.fullmatch(aside) is not None


def _blanks(text: str, start: int) -> int:
    match = _BLANKS.match(text, start)
    return match.end() if match else start
