"""A report without a table, an element under a heading of its own → rows as a table gives them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.domain.drafts import PartKey
from app.domain.schemes import Scheme
from app.reading.report_blocks import APPENDIX, Block, Paragraph, TableBlock
from app.reading.report_columns import ELEMENT, EXTRA, OPINION, PROJECT, Headings
from app.reading.report_labels import LONGEST_LABEL, agrees, is_project, label, matched
from app.reading.report_parts import is_text
from app.reading.report_rows import Entry, Field, Rows
from app.reading.report_text import headed, without_emphasis

_COLUMNS = (OPINION, PartKey.MEASURES, PartKey.EFFECTS)
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
        self._ends = tuple(ends)

    def read(self, blocks: Sequence[Block]) -> Rows:
        """The elements' texts; `tables` are the places of all paragraphs that belong to them."""
        entries: list[Entry] = []
        places: list[int] = []
        open_, depth = False, 0
        for i, block in enumerate(blocks):
            if isinstance(block, TableBlock):
                continue
            where = f"第{block.line}行" if block.line else f"第{i + 1}段"
            level, text = headed(block)
            if text.strip() == APPENDIX:
                break
            if self._is_element(text, level):
                entries.append(Entry(Field(ELEMENT, "", (replace(block, text=text),), where), None, ()))
                open_, depth = True, level
            elif open_ and (text.strip().startswith(self._ends) or self._is_other(text, level, depth)):
                open_ = self._is_project(text)
                if not open_:
                    continue
            elif open_ and is_text(block):
                entries[-1] = self._added(entries[-1], block, where)
            if open_:
                places.append(i)
        return Rows(
            tuple(map(_tidy, entries)),
            tuple(places),
            (),
            ("文件里没有报告表，按标题逐段读入。",) if entries else (),
        )

    def _is_element(self, text: str, level: int) -> bool:
        if len(text) > LONGEST_LABEL or not text.strip():
            return False
        if level:
            return any(matched(text, scheme) for scheme in self._schemes)
        return bool(label(text).number) and any(agrees(text, scheme) for scheme in self._schemes)

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
            rest = replace(block, text=match[2] or "")
            return replace(entry, fields=(*entry.fields, Field(str(holds), match[1].strip(), (rest,), where)))
        if holds in (PROJECT, ELEMENT, EXTRA):
            holds = None
        if plain.text.strip() == _UNFILLED:
            return entry
        if not entry.fields or (holds and entry.fields[-1].holds != OPINION):
            field = Field(OPINION, "自我诊断意见", (plain,), where)
            return replace(entry, fields=(*entry.fields, field))
        last = entry.fields[-1]
        kept = plain if last.holds == OPINION else block
        last = replace(last, paragraphs=(*last.paragraphs, kept))
        return replace(entry, fields=(*entry.fields[:-1], last))


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
