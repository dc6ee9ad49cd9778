"""A report → a Word file in the official form (附件3 of the scheme whose form it is)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.domain.drafts import OPINION, OVERVIEW, PART_NAMES, Cell, PartKey, Report
from app.domain.errors import ReportError
from app.domain.schemes import Element, Project, ReportForm, Scheme
from app.drafting.docx_package import LANDSCAPE, Style, package
from app.drafting.docx_parts import Block, Paragraph, Row, Run, Table, TableCell, checked, paragraph
from app.drafting.printed import (
    AI_LABEL,
    AI_MARK,
    APPENDIX,
    check_cells,
    evidence_line,
    grounds,
    has_model_text,
    headings,
    lines,
    part_names,
    schemes_line,
)

OURS = (
    "诊改标识"  # name of the style of every line that is ours and not the form's: whoever reads back skips it
)
PART = "诊改分部"  # … of the first line of a part of the opinion, its name in front
_WIDTHS = (
    1250,
    1700,
    6120,
    2750,
    2750,
)  # as the limits: 500, 200 and 200 字 make columns of about one height
_STYLES = (
    Style("Title", "Title", 18, "黑体", bold=True, align="center", after=60, level=0, next=True),
    Style("School", "诊改学校", 14, align="left", before=240, after=120),
    Style("Heading1", "heading 1", 14, "黑体", before=240, after=120, level=0, next=True),
    Style("Overview", "诊改概述", 12, align="both", first=2, line=360),
    Style("Head", "诊改表头", 10.5, "黑体", align="center", before=60, after=60),
    Style("Name", "诊改要素", 10.5, align="left"),
    Style("Text", "诊改表格", 10.5, align="both", line=264),
    Style("Part", PART, 10.5, align="both", line=264),
    Style("Ours", OURS, 9, colour="595959", line=264),
    Style("Signature", "诊改签字", 12, align="right", before=360, right=1700),
    Style("Date", "诊改日期", 12, align="right", before=120, after=240, right=600),
    Style("Note", "诊改注", 10.5, align="both"),
    Style("Notes", "诊改续注", 10.5, align="both", first=2),
)


def written(report: Report, scheme: Scheme, form: Scheme, sources: bool = False) -> bytes:
    """The file's bytes, the same for the same report. `scheme` is the report's own, `form` the one whose form is used.

    `sources` adds what every sentence rests on. ReportError where `form` has no form, where a text has no place in
    it or holds a character that no Word file can.
    """
    printed = _form(form)
    check_cells(report, scheme)
    label = AI_LABEL if report.has_model_text else ""
    blocks = [*_front(report, scheme, form, printed), _table(report, scheme, form, printed), *_end(printed)]
    if sources:
        blocks += _appendix(report, scheme, part_names(form))
    return package(blocks, _STYLES, LANDSCAPE, "".join(printed.title), label)


def _form(form: Scheme) -> ReportForm:
    if form.writing is None or form.writing.form is None:
        raise ReportError(
            f"{form.short}没有规定自我诊改报告的表样，不能按它导出：请按名称选定一个有表样的方案，再导出。"
        )
    return form.writing.form


def _front(report: Report, scheme: Scheme, form: Scheme, printed: ReportForm) -> Iterator[Block]:
    for title in printed.title:
        yield paragraph(title, "Title")
    if told := schemes_line(report, scheme, form):
        yield replace(_ours(told), centred=True)
    if report.has_model_text:
        yield replace(_ours(AI_LABEL), centred=True)
    yield paragraph(printed.school + checked(report.school, "“学校名称”"), "School")
    yield paragraph(printed.overview, "Heading1")
    overview = report.cell(OVERVIEW)
    yield from _texts(overview, PartKey.OVERVIEW, "Overview")
    if has_model_text(overview, PartKey.OVERVIEW):
        yield _ours(AI_MARK)
    yield paragraph(printed.table, "Heading1")


def _table(report: Report, scheme: Scheme, form: Scheme, printed: ReportForm) -> Table:
    header = tuple(TableCell((paragraph(name, "Head"),)) for name in printed.header)
    names = part_names(form)
    rows = [
        Row(_row(project, element, report.cell(element.code), names))
        for project in scheme.projects
        for element in project.elements
    ]
    return Table(_WIDTHS, (Row(header, header=True), *rows))


def _row(project: Project, element: Element, cell: Cell, names: dict[PartKey, str]) -> tuple[TableCell, ...]:
    first = element is project.elements[0]
    name = paragraph(f"{project.code} {project.name}" if first else "", "Name")
    return (
        TableCell((name,), merged=first),
        TableCell((paragraph(f"{element.code} {element.name}", "Name"),)),
        TableCell((*_opinion(cell, names), *_mark(cell, *OPINION))),
        *(TableCell((*_texts(cell, key, "Text"), *_mark(cell, key))) for key in _BESIDE),
    )


_BESIDE = (PartKey.MEASURES, PartKey.EFFECTS)


def _opinion(cell: Cell, names: dict[PartKey, str]) -> Iterator[Paragraph]:
    for key in OPINION:
        for i, one in enumerate(_texts(cell, key, "Text")):
            name = Run(f"{names[key]}：", bold=True)
            yield one if i else replace(one, runs=(name, *one.runs), style="Part")


def _texts(cell: Cell, key: PartKey, style: str) -> list[Paragraph]:
    """A paragraph a line."""
    owner = "" if cell.element == OVERVIEW else f"要素 {cell.element} 的"
    place = f"{owner}“{PART_NAMES[key]}”"
    return [paragraph(line, style) for line in lines(checked(cell.text(key), place))]


def _mark(cell: Cell, *keys: PartKey) -> Iterator[Paragraph]:
    if has_model_text(cell, *keys):
        yield _ours(AI_MARK)


def _end(printed: ReportForm) -> Iterator[Block]:
    yield paragraph(printed.signature, "Signature")
    yield paragraph("　　".join(printed.date.split()), "Date")  # room to write the date by hand
    for number, note in enumerate(printed.notes, 1):
        first = number == 1
        yield paragraph(f"{'注：' if first else ''}{number}. {note}", "Note" if first else "Notes")


def _appendix(report: Report, scheme: Scheme, names: dict[PartKey, str]) -> Iterator[Block]:
    yield Paragraph((Run(APPENDIX, bold=True),), "Ours", breaks=True)
    for title, cell in headings(report, scheme, names):
        yield _ours(title, bold=True)
        for part in cell.parts:
            if found := grounds(cell, part.key):
                yield _ours(f"【{names[part.key]}】")
                for said, on in found:
                    yield _ours(checked(f"“{said}” ← {'；'.join(on)}", f"要素 {cell.element} 的依据"))
        if cell.evidence:
            yield _ours("【证据】")
            for one in cell.evidence:
                yield _ours(checked(evidence_line(one), f"要素 {cell.element} 的证据 {one.id}"))


def _ours(text: str, bold: bool = False) -> Paragraph:
    return paragraph(text, "Ours", bold)
