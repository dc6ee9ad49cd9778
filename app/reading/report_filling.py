"""Rows of a report → the cells of its elements, with an account of every cell that was seen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from app.domain.drafts import PART_NAMES, Cell, Part, PartKey, Sentence
from app.domain.receipts import Doubt
from app.domain.schemes import Scheme
from app.reading.report_blocks import PART_STYLE, Paragraph, squeezed
from app.reading.report_columns import EXTRA, OPINION
from app.reading.report_labels import is_project, label, matched
from app.reading.report_parts import Labelled, Opinions, trimmed
from app.reading.report_phrases import ACTED
from app.reading.report_rows import Entry, Field

_SHOWN = 60  # characters of a doubtful text
_ENDED = re.compile(r"[。！？；：!?;:”’）)】\]]\s*$")
_BEGINS = re.compile(r"\s*(?:[（(【\[]|[①-⑳]|[一二三四五六七八九十\d]{1,2}[、.．)）])|\s*$")


@dataclass
class Account:
    """What became of the cells that were seen."""

    stored: int = 0
    doubtful: list[Doubt] = field(default_factory=list)
    lost: list[Doubt] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def lose(self, cell: Field, reason: str, element: str = "") -> None:
        self.lost.append(Doubt(cell.where, cell.text, reason, element))

    def doubt(self, where: str, text: str, reason: str, element: str, part: PartKey | None = None) -> None:
        self.doubtful.append(Doubt(where, shortened(text), reason, element, part))

    def note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)


class Filler:
    """Puts rows into the elements of one scheme."""

    def __init__(
        self, scheme: Scheme, opinions: Opinions, is_printed: Callable[[str], bool], is_ours: bool
    ) -> None:
        """`is_ours`: the document is our own export, whose columns hold what was written and nothing else."""
        self.account = Account()
        self._scheme, self._opinions, self._is_printed = scheme, opinions, is_printed
        self._is_ours = is_ours
        self._fields: dict[str, list[Field]] = {}
        self._current = ""  # the element the last row belongs to; "" where its text was lost
        self._project = ""
        self._reason = "上面没有诊断要素，不知道属于哪一个，没有读入"

    def fill(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            if entry.label is not None:
                self._labelled(entry, entry.label)
            elif entry.goes_on or (entry.project is not None and entry.project.text == self._project):
                self._continued(entry.fields)
            else:
                self._unlabelled(entry)
            if entry.project is not None:
                self._project = entry.project.text

    def cells(self) -> tuple[Cell, ...]:
        """The cells with text, in the order of the scheme."""
        found = []
        for element in self._scheme.elements():
            parts = self._parts(element.code, self._fields.get(element.code, []))
            if parts:
                found.append(Cell(element.code, parts))
        return tuple(found)

    def missing(self) -> tuple[str, ...]:
        """Elements without a row."""
        return tuple(one.code for one in self._scheme.elements() if one.code not in self._fields)

    def _labelled(self, entry: Entry, named: Field) -> None:
        if self._is_printed(named.text) and not entry.fields:
            return
        match = matched(named.text, self._scheme)
        again = False
        if match is None:
            self._current = ""
            self._reason = f"“{shortened(named.text)}”不是{self._scheme.short}的诊断要素，没有读入"
            self.account.lose(named, self._reason)
        else:
            self._current = match.element.code
            if told := "；".join(filter(None, (match.doubt, named.doubt))):
                self.account.doubt(named.where, named.text, told, self._current)
            elif match.rest:
                self.account.lose(named, "诊断要素一格里，编号和名称以外的文字没有读入", self._current)
            again = bool(self._fields.setdefault(self._current, []))
        if entry.project is not None and not is_project(entry.project.text, self._scheme):
            self.account.lose(entry.project, f"不是{self._scheme.short}的诊断项目，没有读入")
        if again:
            told = f"要素 {self._current} 在前面已有一行，这一行接在它后面"
            self._put(
                [
                    replace(one, doubt="；".join(filter(None, (told, one.doubt))), is_again=True)
                    for one in entry.fields
                ]
            )
        else:
            self._put(entry.fields)

    def _continued(self, fields: Sequence[Field]) -> None:
        """Goes on with the element above: a row that a page end has cut."""
        told = f"这一行没有写诊断要素，接在要素 {self._current} 之后"
        self._put([replace(one, doubt=one.doubt or told) for one in fields], goes_on=True)

    def _unlabelled(self, entry: Entry) -> None:
        """A row with something in the project's column alone: a project's heading, a signature, or not understood."""
        project = entry.project
        if project is not None and not (
            is_project(project.text, self._scheme) or self._is_printed(project.text)
        ):
            self.account.lose(project, "不是诊断项目，也不是诊断要素，没有读入")
        self._current = ""
        self._reason = "这一行没有写诊断要素，没有读入"
        self._put(entry.fields)

    def _put(self, fields: Sequence[Field], goes_on: bool = False) -> None:
        for one in fields:
            if (goes_on or one.holds == EXTRA) and self._is_printed(one.text):
                continue
            if one.holds == EXTRA and self._is_number(one.text):
                continue
            if one.holds == EXTRA:
                self.account.note(f"表里多出一列“{one.name}”，表样里没有，其中的文字没有读入。")
                self.account.lose(one, f"表样里没有“{one.name}”这一列，没有读入", self._current)
            elif not self._current:
                self.account.lose(one, self._reason)
            else:
                self.account.stored += 1
                self._fields[self._current].append(one)
                if one.doubt:
                    self.account.doubt(one.where, one.text, one.doubt, self._current, _part(one.holds))

    def _is_number(self, text: str) -> bool:
        """Whether a cell repeats the number of its row's element, as under 编号."""
        found = label(text)
        return bool(self._current) and found.number == self._current and not found.name

    def _parts(self, element: str, fields: Sequence[Field]) -> tuple[Part, ...]:
        texts: dict[PartKey, str] = {}
        for holds in dict.fromkeys(one.holds for one in fields):
            for own in _rows([one for one in fields if one.holds == holds]):
                paragraphs = joined([one.paragraphs for one in own])
                for labelled in self._split(holds, own[0], paragraphs):
                    _add(texts, labelled.key, labelled.text)
                    if labelled.doubt:
                        self.account.doubt(own[0].where, labelled.text, labelled.doubt, element, labelled.key)
        return tuple(Part(key, (Sentence(texts[key]),)) for key in PartKey if texts.get(key, "").strip())

    def _split(self, holds: str, first: Field, paragraphs: Sequence[Paragraph]) -> Sequence[Labelled]:
        """The parts that stand under one heading."""
        if holds == OPINION:
            found = self._opinions.split(paragraphs)
            return found if first.is_open else [_moved(one, first.name) for one in found]
        if first.is_open:
            return self._opinions.split(paragraphs, PartKey(holds))
        text = trimmed("\n".join(one.text for one in paragraphs))
        if not self._is_ours:
            text = self._opinions.without_own(text, PartKey(holds), squeezed(first.name))
        return [Labelled(PartKey(holds), text, self._opinions.left(text, PartKey(holds)))]


