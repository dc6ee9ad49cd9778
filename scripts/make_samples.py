"""`corpus/samples/*.docx`: two made-up reports of a made-up school, written from `scripts/samples/*.yaml`.

They are set the way people set them, not the way this project exports a report: portrait pages, everything in one
style, names of parts typed at the head of a paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from app.domain.schemes import ReportForm, Scheme
from app.drafting.docx_package import PORTRAIT, Style, package
from app.drafting.docx_parts import Block, Paragraph, Row, Table, TableCell, paragraph
from app.reading.corpus import read_corpus

ROOT = Path(__file__).resolve().parents[1]
TEXTS = ROOT / "scripts" / "samples"
SCHOOL = "示例职业技术学院"
NOTICE = "示例（虚构）：学校、数据均为编造，仅供试用"
_WIDTHS = (1050, 1250, 4138, 1700, 1500)
_STYLES = (
    Style("Title", "Title", 18, "黑体", bold=True, align="center"),
    Style("Line", "正文行", 12, line=360),
)


class CellText(BaseModel):
    """What a row of the table says."""

    model_config = ConfigDict(extra="forbid")

    element: str
    opinion: str
    measures: str
    effects: str


class SampleText(BaseModel):
    """A file of `scripts/samples/`. `spaced`: element numbers are printed 1. 1; elements without a cell have no row."""

    model_config = ConfigDict(extra="forbid")

    cycle: str
    effects_column: str
    spaced: bool
    overview: str
    cells: list[CellText]


def main() -> None:
    """Both files, written anew."""
    folder = ROOT / "corpus" / "samples"
    folder.mkdir(exist_ok=True)
    for name, data in samples().items():
        (folder / name).write_bytes(data)


def samples() -> dict[str, bytes]:
    """Name → bytes, the same on every machine."""
    scheme = read_corpus(ROOT / "corpus").schemes["chongqing"]
    texts = (read(file) for file in sorted(TEXTS.glob("*.yaml")))
    return {f"{SCHOOL}自我诊改报告{text.cycle}.docx": made(text, scheme) for text in texts}


def read(file: Path) -> SampleText:
    """What a file of texts says."""
    return SampleText.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))


def made(text: SampleText, scheme: Scheme) -> bytes:
    """The Word file of one sample."""
    assert scheme.writing is not None
    assert scheme.writing.form is not None
    form = scheme.writing.form
    title = f"{''.join(form.title)}（{text.cycle}年）"
    return package([*_blocks(text, scheme, form)], _STYLES, PORTRAIT, f"示例（虚构） {title}")


def _blocks(text: SampleText, scheme: Scheme, form: ReportForm) -> Iterator[Block]:
    *above, last = form.title
    yield from (paragraph(line, "Title") for line in (*above, f"{last}（{text.cycle}年）"))
    yield replace(paragraph(NOTICE, "Line"), centred=True)
    yield paragraph(f"{form.school}{SCHOOL}", "Line")
    yield paragraph(form.overview, "Line", bold=True)
    yield from _lines(text.overview, "Line")
    yield paragraph(form.table, "Line", bold=True)
    yield _table(text, scheme, form)
    yield from (paragraph(line, "Line") for line in (form.signature, f"{text.cycle} 年 12 月 20 日"))
    for number, note in enumerate(form.notes, 1):
        yield paragraph(f"{'注：' if number == 1 else ''}{number}. {note}", "Line")


def _table(text: SampleText, scheme: Scheme, form: ReportForm) -> Table:
    cells = {cell.element: cell for cell in text.cells}
    names = (*form.header[:4], text.effects_column)
    rows = [Row(tuple(TableCell((paragraph(name, bold=True),)) for name in names), header=True)]
    for project in scheme.projects:
        elements = [element for element in project.elements if element.code in cells]
        for i, element in enumerate(elements):
            cell = cells[element.code]
            code = element.code.replace(".", ". ") if text.spaced else element.code
            first = paragraph("" if i else f"{project.code} {project.name}")
            said = (cell.opinion, cell.measures, cell.effects)
            columns = (TableCell(tuple(_lines(one))) for one in said)
            name = TableCell((paragraph(f"{code} {element.name}"),))
            rows.append(Row((TableCell((first,), merged=i == 0), name, *columns)))
    return Table(_WIDTHS, tuple(rows))


def _lines(text: str, style: str = "") -> Iterator[Paragraph]:
    return (paragraph(line, style) for line in text.strip().split("\n"))


if __name__ == "__main__":
    main()
