"""A report → a Word file in the official form (附件3 of the scheme whose form it is)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

from app.domain.drafts import OPINION, OVERVIEW, PART_NAMES, Cell, PartKey, Report
from app.domain.errors import ReportError
from app.domain.schemes import Element, Project, ReportForm, Scheme
from app.drafting.dates import is_date, normal
from app.drafting.docx_file import Line, Style, blank, columns, put, put_table, saved
from app.drafting.printed import (
    AI_LABEL,
    AI_MARK,
    are_items,
    check_cells,
    evidence_line,
    grounds,
    has_model_text,
    headings,
    lines,
    part_names,
    points_line,
    schemes_line,
)
from app.drafting.text import MISSING
from app.reading.report_blocks import APPENDIX, OURS_STYLE, PART_STYLE

TEXT = "诊改表格"
_UNFIT = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_COUNTED = (PartKey.PROBLEMS, PartKey.MEASURES, PartKey.EFFECTS)
_BESIDE = (PartKey.MEASURES, PartKey.EFFECTS)
# As the limits: 500, 200 and 200 字 make columns of about one height.
_WIDTHS = (1250, 1900, 5920, 2750, 2750)
_STYLES = (
    Style("Title", 18, "黑体", bold=True, align=ALIGN.CENTER, after=3, heading=True, next=True),
    Style("诊改学校", 14, before=12, after=6),
    Style("Heading 1", 14, "黑体", before=12, after=6, heading=True, next=True),
    Style("诊改概述", 12, align=ALIGN.JUSTIFY, first=2, line=1.5),
    Style("诊改表头", 10.5, "黑体", align=ALIGN.CENTER, before=3, after=3),
    Style("诊改要素", 10.5),
    Style(TEXT, 10.5, align=ALIGN.JUSTIFY, line=1.1),
    Style(PART_STYLE, 10.5, align=ALIGN.JUSTIFY, line=1.1),
    Style(OURS_STYLE, 9, line=1.1),
    Style("诊改签字", 12, align=ALIGN.RIGHT, before=18, right=85, next=True),
    Style("诊改日期", 12, align=ALIGN.RIGHT, before=6, after=12, right=30),
    Style("诊改注", 10.5, align=ALIGN.JUSTIFY, next=True),
    Style("诊改续注", 10.5, align=ALIGN.JUSTIFY, first=2, next=True),
)


def written(report: Report, scheme: Scheme, form: Scheme, sources: bool = False) -> bytes:
    """The file's bytes, the same for the same report. `scheme` is the report's own, `form` the one whose form is used.

    `sources` adds what every sentence rests on. ReportError where `form` has no form, where a text has no place in
    it or holds a character that no Word file can.
    """
    printed = _form(form)
    check_cells(report, scheme)
    label = AI_LABEL if report.has_model_text else ""
    document = blank(_STYLES, "".join(printed.title), label, landscape=True)
    _put_front(document, report, scheme, form)
    _put_form_table(document, report, scheme, form)
    for line in _end(printed, report.due):
        put(document, line)
    if sources:
        columns(document, 2)
        for line in _appendix(report, scheme, form):
            put(document, line)
    return saved(document)


def _form(form: Scheme) -> ReportForm:
    if form.writing is None or form.writing.form is None:
        raise ReportError(
            f"{form.short}没有规定自我诊改报告的表样，不能按它导出：请按名称选定一个有表样的方案，再导出。"
        )
    return form.writing.form


def _put_front(document: Document, report: Report, scheme: Scheme, form: Scheme) -> None:
    printed = _form(form)
    for title in printed.title:
        put(document, Line(title, "Title"))
    for told in (schemes_line(report, scheme, form), AI_LABEL if report.has_model_text else ""):
        if told:
            put(document, Line(told, OURS_STYLE)).alignment = ALIGN.CENTER
    put(document, Line(printed.school + _checked(report.school, "“学校名称”"), "诊改学校"))
    put(document, Line(printed.overview, "Heading 1"))
    overview = report.cell(OVERVIEW)
    texts = _texts(overview, PartKey.OVERVIEW, "诊改概述") or [Line("", "诊改概述")]
    for line in (*texts, *_mark(overview, PartKey.OVERVIEW)):
        put(document, line)
    put(document, Line(printed.table, "Heading 1"))


def _put_form_table(document: Document, report: Report, scheme: Scheme, form: Scheme) -> None:
    names = part_names(form)
    header = [[Line(name, "诊改表头")] for name in _form(form).header]
    rows = [
        _row(project, element, report.cell(element.code), names)
        for project in scheme.projects
        for element in project.elements
    ]
    put_table(document, _WIDTHS, [header, *rows], [len(project.elements) for project in scheme.projects])


def _row(project: Project, element: Element, cell: Cell, names: dict[PartKey, str]) -> list[list[Line]]:
    first = element is project.elements[0]
    opinion = [*_opinion(cell, names), *_mark(cell, *OPINION)]
    beside = [[*_texts(cell, key, TEXT), *_mark(cell, key)] for key in _BESIDE]
    return [
        [Line(f"{project.code} {project.name}" if first else "", "诊改要素")],
        [Line(f"{element.code} {element.name}", "诊改要素")],
        *(lines or [Line("", TEXT)] for lines in (opinion, *beside)),
    ]


def _opinion(cell: Cell, names: dict[PartKey, str]) -> Iterator[Line]:
    for key in OPINION:
        for i, line in enumerate(_texts(cell, key, TEXT)):
            yield line if i else replace(line, style=PART_STYLE, lead=f"{names[key]}：")


def _texts(cell: Cell, key: PartKey, style: str) -> list[Line]:
    """A paragraph a line."""
    owner = "" if cell.element == OVERVIEW else f"要素 {cell.element} 的"
    place = f"{owner}“{PART_NAMES[key]}”"
    told = lines(_checked(cell.text(key), place))
    counted = key in _COUNTED and are_items(told)
    return [
        Line(
            line,
            style,
            mark=f"{number}." if counted else "",
            open=tuple(match.span() for match in MISSING.finditer(line)),
        )
        for number, line in enumerate(told, 1)
    ]


def _mark(cell: Cell, *keys: PartKey) -> Iterator[Line]:
    if has_model_text(cell, *keys):
        yield Line(AI_MARK, OURS_STYLE)


def _end(printed: ReportForm, due: str) -> Iterator[Line]:
    yield Line(printed.signature, "诊改签字")
    yield Line(_dated(printed.date, due), "诊改日期")
    for number, note in enumerate(printed.notes, 1):
        first = number == 1
        yield Line(f"{'注：' if first else ''}{number}. {note}", "诊改注" if first else "诊改续注")


def _dated(printed: str, due: str) -> str:
    """The form's 年 月 日 with as much of the report's date as is known, and room to write the rest by hand."""
    units = printed.split()
    numbers = [str(int(number)) for number in normal(due).split("-")] if is_date(due) else []
    if len(units) != 3 or not numbers:
        return "　　".join(units)
    told = "".join(number + unit for number, unit in zip(numbers, units, strict=False))
    return "　　".join((told, *units[len(numbers) :]))


def _appendix(report: Report, scheme: Scheme, form: Scheme) -> Iterator[Line]:
    names = part_names(form)
    yield Line("", OURS_STYLE, lead=APPENDIX)
    for title, cell in headings(report, scheme, names):
        told = points_line(cell, (scheme, form))
        yield Line(f"（{told}）" if told else "", OURS_STYLE, lead=title)
        for part in cell.parts:
            lead = f"{names[part.key]}："
            for number, said, on in grounds(cell, part.key, (scheme, form)):
                told = f"{number}. “{said}”→ {'、'.join(on)}"
                yield Line(_checked(told, f"要素 {cell.element} 的依据"), OURS_STYLE, lead=lead)
                lead = ""
        for i, one in enumerate(cell.evidence):
            told = _checked(evidence_line(one), f"要素 {cell.element} 的证据 {one.id}")
            yield Line(told, OURS_STYLE, lead="" if i else "证据：")


def _checked(text: str, place: str) -> str:
    """`text`, where a Word file can hold every character of it; ReportError naming `place` otherwise."""
    if unfit := _UNFIT.search(text):
        code = ord(unfit[0])
        raise ReportError(
            f"{place}第 {unfit.start() + 1} 个字是 Word 文件存不下的控制字符（U+{code:04X}）：请删去它，再导出。"
        )
    return text