def _rows(fields: Sequence[Field]) -> list[list[Field]]:
    """The fields of each row of an element, with those of the rows that go on with it."""
    found: list[list[Field]] = []
    for one in fields:
        if one.is_again or not found:
            found.append([])
        found[-1].append(one)
    return found


def _moved(labelled: Labelled, column: str) -> Labelled:
    """The part with a doubt where it has a column of its own."""
    if labelled.key not in ACTED:
        return labelled
    told = f"写在“{column}”一格里，按其中的标题放入“{PART_NAMES[labelled.key]}”"
    return replace(labelled, doubt="；".join(filter(None, (told, labelled.doubt))))


def joined(runs: Sequence[Sequence[Paragraph]]) -> tuple[Paragraph, ...]:
    """The paragraphs of a cell and of the rows that go on with it; a sentence cut by a page end is whole again."""
    found: list[Paragraph] = []
    for run in runs:
        cut = found and run and not _ENDED.search(found[-1].text[-20:]) and found[-1].text.strip()
        if cut and run[0].style != PART_STYLE and not _BEGINS.match(run[0].text):
            found[-1] = replace(found[-1], text=found[-1].text + run[0].text)
            found.extend(run[1:])
        else:
            found.extend(run)
    return tuple(found)


def shortened(text: str) -> str:
    """`text` on one line, its beginning where it is long."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN else f"{flat[: _SHOWN - 1]}…"


def _add(texts: dict[PartKey, str], key: PartKey, text: str) -> None:
    texts[key] = f"{texts[key]}\n{text}" if texts.get(key, "").strip() else text


def _part(holds: str) -> PartKey | None:
    return None if holds == OPINION else PartKey(holds)
