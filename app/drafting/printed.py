"""What an exported report says in every format: names of the parts, the AI label, sentences and their sources."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.domain.drafts import (
    OPINION,
    OVERVIEW,
    PART_NAMES,
    Cell,
    Evidence,
    EvidenceKind,
    Origin,
    PartKey,
    Report,
    Sentence,
    Source,
    SourceKind,
)
from app.domain.errors import ReportError
from app.domain.schemes import Scheme

AI_LABEL = "本内容由人工智能生成"
AI_MARK = f"（{AI_LABEL}）"
APPENDIX = "附：各句依据"
_SHOWN = 40  # characters of a sentence that stand for it in the appendix
_LINE_END = re.compile(r"\r\n|\r|\n")
_EVIDENCE = {
    EvidenceKind.FILE: "文件",
    EvidenceKind.CLAUSE: "条款",
    EvidenceKind.PLATFORM: "平台数据",
    EvidenceKind.OTHER: "其他",
}


def part_names(form: Scheme | None) -> dict[PartKey, str]:
    """What the parts are called in print under `form`; our own names where it has none."""
    names = dict(PART_NAMES)
    if form and form.writing:
        names |= dict(zip(OPINION, form.writing.opinion_parts, strict=False))
        if form.writing.form:
            names[PartKey.MEASURES], names[PartKey.EFFECTS] = form.writing.form.header[3:5]
    return names


def lines(text: str) -> list[str]:
    """The lines of a part's text, without the empty ones at its end; none where nothing is written."""
    kept = text.rstrip("\r\n")
    return _LINE_END.split(kept) if kept.strip() else []


def check_cells(report: Report, scheme: Scheme) -> None:
    """ReportError where a text would appear nowhere: its element or part has no place in `scheme`."""
    known = {element.code for element in scheme.elements()}
    for cell in report.cells:
        if cell.element != OVERVIEW and cell.element not in known and not cell.is_empty:
            raise ReportError(
                f"报告里写了要素 {cell.element}，{scheme.short}没有这个要素：请先把它的内容移到别的要素，再导出。"
            )
        for part in cell.parts:
            if (part.key is PartKey.OVERVIEW) != (cell.element == OVERVIEW) and part.text.strip():
                raise ReportError(
                    f"报告的“{cell.element}”里有“{PART_NAMES[part.key]}”，表上没有这一处：请先把内容移走，再导出。"
                )


def schemes_line(report: Report, scheme: Scheme, form: Scheme | None) -> str:
    """Whose numbers and whose form these are, where they are not the same scheme's; "" where they are."""
    if form is None or form.id == report.scheme:
        return ""
    return f"要素编号与名称按{scheme.short}；表样与字数要求按{form.short}，由学校选定"


def has_model_text(cell: Cell, *keys: PartKey) -> bool:
    """Whether a language model put a sentence of these parts into words."""
    return any(
        key in keys and sentence.origin is Origin.MODEL and bool(sentence.text.strip())
        for key, sentence in cell.sentences()
    )


def headings(report: Report, scheme: Scheme, names: dict[PartKey, str]) -> Iterator[tuple[str, Cell]]:
    """The cells that hold a text or evidence, in the order of the form, each with its heading."""
    overview = report.cell(OVERVIEW)
    titled = [(names[PartKey.OVERVIEW], overview)]
    titled += [(f"{one.code} {one.name}", report.cell(one.code)) for one in scheme.elements()]
    return ((title, cell) for title, cell in titled if not cell.is_empty or cell.evidence)


def grounds(cell: Cell, key: PartKey) -> list[tuple[str, list[str]]]:
    """The sentences of a part, shortened, each with what it rests on."""
    return [
        (_shortened(sentence), [_source(source, cell) for source in sentence.sources] or ["未注明依据"])
        for sentence in cell.part(key).sentences
        if sentence.text.strip()
    ]


def evidence_line(one: Evidence) -> str:
    """A piece of evidence on one line: E1（2025-09，文件：教学检查通报）：…"""
    kind = f"{_EVIDENCE[one.kind]}：{one.source}" if one.source.strip() else _EVIDENCE[one.kind]
    known = [flat(part) for part in (one.dated or "日期不详", kind)]
    return f"{one.id}（{'，'.join(known)}）：{flat(one.text)}"


def flat(text: str) -> str:
    """`text` on one line."""
    return " ".join(text.split())


def _shortened(sentence: Sentence) -> str:
    text = flat(sentence.text)
    shown = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
    return shown + AI_MARK if sentence.origin is Origin.MODEL else shown


def _source(source: Source, cell: Cell) -> str:
    match source.kind:
        case SourceKind.EVIDENCE:
            found = next((one for one in cell.evidence if one.id == source.name), None)
            return evidence_line(found) if found else f"{source.name}（本要素的证据里没有这一条）"
        case SourceKind.CLAUSE:
            return f"条款：{flat(source.name)}"
        case SourceKind.LAST:
            return f"上年报告：{flat(source.name)}"
        case SourceKind.MISSING:
            return f"待补充：{flat(source.name)}"
