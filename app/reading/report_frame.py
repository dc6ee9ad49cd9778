"""What stands beside the table of a report: the school, the cycle, the overview, the form's own print."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.numbering import fold_width
from app.domain.receipts import Doubt
from app.domain.schemes import ReportForm, Scheme
from app.reading.report_blocks import APPENDIX, OURS_STYLE, Block, Paragraph, TableBlock, squeezed
from app.reading.report_labels import is_project
from app.reading.report_rows import Field, is_between
from app.reading.report_text import headed, without_emphasis

ENDS = ("校长（签字）", "校长(签字)", "校长签字")
_OURS = re.compile(r"[>（(\s]*本内容由人工智能生成[）)\s]*|[>\s]*要素编号与名称按.{1,60}由学校选定")
_SCHOOL = re.compile(
    r"[（(]?(?:学校|院校|单位|填报学校|学院)(?:名称|全称)?(?:[（(][^）)]{1,8}[）)])?\s*[:：]\s*(.*)",
    re.DOTALL,
)
_SCHOOL_CELL = re.compile(r"(?:学校|院校|单位|填报学校)(?:名称|全称)?[:：]?")
_OVERVIEW = re.compile(
    r"(?:[一二三四五六七八九十\d]{1,2}[、.．]|[（(][一二三四五六七八九十\d][)）])?\s*"
    r"[^，。；：:\n]{0,16}概述\s*(?:[（(][^）)\n]{0,20}[)）])?\s*(?:[:：]\s*(.*)|$)",
    re.DOTALL,
)
_TABLE = re.compile(r"[^，。；]{0,20}(?:报告表|诊断与改进表|诊改表)[^，。；]{0,10}")
_TITLE = re.compile(r"[^。；]{0,40}(?:诊改报告|诊断报告|改进报告|质量保证体系|诊断与改进)[^。；]{0,20}")
_ATTACHED = re.compile(r"附件\s*\d{0,2}\s*[:：]?")
_DATE = re.compile(r"[\d_—\s]*年[\d_\s]*月[\d_\s]*日")
_RANGE = re.compile(r"(?<!\d)(20\d\d)\s*[-—–~～至到/]+\s*(20\d\d|\d\d)(?!\d)")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_CYCLE = re.compile(r"[（(]?\s*20\d\d\s*(?:[-—–~～至到/]+\s*(?:20\d\d|\d\d)\s*)?(?:学?年度?)?\s*[)）]?")


@dataclass(frozen=True)
class Frame:
    """What was found beside the table. `lost`: paragraphs and cells that are none of it."""

    school: str
    cycle: str
    overview: tuple[Paragraph, ...]
    lost: tuple[Doubt, ...]
    notes: tuple[str, ...] = ()


class FrameReader:
    """Reads what stands beside the table of a report of one scheme."""

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self._form = scheme.writing.form if scheme.writing else None
        self._printed = _printed(self._form)
        self._school = ""
        self._awaits_school = False
        self._years: list[str] = []
        self._overview: list[Paragraph] = []
        self._lost: list[Doubt] = []
        self._notes: list[str] = []

    def read(
        self, blocks: Sequence[Block], places: Sequence[int], others: Sequence[Field], file: str
    ) -> Frame:
        """`places`: the blocks that hold the report's rows; `others`: cells of other tables."""
        taken, first = set(places), min(places)
        self._before(blocks[:first], others)
        after = [(i, one) for i, one in enumerate(blocks) if i > first and i not in taken]
        for i, block in after:
            if isinstance(block, Paragraph):
                if squeezed(headed(block)[1]) == APPENDIX and block.style != OURS_STYLE:
                    self._notes.append(f"“{APPENDIX}”是导出时附上的，没有读入。")
                    break
                known = block.style == OURS_STYLE or _is_bare(block.text) or self._is_project(block.text)
                if not known and not self.is_printed(block.text):
                    self._lose(block.text, _where(block, i))
        self._cells([one for one in others if one.block > first])
        self._years.append(_cycle(file))
        cycle = next(filter(None, self._years), "")
        return Frame(self._school, cycle, tuple(self._overview), tuple(self._lost), tuple(self._notes))

    def is_printed(self, text: str) -> bool:
        """Whether a text is the form's own, a signature or a date: nothing to be stored."""
        own = squeezed(fold_width(headed(without_emphasis(Paragraph(text)))[1]))
        if own in self._printed or _OURS.fullmatch(own) or is_between(own):
            return True
        if own.startswith(tuple(squeezed(fold_width(end)) for end in ENDS)) and len(own) < 60:
            return True
        if _DATE.fullmatch(own):
            return True
        return self._is_note(own)

    def _is_note(self, own: str) -> bool:
        rest = own
        for note in self._form.notes if self._form else ():
            rest = rest.replace(squeezed(fold_width(note)), "")
        return rest != own and not re.search(r"[^\W\d_注]", rest)

    def _before(self, blocks: Sequence[Block], others: Sequence[Field]) -> None:
        in_overview = False
        for i, block in enumerate(blocks):
            if isinstance(block, TableBlock):
                in_overview = self._table([one for one in others if one.block == i], in_overview)
                continue
            if block.style == OURS_STYLE:
                continue
            text = headed(without_emphasis(block))[1].strip()
            overview = None if in_overview else self._overview_of(block)
            if overview is not None:
                in_overview = True
                self._overview += overview
            elif text and self._is_table_heading(text):
                in_overview = False
            elif in_overview:
                if not _OURS.fullmatch(text):
                    self._overview.append(block)
            elif not _is_bare(text) and not self._is_front(text):
                self._lose(block.text, _where(block, i))
        while self._overview and not self._overview[-1].text.strip():
            self._overview.pop()
        while self._overview and not self._overview[0].text.strip():
            self._overview.pop(0)

    def _overview_of(self, block: Paragraph) -> list[Paragraph] | None:
        """What follows the overview's heading in its own paragraph; None for another paragraph."""
        head, _, below = headed(without_emphasis(block))[1].strip().partition("\n")
        match = _OVERVIEW.fullmatch(head)
        if match is None:
            return None
        self._awaits_school = False
        return [Paragraph(text, line=block.line) for text in (match[1], below) if text]

    def _table(self, cells: Sequence[Field], in_overview: bool) -> bool:
        """A table above the report's: the overview in a frame, or the school. Whether the overview goes on below."""
        if in_overview and len(cells) == 1:
            self._overview += cells[0].paragraphs
            return True
        waits = False  # the overview's heading stood in the cell before
        for cell in cells:
            begun = None if waits or self._overview else self._overview_of(cell.paragraphs[0])
            if waits:
                self._overview += cell.paragraphs
                waits = False
            elif begun is not None:
                own = [*begun, *cell.paragraphs[1:]]
                self._overview += own
                waits = not any(one.text.strip() for one in own)
            else:
                self._cells([cell])
        return waits

    def _is_project(self, text: str) -> bool:
        return len(squeezed(text)) < 30 and is_project(headed(Paragraph(text))[1], self._scheme)

    def _is_table_heading(self, text: str) -> bool:
        own = squeezed(fold_width(text))
        printed = self._form is not None and own == squeezed(fold_width(self._form.table))
        named = len(own) < 30 and not own.isdecimal()  # a number alone may be all that an overview says
        return printed or bool(_TABLE.fullmatch(own)) or (named and is_project(text, self._scheme))

    def _is_front(self, text: str) -> bool:
        """Whether a paragraph above the overview was understood: school, cycle, title, attachment."""
        if match := _SCHOOL.fullmatch(text):
            self._years.append(_cycle(text))
            self._named(match[1])
            return True
        if (
            self._awaits_school
            and len(text) <= 40
            and not _TITLE.fullmatch(text)
            and not _CYCLE.fullmatch(text)
        ):
            self._named(text)
            return True
        if _CYCLE.fullmatch(fold_width(text)) or (_TITLE.fullmatch(squeezed(text)) and len(text) <= 60):
            self._years.insert(0, _cycle(text))
            return True
        return bool(_ATTACHED.fullmatch(text)) or self.is_printed(text)

    def _named(self, text: str) -> None:
        """Takes the school's name out of what follows 学校名称：; an empty one comes with the next paragraph."""
        name = re.sub(r"[（(](?:盖章|公章|加盖公章|章)[）)]", "", text).strip(" \t\n\u3000_")
        self._awaits_school = not name
        self._school = self._school or name

    def _cells(self, others: Sequence[Field]) -> None:
        for field in others:
            if self._awaits_school:
                self._named(field.text)
            elif _SCHOOL_CELL.fullmatch(squeezed(field.text)) and not self._school:
                self._awaits_school = True
            elif not self._is_front(field.text):
                self._lose(field.text, field.where)

    def _lose(self, text: str, where: str) -> None:
        self._lost.append(Doubt(where, text, "表格以外的文字，表样里没有它的位置，没有读入"))


def _printed(form: ReportForm | None) -> set[str]:
    if form is None:
        return set()
    texts = (
        *form.title,
        "".join(form.title),
        form.school,
        form.overview,
        form.table,
        form.signature,
        form.date,
    )
    return {squeezed(fold_width(text)) for text in (*texts, *form.notes)}


def _cycle(text: str) -> str:
    """2024 or 2024-2025, the first that stands in `text`; "" where none does."""
    folded = fold_width(text)
    if match := _RANGE.search(folded):
        first, last = match[1], match[2]
        return f"{first}-{last if len(last) == 4 else first[:2] + last}"
    year = _YEAR.search(folded)
    return year[1] if year else ""


def _is_bare(text: str) -> bool:
    """Whether a paragraph is blank or a drawn line."""
    return not re.search(r"[^\W_]", text)


def _where(block: Paragraph, place: int) -> str:
    return f"第{block.line}行" if block.line else f"第{place + 1}段"
