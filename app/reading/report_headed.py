"""A report without a table, an element under a heading of its own → rows as a table gives them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from app.domain.drafts import PartKey
from app.domain.receipts import Doubt
from app.domain.schemes import Element, Scheme
from app.reading.report_blocks import APPENDIX, Block, Paragraph, TableBlock, squeezed
from app.reading.report_columns import ELEMENT, EXTRA, OPINION, PROJECT, Headings
from app.reading.report_labels import LONGEST_LABEL, agrees, is_project, label, matched, mentioned
from app.reading.report_marks import NUMBER_WAY
from app.reading.report_parts import Opinions, beside, is_text
from app.reading.report_phrases import ACTED
from app.reading.report_rows import Entry, Field, Rows, plain_cells
from app.reading.report_text import headed, without_emphasis
from app.reading.report_upright import UprightReader, added

_COLUMNS = (OPINION, PartKey.MEASURES, PartKey.EFFECTS)
_POINTS = ("。", "；", "，", "：", ";", ",", ":")  # at the end of a line of text
_ENDS = ("。", "！", "？", "；", "”", "）", ".", ";", ")")  # where the text before a heading has ended
_PAGE = re.compile(r"\s*(?:[-—–]\s*\d{1,3}\s*[-—–]|第\s*\d{1,3}\s*页(?:\s*[共/]\s*\d{1,3}\s*页)?)\s*")
_UNFILLED = "（未填写）"  # what our own Markdown prints of an element without text
_HEAD = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,2}[)）、.．]\s*)?[【\[]?([^：:】\]\n]{2,30})[】\]]?\s*(?:[:：]\s*(.*)|$)",
    re.DOTALL,
)


class HeadedReader:
    """Reads paragraphs under headings."""

    def __init__(self, schemes: Iterable[Scheme], ends: Sequence[str]) -> None:
        """`ends`: beginnings of the paragraphs that follow the last element (校长（签字）)."""
        self._schemes = tuple(schemes)
        self._headings = Headings(self._schemes)
        self._opinions = Opinions(None, styled=False)
        self._ends = tuple(ends)
        self._uprights = UprightReader(self._schemes)

    def read(self, blocks: Sequence[Block]) -> Rows:
        """The elements' texts; `tables` are the places of all paragraphs that belong to them."""
        entries: list[Entry] = []
        places: list[int] = []
        doubts: list[Doubt] = []
        others: list[Field] = []
        open_, depth, before, number, upright = False, 0, "", 0, 0
        front: set[str] = set()  # short lines before the first element, which a running head repeats
        for i, block in enumerate(blocks):
            if isinstance(block, TableBlock):
                number += 1
                own = self._uprights.read(block, number)
                if own and (open_ or own[0].label is not None):
                    if own[0].label is None:
                        entries[-1], own = added(entries[-1], own[0].fields), own[1:]
                    entries += own
                    open_, upright = open_ and not own, upright + 1
                    places.append(i)
                    continue
                if not open_:
                    others += plain_cells(block, number, i)
                    continue
                for one in _lines(block):
                    entries[-1] = self._added(
                        entries[-1], one, f"第{one.line}行" if one.line else f"表{number}"
                    )
                    before = one.text
                places.append(i)
                continue
            where = f"第{block.line}行" if block.line else f"第{i + 1}段"
            level, text = headed(block)
            if text.strip() == APPENDIX:
                break
            if named := self._named(block, where, before, blocks[i + 1 : i + 9]):
                entries.append(Entry(named, None, ()))
                open_, depth, before = True, level, ""
            elif open_ and (text.strip().startswith(self._ends) or self._is_other(text, level, depth)):
                open_, before = self._is_project(text), _ENDS[0]
                if not open_:
                    continue
            elif open_ and is_text(block):
                if element := self._mentioned(text):
                    told = f"这一行像是要素“{element.name}”的标题，但认不准，文字仍放在上面的要素里"
                    doubts.append(Doubt(where, text.strip(), told))
                elif _PAGE.fullmatch(text) or squeezed(text) in front:
                    told = "这一行像是页码或页眉，文字仍放在上面的要素里，请删去"
                    doubts.append(Doubt(where, text.strip(), told))
                entries[-1] = self._added(entries[-1], block, where)
                before = text if text.strip() else before
            if open_:
                places.append(i)
            elif not entries and 4 < len(text) <= LONGEST_LABEL:
                front.add(squeezed(text))
        return Rows(
            tuple(map(_tidy, entries)),
            tuple(places),
            tuple(others),
            tuple(_notes(upright, len(entries))),
            tuple(doubts),
        )

    def _named(self, block: Paragraph, where: str, before: str, after: Sequence[Block]) -> Field | None:
        """The label of an element that a paragraph opens; None for any other paragraph.

        A name without a number does where a label follows, or with a doubt where the text before it has ended.
        """
        level, text = headed(block)
        found = Field(ELEMENT, "", (replace(block, text=text),), where)
        if len(text) > LONGEST_LABEL or not text.strip():
            return None
        if level:
            return found if any(matched(text, scheme) for scheme in self._schemes) else None
        if label(text).number:
            return found if any(agrees(text, scheme) for scheme in self._schemes) else None
        introduces = text.rstrip().endswith(("：", ":"))  # 体系特色： before the labels of its parts
        if not self._is_name(text) or (text.rstrip().endswith(_POINTS) and not introduces):
            return None
        if self._begins(after):
            return found
        if introduces:
            return None
        told = "这一行只有诊断要素的名称，没有编号，下面也没有标题：按这个要素的开头读入，请核对"
        return replace(found, doubt=told) if before.rstrip().endswith(_ENDS) else None

    def _is_name(self, text: str) -> bool:
        """Whether a line is the name of an element and nothing else."""
        found = (matched(text, scheme) for scheme in self._schemes)
        return any(match is not None and not match.rest for match in found)

    def _begins(self, blocks: Sequence[Block]) -> bool:
        """Whether the next text begins with the label of a column or part."""
        first = next((one for one in blocks if isinstance(one, TableBlock) or one.text.strip()), None)
        if isinstance(first, TableBlock) and self._uprights.read(first, 0):
            return True
        text = next((one.text for one in blocks if isinstance(one, Paragraph) and one.text.strip()), "")
        plain = without_emphasis(Paragraph(headed(Paragraph(text))[1])).text
        head = _HEAD.fullmatch(plain)
        named = head is not None and self._headings.holds(head[1]) is not None
        return named or self._opinions.begins(plain, PartKey.GOALS) is not None

    def _mentioned(self, text: str) -> Element | None:
        if not 0 < len(text.strip()) <= LONGEST_LABEL or text.rstrip().endswith(_POINTS):
            return None
        return mentioned(text, self._schemes)

    def _is_other(self, text: str, level: int, depth: int) -> bool:
        """Whether a heading ends an element's text: a project's, or one no deeper that names no column or part."""
        if self._is_project(text):
            return True
        return 0 < level <= depth and self._headings.holds(text) is None

    def _is_project(self, text: str) -> bool:
        return (
            len(text) <= LONGEST_LABEL
            and bool(re.match(r"\s*[第\d一二三四五六七八九十]", text))
            and any(is_project(text, scheme) for scheme in self._schemes)
        )

    def _added(self, entry: Entry, block: Paragraph, where: str) -> Entry:
        """The entry with one more paragraph, in the column that a heading has opened."""
        plain = without_emphasis(replace(block, text=headed(block)[1]))
        match = _HEAD.fullmatch(plain.text)
        holds = self._headings.holds(match[1]) if match and len(match[1].strip()) > 2 else None
        if holds in _COLUMNS and match is not None:
            name = match[1].strip()
            kept = beside(name)
            told = f"标题“{name}”括号里的字放在正文开头" if kept else ""
            doubts = (self._headings.doubt(name), told)
            field = Field(str(holds), name, (replace(block, text=f"{kept}{match[2] or ''}"),), where)
            return _opened(entry, replace(field, doubt="；".join(filter(None, doubts))))
        within = PartKey(last.holds) if entry.fields and (last := entry.fields[-1]).holds != OPINION else None
        mark = self._opinions.begins(plain.text, within or PartKey.GOALS)
        if mark and mark.way:
            counted = within is not None and mark.way == NUMBER_WAY
            mark = replace(mark, told=f"“{mark.phrase}”后面没有冒号，按编号当作标题分开") if counted else None
        if mark and mark.said.key in ACTED and mark.said.key is not within and not mark.said.keeps:
            rest = replace(block, text=f"{mark.aside}{plain.text[mark.end :]}")
            return _opened(entry, Field(str(mark.said.key), mark.phrase, (rest,), where, mark.doubt))
        if mark and within and mark.said.key not in ACTED:
            holds = str(mark.said.key)
        if holds in (PROJECT, ELEMENT, EXTRA):
            holds = None
        if plain.text.strip() == _UNFILLED:
            return entry
        if not entry.fields or (holds and entry.fields[-1].holds != OPINION):
            return _opened(entry, Field(OPINION, "自我诊断意见", (plain,), where))
        last = entry.fields[-1]
        own = plain if last.holds == OPINION else block
        last = replace(last, paragraphs=(*last.paragraphs, own))
        return replace(entry, fields=(*entry.fields[:-1], last))


