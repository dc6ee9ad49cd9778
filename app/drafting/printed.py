"""What an exported report says in every format: names of the parts, the AI label, sentences and their sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

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
from app.drafting.text import MISSING, is_numbered

AI_LABEL = "本内容由人工智能生成"
AI_MARK = f"（{AI_LABEL}）"
_QUOTES = str.maketrans("“”", "‘’")  # inside “”
_ITEM = re.compile(r"\S.*[。；！？!?;】]\s*$")
_NUMBER = re.compile(r"[0-9.%]{2}")  # not to be cut
_POINT = re.compile(r"(.*:.* (\S+)) (第\d+点)")
_SHOWN = 24  # characters of a sentence that stand for it in the appendix
_LINE_END = re.compile(r"\r\n|\r|\n")
_EVIDENCE = {
    EvidenceKind.FILE: "文件",
    EvidenceKind.CLAUSE: "条款",
    EvidenceKind.PLATFORM: "平台数据",
    EvidenceKind.OTHER: "",  # its source says what it is
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


def are_items(told: Sequence[str]) -> bool:
    """Whether the lines of a part are several things of a kind that nobody has numbered yet."""
    return len(told) > 1 and all(_ITEM.match(line) and not is_numbered((Sentence(line),)) for line in told)


def owed(report: Report, scheme: Scheme) -> tuple[int, int]:
    """How many 【待补充】 the report still has, and how many cells of its form nobody has written."""
    texts = [part.text for cell in report.cells for part in cell.parts]
    codes = (OVERVIEW, *(element.code for element in scheme.elements()))
    unwritten = sum(report.cell(code).is_empty for code in codes)
    return sum(len(MISSING.findall(text)) for text in texts), unwritten


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


def grounds(cell: Cell, key: PartKey, schemes: Iterable[Scheme]) -> list[tuple[int, str, list[str]]]:
    """The sentences of a part, each with its number among them, shortened, with what it rests on in short: E1, 第1点 of this element.

    What only says that something is missing rests on nothing.
    """
    shorts = {scheme.document: scheme.short for scheme in schemes}
    told = [sentence for sentence in cell.part(key).sentences if sentence.text.strip()]
    return [
        (
            number,
            _shortened(sentence),
            [_source(one, cell, shorts) for one in _named(sentence)] or ["未注明依据"],
        )
        for number, sentence in enumerate(told, 1)
        if MISSING.sub("", sentence.text).strip() or sentence.evidence
    ]


def points_line(cell: Cell, schemes: Iterable[Scheme]) -> str:
    """What 第2点 means among the grounds of a cell; "" where none of them says so."""
    shorts = {scheme.document: scheme.short for scheme in schemes}
    named = (flat(one.name) for _, sentence in cell.sentences() for one in sentence.sources)
    found = [point for point in map(_POINT.fullmatch, named) if point and point[2] == cell.element]
    return f"“第…点”指{_clause(Source(SourceKind.CLAUSE, found[0][1]), shorts)} 的诊断点" if found else ""


def evidence_line(one: Evidence) -> str:
    """A piece of evidence on one line: E1（2025-09，文件：教学检查通报）：…"""
    kind = "：".join(filter(None, (_EVIDENCE[one.kind], one.source.strip())))
    known = [flat(part) for part in (one.dated or "日期不详", kind) if part]
    return f"{one.id}（{'，'.join(known)}）：{flat(one.text)}"


def flat(text: str) -> str:
    """`text` on one line."""
    return " ".join(text.split())


def _shortened(sentence: Sentence) -> str:
    text = flat(sentence.text).rstrip("。；;").translate(_QUOTES)
    end = _SHOWN - 1
    while end > 1 and _NUMBER.fullmatch(text[end - 1 : end + 1]):
        end -= 1
    shown = text if len(text) <= _SHOWN else f"{text[:end]}…"
    return shown + AI_MARK if sentence.origin is Origin.MODEL else shown


def _named(sentence: Sentence) -> list[Source]:
    return [source for source in sentence.sources if source.kind is not SourceKind.MISSING]


def _source(source: Source, cell: Cell, shorts: Mapping[str, str]) -> str:
    match source.kind:
        case SourceKind.EVIDENCE:
            known = any(one.id == source.name for one in cell.evidence)
            return source.name if known else f"{source.name}（本要素的证据里没有这一条）"
        case SourceKind.CLAUSE:
            point = _POINT.fullmatch(flat(source.name))
            return point[3] if point and point[2] == cell.element else _clause(source, shorts)
        case SourceKind.LAST:
            return f"上年报告 {flat(source.name)}"
        case SourceKind.MISSING:
            return f"待补充：{flat(source.name)}"


def _clause(source: Source, shorts: Mapping[str, str]) -> str:
    """附件2 of a plan by the plan's name, never by our id of it."""
    document, _, address = flat(source.name).rpartition(":")
    return f"{shorts.get(document, '')}{address}"
