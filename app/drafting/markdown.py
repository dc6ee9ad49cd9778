"""A report → Markdown that reads well as it stands, what people wrote escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.domain.drafts import OVERVIEW, PARTS, Cell, PartKey, Report
from app.domain.schemes import Scheme
from app.drafting.printed import (
    AI_LABEL,
    AI_MARK,
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
from app.reading.report_blocks import APPENDIX

_SPECIAL = re.compile(r"[\\`*_\[\]<>&|~#$]")
_NUMBERED = re.compile(r"^(\d{1,9})(?=[.)](?:\s|$))")  # at the head of a line: a list's number,
_OPENING = re.compile(r"^(?=[-+=:])")  # a list's mark, a rule, the line below a heading


def written(report: Report, scheme: Scheme, form: Scheme | None, sources: bool = False) -> str:
    """The text. `form` None: under our own names of the parts. `sources` adds what every sentence rests on.

    ReportError where a text has no place in `scheme`.
    """
    check_cells(report, scheme)
    names = part_names(form)
    blocks = [*_front(report, scheme, form, names), *_projects(report, scheme, names)]
    if sources:
        blocks += _appendix(report, scheme, form, names)
    return "\n\n".join(blocks) + "\n"


def escaped(line: str) -> str:
    """A line of plain text as Markdown that shows that very line."""
    text = line.strip(" \t")
    start, end = line.split(text, 1) if text else (line, "")
    marked = _NUMBERED.sub(r"\1\\", _OPENING.sub(r"\\", _SPECIAL.sub(r"\\\g<0>", text)))
    return _kept(start) + marked + _kept(end)


def _kept(blanks: str) -> str:
    """Blanks at a line's ends, which would make code or a line break of it."""
    return blanks.replace("\t", " " * 4).replace(" ", "&nbsp;")


def _front(report: Report, scheme: Scheme, form: Scheme | None, names: dict[PartKey, str]) -> Iterator[str]:
    printed = form.writing.form if form and form.writing else None
    yield f"# {' '.join(map(escaped, printed.title)) if printed else '自我诊改报告'}"
    if told := schemes_line(report, scheme, form):
        yield f"> {escaped(told)}"
    if report.has_model_text:
        yield f"> {AI_LABEL}"
    yield f"学校名称：{escaped(report.school)}"
    yield f"## {escaped(printed.overview) if printed else names[PartKey.OVERVIEW]}"
    yield from _text(report.cell(OVERVIEW), PartKey.OVERVIEW)


def _projects(report: Report, scheme: Scheme, names: dict[PartKey, str]) -> Iterator[str]:
    for project in scheme.projects:
        yield f"## {project.code} {escaped(project.name)}"
        for element in project.elements:
            yield f"### {element.code} {escaped(element.name)}"
            cell = report.cell(element.code)
            if cell.is_empty:
                yield "（未填写）"
            for key in PARTS:
                if found := list(_text(cell, key)):
                    yield f"**{names[key]}**"
                    yield from found


def _text(cell: Cell, key: PartKey) -> Iterator[str]:
    """A block a run of lines: an empty line ends it, and every other line end is kept by a backslash."""
    block: list[str] = []
    for line in [*lines(cell.text(key)), ""]:
        if line.strip():
            block.append(escaped(line))
        elif block:
            yield "\\\n".join(block)
            block = []
    if has_model_text(cell, key):
        yield AI_MARK


def _appendix(
    report: Report, scheme: Scheme, form: Scheme | None, names: dict[PartKey, str]
) -> Iterator[str]:
    yield f"## {APPENDIX}"
    schemes = (scheme, form) if form else (scheme,)
    for title, cell in headings(report, scheme, names):
        yield f"### {escaped(title)}"
        if told := points_line(cell, schemes):
            yield escaped(told)
        for part in cell.parts:
            if found := grounds(cell, part.key, schemes):
                yield f"**{names[part.key]}**"
                grounded = (f"“{said}”→ {'、'.join(on)}" for _, said, on in found)
                yield "\n".join(f"- {escaped(one)}" for one in grounded)
        if cell.evidence:
            yield "**证据**"
            yield "\n".join(f"- {escaped(evidence_line(one))}" for one in cell.evidence)
