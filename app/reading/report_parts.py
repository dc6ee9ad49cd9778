"""The text of an opinion → its parts, by the labels people write (主要成绩：, 【存在问题】, 三、存在的问题)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.domain.drafts import OPINION, PART_NAMES, PartKey
from app.domain.schemes import Scheme
from app.reading.report_blocks import OURS_STYLE, PART_STYLE, Paragraph

_SYNONYMS = {
    PartKey.GOALS: ("目标达成程度", "目标达成情况", "目标达成度", "目标完成情况"),
    PartKey.ACHIEVEMENTS: ("主要成绩", "主要成效", "取得的成绩", "主要做法与成绩", "成绩"),
    PartKey.PROBLEMS: ("存在问题", "存在的问题", "主要问题", "存在的主要问题", "存在不足", "问题", "不足"),
    PartKey.CAUSES: ("原因分析", "成因分析", "问题原因", "主要原因", "存在问题的原因", "原因"),
}
_SHORT = 2  # characters of a name that is too common to be a label without a colon or brackets
_BLANKS, _BOLD = r"[ \t\u3000\xa0]*", r"(?:\*\*|__)?"
_PREFIX = (
    rf"(?:#{{1,6}}[ \t]*|[-*•·■◆●○□▪][ \t]+)?{_BOLD}"
    rf"(?:[（(]?[一二三四五六七八九十]{{1,3}}[)）、.．]|[（(]?\d{{1,2}}(?:[)）、]|[.．](?!\d))|[①②③④⑤⑥⑦⑧⑨⑩])?{_BLANKS}"
)
_OPEN, _CLOSE = r"[【\[〔〖《「]", r"[】\]〕〗》」]"
_LIMIT = r"(?:\s*[（(][^（()）\n]{0,20}字[^（()）\n]{0,10}[)）])?"


@dataclass(frozen=True)
class Labelled:
    """The text under one label. `doubt`: why it may belong elsewhere."""

    key: PartKey
    text: str
    doubt: str = ""


class Opinions:
    """Splits opinions by the names one scheme gives their parts."""

    def __init__(self, scheme: Scheme | None, styled: bool) -> None:
        """`styled`: the document is our own export, in which a style marks where a part begins."""
        self._names = _printed(scheme)
        self._styled = styled
        self._keys = {name: key for key, names in _SYNONYMS.items() for name in names}
        self._keys |= {name: key for key, name in self._names.items()}
        self._pattern = _pattern(tuple(self._keys))

    def split(self, paragraphs: Sequence[Paragraph]) -> tuple[Labelled, ...]:
        """The parts with text, each once, in the order of the form."""
        pieces = list(self._by_style(paragraphs) if self._styled else self._by_label(paragraphs))
        if len(pieces) > 1 and pieces[0].doubt:
            told = f"第一个分部标题之前的文字没有标出属于哪一部分，暂放在“{self._names[PartKey.GOALS]}”"
            pieces[0] = replace(pieces[0], doubt=told)
        found: list[Labelled] = []
        for key in OPINION:
            own = [piece for piece in pieces if piece.key is key and piece.text.strip()]
            if own:
                text = trimmed("\n".join(piece.text for piece in own))
                found.append(Labelled(key, text, next((one.doubt for one in own if one.doubt), "")))
        return tuple(found)

    def key(self, name: str) -> PartKey | None:
        """The part that a column or heading of that name holds."""
        return self._keys.get(name) if len(name) > _SHORT else None

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

    def _by_label(self, paragraphs: Sequence[Paragraph]) -> Iterator[Labelled]:
        text = "\n".join(paragraph.text for paragraph in paragraphs)
        key, start, doubt = PartKey.GOALS, 0, self._unmarked
        for match in self._pattern.finditer(text):
            yield Labelled(key, _stripped(text[start : match.start()]), doubt)
            name = next(group for group in match.groups() if group)
            key, start, doubt = self._named(name), match.end(), ""
            if match["combined"]:
                doubt = f"“{name}”写在一起，没有分开，都放在“{self._names[key]}”"
        yield Labelled(key, _stripped(text[start:]), doubt)

    def _named(self, name: str) -> PartKey:
        return next(
            self._keys[one] for one in sorted(self._keys, key=len, reverse=True) if name.startswith(one)
        )

    @property
    def _unmarked(self) -> str:
        return f"没有标出{'、'.join(self._names.values())}，暂放在“{self._names[PartKey.GOALS]}”"


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


def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """A label: at the start of a line in many dresses, within a line only with a colon."""
    ordered = sorted(names, key=len, reverse=True)
    every = "|".join(map(re.escape, ordered))
    long = "|".join(re.escape(name) for name in ordered if len(name) > _SHORT)
    start = rf"^{_BLANKS}{_PREFIX}"
    end = rf"{_LIMIT}{_BLANKS}{_BOLD}{_BLANKS}(?:[:：]{_BLANKS}{_BOLD}|(?=\n|\Z))"
    combined = rf"(?P<combined>(?:{every})(?:以及|[与和及、])(?:其)?(?:{every}))"
    return re.compile(
        rf"{start}{_OPEN}?{combined}{_CLOSE}?{end}"
        rf"|{start}{_OPEN}{_BLANKS}(?P<closed>{every})[:：]?{_BLANKS}{_CLOSE}{_LIMIT}{_BOLD}[:：]?"
        rf"|{start}(?P<bare>{every}){end}"
        rf"|{start}(?P<spaced>{long})(?:\*\*|。|、(?!{every})|[ \t\u3000]+)"
        rf"|(?<=[。；;！!？?]){_BLANKS}{_PREFIX}{_OPEN}?(?P<running>{every}){_CLOSE}?{_LIMIT}[:：]",
        re.MULTILINE,
    )
