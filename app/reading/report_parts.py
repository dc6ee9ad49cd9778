"""The text of an opinion → its parts, by the labels people write (主要成绩：, 【存在问题】, 三、存在的问题)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.domain.drafts import OPINION, PART_NAMES, PartKey
from app.domain.schemes import Scheme
from app.reading.report_blocks import OURS_STYLE, PART_STYLE, Paragraph, squeezed
from app.reading.report_phrases import ACTED, SYNONYMS, Phrase, named
from app.reading.report_suspects import BLANK, BULLETS, HAN, NUMBER, suspects

_SHOWN = 3  # phrases that a doubt cites
_CLEAR = 4  # characters from which a name is a label in less clear places too
_SHORT = 2  # characters of a name that is too common to be a label without a colon or brackets
_OPENS, _CLOSES, _QUIET = (
    '【[〔〖《「“"',
    '】]〕〗》」”"',
    '《「“"',
)  # quiet: they quote as often as they label
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
_LIMIT = re.compile(r"\s{0,9}[（(][^（()）\n]{0,20}字[^（()）\n]{0,10}[)）]")
_ASIDE = re.compile(r"[（(]([^（()）\n]{1,20})[)）](?=[ \t\u3000\xa0]*[:：])")
_BLANKS = re.compile(f"{BLANK}*")
_COLON = re.compile("[:：]|—{1,2}|－{1,2}|--")


@dataclass(frozen=True)
class Labelled:
    """The text under one label. `doubt`: why it may belong elsewhere."""

    key: PartKey
    text: str
    doubt: str = ""


@dataclass(frozen=True)
class Mark:
    """A label in a text: where it begins and where the text under it begins."""

    start: int
    end: int
    phrase: str
    said: Phrase
    loose: bool = False

    @property
    def doubt(self) -> str:
        """Why the text under it may belong elsewhere."""
        name = PART_NAMES[self.said.key]
        if self.said.others:
            return f"“{self.phrase}”写在一起，没有分开，都放在“{name}”"
        if self.loose:
            return f"“{self.phrase}”前面没有句号或换行，当作标题分开"
        return "" if self.said.sure else f"“{self.phrase}”不是表样里的标题，按意思放在“{name}”"


class Opinions:
    """Splits opinions by the names one scheme gives their parts."""

    def __init__(self, scheme: Scheme | None, styled: bool) -> None:
        """`styled`: the document is our own export, in which a style marks where a part begins."""
        self._names = _printed(scheme)
        self._styled = styled
        self._keys = {name: key for key, names in SYNONYMS.items() for name in names}
        self._keys |= {name: key for key, name in self._names.items()}

    def split(self, paragraphs: Sequence[Paragraph], within: PartKey = PartKey.GOALS) -> tuple[Labelled, ...]:
        """The parts with text, each once, in the order of the form. `within`: what stands before the first label."""
        pieces = list(self._by_style(paragraphs) if self._styled else self._by_label(paragraphs, within))
        if len(pieces) > 1 and pieces[0].doubt == self._unmarked:
            told = f"第一个分部标题之前的文字没有标出属于哪一部分，暂放在“{self._names[PartKey.GOALS]}”"
            pieces[0] = replace(pieces[0], doubt=told)
        found: list[Labelled] = []
        for key in PartKey:
            own = [piece for piece in pieces if piece.key is key and piece.text.strip()]
            if own:
                text = trimmed("\n".join(piece.text for piece in own))
                doubts = dict.fromkeys(one.doubt for one in own if one.doubt)
                found.append(Labelled(key, text, "；".join(doubts)))
        return tuple(found)

    def left(self, text: str, within: PartKey) -> str:
        """Why a text of one part may hold another's: phrases in it that look like labels; "" where none does."""
        if self._styled:
            return ""
        phrases = suspects(text, within, self._keys)
        if not phrases:
            return ""
        shown = "".join(f"“{one}”" for one in phrases[:_SHOWN])
        more = f"等 {len(phrases)} 处" if len(phrases) > _SHOWN else ""
        return f"{shown}{more}像是另一部分的标题，没有拆开，仍在“{PART_NAMES[within]}”里"

    def begins(self, text: str, within: PartKey) -> Mark | None:
        """The label at the head of a text that follows text of the part `within`."""
        place = _PLACE.match(text)
        mark = self._mark(text, place, within) if place else None
        return mark if mark and _opens(mark, within) else None

    def key(self, name: str) -> PartKey | None:
        """The part that a column or heading of that name holds, the first of several."""
        if len(name) <= _SHORT:
            return None
        said = named(name, self._keys)
        return said.key if said and said.sure and not said.keeps else None

    def doubt(self, name: str) -> str:
        """Why what stands under a heading of that name may belong to another part: it names several."""
        said = named(name, self._keys)
        return Mark(0, 0, name, said).doubt if said and said.others else ""

    def _by_style(self, paragraphs: Sequence[Paragraph]) -> Iterator[Labelled]:
        """Only a paragraph of the style begins a part, and its label is exactly the part's name and a colon."""
        begun: tuple[PartKey, list[str], str] = (PartKey.GOALS, [], self._unmarked)
        for paragraph in paragraphs:
            key = self._begins(paragraph)
            if key is None:
                begun[1].append(paragraph.text)
                continue
            yield Labelled(begun[0], "\n".join(begun[1]), begun[2])
            begun = (key, [paragraph.text[len(self._names[key]) + 1 :]], "")
        yield Labelled(begun[0], "\n".join(begun[1]), begun[2])

    def _begins(self, paragraph: Paragraph) -> PartKey | None:
        if paragraph.style != PART_STYLE:
            return None
        return next(
            (key for key, name in self._names.items() if paragraph.text.startswith(f"{name}：")), None
        )

    def _by_label(self, paragraphs: Sequence[Paragraph], within: PartKey) -> Iterator[Labelled]:
        text = "\n".join(paragraph.text for paragraph in paragraphs)
        key, start, doubt = within, 0, self._unmarked if within is PartKey.GOALS else ""
        for mark in self._marks(text, within):
            yield self._piece(key, text[start : mark.start], doubt)
            key, doubt = mark.said.key, mark.doubt
            start = mark.start if mark.said.keeps else mark.end
        yield self._piece(key, text[start:], doubt)

    def _piece(self, key: PartKey, text: str, doubt: str) -> Labelled:
        if not doubt or doubt != self._unmarked:
            doubt = "；".join(filter(None, (doubt, self.left(text, key))))
        return Labelled(key, _stripped(text), doubt)

    def _marks(self, text: str, within: PartKey) -> Iterator[Mark]:
        """The labels that begin a part, in their order."""
        end, begun = 0, False
        for place in _PLACE.finditer(text):
            if place.start() < end:
                continue
            mark = self._mark(text, place, within)
            if mark is None or not _opens(mark, within):
                continue
            if mark.said.key is within and (begun or (within in ACTED and text[: mark.start].strip())):
                continue  # a word of the part's own text
            yield mark
            within, end, begun = mark.said.key, mark.end, True

    def _mark(self, text: str, place: re.Match[str], within: PartKey) -> Mark | None:
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
            aside = _ASIDE.match(text, _blanks(text, written.end()))
            if aside and not _LIMIT.match(aside[0]) and named(aside[1], self._keys, within) is None:
                said, phrase = replace(said, keeps=True, sure=False), f"{phrase}{aside[0]}"
            end = self._end(text, place, written, said, pattern is _SPREAD)
            if end is not None:
                return Mark(place.start(), end, phrase, said, loose)
        return None

    def _end(
        self, text: str, place: re.Match[str], written: re.Match[str], said: Phrase, spread: bool
    ) -> int | None:
        """Where the text under a label begins; None where the words are no label."""
        dress = _Dress(text, written.end(), place["bold"] or "", place["open"] or "")
        on_line = place["line"] is not None
        closed = dress.closed and place["open"] not in _QUIET
        titled = dress.closed and on_line and place["open"] == "《"
        if dress.colon or closed or titled or (dress.unbolded and (on_line or place["loose"] is not None)):
            return dress.end
        if spread or said.keeps or place["loose"] is not None:
            return None
        number = bool(place["number"]) and said.sure
        if (on_line or number) and (dress.end == len(text) or text[dress.end] == "\n"):
            return dress.end
        phrase, following = written[0], text[written.end() : written.end() + 1]
        clear = phrase in self._keys or number or (said.key in ACTED and said.sure and len(phrase) >= _CLEAR)
        after = " \t\u3000。、" if on_line else "。" if number else ""
        if len(phrase) > _SHORT and clear and following and following in after:
            return written.end() + 1
        return None

    @property
    def _unmarked(self) -> str:
        return f"没有标出{'、'.join(self._names.values())}，暂放在“{self._names[PartKey.GOALS]}”"


