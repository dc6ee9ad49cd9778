"""`corpus/samples/*.docx`: two made-up reports of a made-up school, written from `scripts/samples/*.yaml`.

They are set the way people set them, not the way this project exports a report: portrait pages, everything in one
style, names of parts typed at the head of a paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from pydantic import BaseModel, ConfigDict

from app.domain.schemes import ReportForm, Scheme
from app.drafting.docx_file import Line, Style, blank, put, put_table, saved
from app.reading.corpus import read_corpus

ROOT = Path(__file__).resolve().parents[1]
TEXTS = ROOT / "scripts" / "samples"
SCHOOL = "示例职业技术学院"
NOTICE = "示例（虚构）：学校、数据均为编造，仅供试用"
_WIDTHS = (1050, 1250, 4138, 1700, 1500)
_STYLE = "正文行"
_STYLES = (
    Style("Title", 18, "黑体", bold=True, align=ALIGN.CENTER),
    Style(_STYLE, 12, line=1.5),
)


class CellText(BaseModel):
    """What a row of the table says."""

    model_config = ConfigDict(extra="forbid")

    element: str
    opinion: str
    measures: str
    effects: str

    @property
    def said(self) -> tuple[str, ...]:
        return self.opinion, self.measures, self.effects


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
    document = blank(_STYLES, f"示例（虚构） {title}")
    for line in _front(text, form):
        put(document, line)
        if line.text == NOTICE:
            document.paragraphs[-1].alignment = ALIGN.CENTER
    projects = _projects(text, scheme)
    header = [[Line("", lead=name)] for name in (*form.header[:4], text.effects_column)]
    rows = [row for project in projects for row in project]
    put_table(document, _WIDTHS, [header, *rows], [len(project) for project in projects])
    for line in _end(text, form):
        put(document, line)
    return saved(document)


def _front(text: SampleText, form: ReportForm) -> Iterator[Line]:
    *above, last = form.title
    yield from (Line(line, "Title") for line in (*above, f"{last}（{text.cycle}年）"))
    yield Line(NOTICE, _STYLE)
    yield Line(f"{form.school}{SCHOOL}", _STYLE)
    yield Line("", _STYLE, lead=form.overview)
    yield from _lines(text.overview, _STYLE)
    yield Line("", _STYLE, lead=form.table)


def _end(text: SampleText, form: ReportForm) -> Iterator[Line]:
    yield from (Line(line, _STYLE) for line in (form.signature, f"{text.cycle} 年 12 月 20 日"))
    for number, note in enumerate(form.notes, 1):
        yield Line(f"{'注：' if number == 1 else ''}{number}. {note}", _STYLE)


def _projects(text: SampleText, scheme: Scheme) -> list[list[list[list[Line]]]]:
    """The rows of each project's elements: columns of lines."""
    cells = {cell.element: cell for cell in text.cells}
    return [
        [
            [
                [Line("" if i else f"{project.code} {project.name}")],
                [Line(f"{element.code.replace('.', '. ') if text.spaced else element.code} {element.name}")],
                *(_lines(said) for said in cells[element.code].said),
            ]
            for i, element in enumerate(one for one in project.elements if one.code in cells)
        ]
        for project in scheme.projects
    ]


def _lines(text: str, style: str = "") -> list[Line]:
    return [Line(line, style) for line in text.strip().split("\n")]


if __name__ == "__main__":
    main()