def _notes(upright: int, entries: int) -> Iterator[str]:
    if upright:
        yield f"有 {upright} 个表格是一个要素一张、左列是各部分的名称，已按左列的名称读入。"
    if entries > upright:
        yield "文件里没有报告表，按标题逐段读入。"


def _lines(table: TableBlock) -> Iterator[Paragraph]:
    """A table under a heading as lines of text, the cells of a row between tabs."""
    for row in table.rows:
        text = "\t".join(cell.text for cell in row.cells)
        if text.strip():
            yield Paragraph(text.rstrip("\t"), line=row.line)


def _opened(entry: Entry, field: Field) -> Entry:
    """The entry with a field that a heading opens, kept apart from those of the same kind before it."""
    again = any(one.holds == field.holds for one in entry.fields)
    return replace(entry, fields=(*entry.fields, replace(field, is_open=True, is_again=again)))


def _tidy(entry: Entry) -> Entry:
    """The entry without fields that stayed empty and without blank lines at a field's ends."""
    found: list[Field] = []
    for field in entry.fields:
        paragraphs = list(field.paragraphs)
        while paragraphs and not paragraphs[0].text.strip():
            paragraphs.pop(0)
        while paragraphs and not paragraphs[-1].text.strip():
            paragraphs.pop()
        if paragraphs:
            found.append(replace(field, paragraphs=tuple(paragraphs)))
    return replace(entry, fields=tuple(found))
