"""The text of an opinion → its parts, by the labels people write (主要成绩：, 【存在问题】, 三、存在的问题)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from app.domain.drafts import OPINION, PART_NAMES, PartKey
from app.domain.schemes import Scheme
from app.reading.report_blocks import OURS_STYLE, PART_STYLE, Paragraph
from app.reading.report_marks import SHORT, Mark, Marks, alike, is_limit, joint
from app.reading.report_phrases import SYNONYMS, Phrase, named
from app.reading.report_suspects import suspects

_SHOWN = 3  # phrases that a doubt cites


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
        self._keys = {name: key for key, names in SYNONYMS.items() for name in names}
        self._keys |= {name: key for key, name in self._names.items()}
        self._marks = Marks(self._keys)

    def split(self, paragraphs: Sequence[Paragraph], within: PartKey = PartKey.GOALS) -> tuple[Labelled, ...]:
        """The parts with text, each once, in the order of the form. `within`: what stands before the first label."""
        pieces = list(self._by_style(paragraphs) if self._styled else self._by_label(paragraphs, within))
        if len(pieces) > 1 and pieces[0].doubt == self._unmarked:
            told = f"第一个分部标题之前的文字没有标出属于哪一部分，暂放在“{self._names[PartKey.GOALS]}”"
            pieces[0] = replace(pieces[0], doubt=told)
        found: list[Labelled] = []
        order = [key for key, _ in groupby(piece.key for piece in pieces if piece.text.strip())]
        for key in PartKey:
            own = [piece for piece in pieces if piece.key is key and piece.text.strip()]
            if own:
                text = trimmed("\n".join(piece.text for piece in own))
                doubts = dict.fromkeys(one.doubt for one in own if one.doubt)
                # Problems and causes may take turns; with the goals an opinion begins.
                if key is PartKey.GOALS and order.count(key) > 1 and not self._styled:
                    told = f"“{self._names[key]}”在这里不止一次，各段接在一起；请核对是不是混入了另一个要素的"
                    doubts[told] = None
                found.append(Labelled(key, text, "；".join(doubts)))
        return tuple(found)

    def left(self, text: str, within: PartKey, also: Sequence[str] = ()) -> str:
        """Why a text of one part may hold another's: phrases in it that look like labels; "" where none does."""
        if self._styled:
            return ""
        phrases = tuple(dict.fromkeys((*suspects(text, within, self._keys), *also)))
        if not phrases:
            return ""
        shown = "".join(f"“{one}”" for one in phrases[:_SHOWN])
        more = f"等 {len(phrases)} 处" if len(phrases) > _SHOWN else ""
        return f"{shown}{more}像是另一部分的标题，没有拆开，仍在“{PART_NAMES[within]}”里"

    def begins(self, text: str, within: PartKey) -> Mark | None:
        """The label at the head of a text that follows text of the part `within`."""
        return self._marks.at_head(text, within)

    def without_own(self, text: str, key: PartKey, column: str) -> str:
        """The text of a column without the column's own name and a colon at its head."""
        mark = self.begins(text, key)
        if mark is None or mark.way or mark.number or mark.said != Phrase(key):
            return text
        if mark.phrase not in (column, PART_NAMES[key]):
            return text
        rest = _stripped(text[mark.end :])
        return f"{mark.aside}{rest}" if rest else text

    def key(self, name: str) -> PartKey | None:
        """The part that a column or heading of that name holds, the first of several."""
        if len(name) <= SHORT:
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
        likely = list(self._marks.of(text, within, None))
        marks = (
            list(self._marks.of(text, within, alike(likely))) if any(one.way for one in likely) else likely
        )
        taken = {mark.start for mark in marks}
        left = [one for one in likely if one.way and one.start not in taken]
        aside = ""
        before: Mark | None = None
        for mark in (*marks, None):
            end = mark.start if mark else len(text)
            also = [one.phrase for one in left if start <= one.start < end and one.said.key is not key]
            yield self._piece(key, text[start:end], doubt, aside, also)
            if mark:
                run_on = joint(before, mark, text[start:end])
                doubt = "；".join(filter(None, (run_on, mark.doubt)))
                key, aside, before = mark.said.key, mark.aside, mark
                start = mark.start if mark.said.keeps else mark.end

    def _piece(self, key: PartKey, text: str, doubt: str, aside: str, also: Sequence[str]) -> Labelled:
        if not doubt or doubt != self._unmarked:
            doubt = "；".join(filter(None, (doubt, self.left(text, key, also))))
        return Labelled(key, _stripped(f"{aside}{text.lstrip(' ')}" if aside else text), doubt)

    @property
    def _unmarked(self) -> str:
        return f"没有标出{'、'.join(self._names.values())}，暂放在“{self._names[PartKey.GOALS]}”"


def beside(name: str) -> str:
    """The words in brackets in a heading that are no limit of the form: they belong to the text."""
    return "".join(one for one in re.findall(r"[(（][^)）]*[)）]", name) if not is_limit(one))


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