class _Dress:
    """What follows a label's words: a limit, closing brackets, the end of bold print, a colon."""

    def __init__(self, text: str, start: int, bold: str, opened: str) -> None:
        self.colon = self.closed = self.unbolded = False
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

    def _limit(self, text: str, start: int) -> int:
        match = _LIMIT.match(text, start)
        return match.end() if match else start


def _opens(mark: Mark, within: PartKey) -> bool:
    """Whether a label begins another part, or is a word of the part it stands in (问题一： under 存在问题)."""
    said = mark.said
    if said.keeps and (said.key is within or within in ACTED):
        return False
    short = len(mark.phrase) <= _SHORT
    return within not in ACTED or not short or said.key is PartKey.EFFECTS


def trimmed(text: str) -> str:
    """`text` without blank lines at its end."""
    kept = text.rstrip()
    return kept + text[len(kept) :].split("\n", 1)[0]


def is_text(paragraph: Paragraph) -> bool:
    """Whether people wrote the paragraph; in our own export some lines are ours."""
    return paragraph.style != OURS_STYLE


def _printed(scheme: Scheme | None) -> dict[PartKey, str]:
    names = {key: PART_NAMES[key] for key in OPINION}
    if scheme is not None and scheme.writing is not None:
        names |= dict(zip(OPINION, scheme.writing.opinion_parts, strict=False))
    return names


def _stripped(text: str) -> str:
    """`text` without the blank lines around it and the blanks before its first character."""
    return trimmed(text).lstrip()


def _blanks(text: str, start: int) -> int:
    match = _BLANKS.match(text, start)
    return match.end() if match else start
