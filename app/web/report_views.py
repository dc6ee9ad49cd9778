"""What the pages of reports show, worked out from the values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.domain.drafts import (
    COUNTING_NAMES,
    OVERVIEW,
    PART_NAMES,
    PARTS,
    Cell,
    Evidence,
    Origin,
    PartKey,
    ReportKind,
    Sentence,
    SourceKind,
)
from app.domain.rules import SEVERITY_NAMES, Finding, Ground, Severity
from app.drafting.bench import Bench
from app.drafting.check_links import not_yet
from app.drafting.columns import COLUMNS, columns_of, length
from app.drafting.earlier import EarlierHit
from app.drafting.report_file import KIND_NAMES
from app.drafting.text import items, said, shortened
from app.reporting import Opened
from app.storage.report_rows import Proposal
from app.web import links
from app.web.contexts import Choice, EarlierView, Link

KIND_LABELS = {
    ReportKind.DRAFT: "",
    ReportKind.EARLIER: "往年报告 · 不是标准",
    ReportKind.SAMPLE: "示例（虚构）· 不是标准",
}
_ROWS = {PartKey.OVERVIEW: 12, PartKey.GOALS: 4, PartKey.MEASURES: 5, PartKey.EFFECTS: 5}


@dataclass(frozen=True)
class GroundView:
    """The clause a rule comes from."""

    place: str
    text: str
    href: str


@dataclass(frozen=True)
class FindingView:
    severity: str  # error, warning, note
    label: str
    rule: str
    place: str  # 5.2 存在问题
    href: str
    message: str
    fix: str
    ground: GroundView | None


@dataclass(frozen=True)
class PartView:
    key: str
    name: str
    text: str
    rows: int
    group: str  # heading before it: 自我诊断意见; "" where it has none
    hint: str


@dataclass(frozen=True)
class CountView:
    """How many 字 a column has. `limit` 0: none is set."""

    name: str
    number: int
    limit: int
    over: bool


@dataclass(frozen=True)
class Tick:
    value: str
    label: str
    on: bool


@dataclass(frozen=True)
class LinkRow:
    """A measure with the problems it may answer, or an effect with measures; `done` only for effects."""

    id: str
    text: str
    ticks: tuple[Tick, ...]
    done: tuple[Choice, ...]


@dataclass(frozen=True)
class ProofRow:
    """A sentence and the evidence it rests on."""

    id: str
    part: str
    text: str
    evidence: str  # E1 E3
    sources: tuple[str, ...]  # other than evidence
    model: bool


@dataclass(frozen=True)
class LinksView:
    measures: tuple[LinkRow, ...]
    effects: tuple[LinkRow, ...]
    proofs: tuple[ProofRow, ...]
    known: str
    ids: tuple[str, ...]  # of the evidence


@dataclass(frozen=True)
class EvidenceView:
    id: str
    text: str
    dated: str
    source: str
    points: str
    part: str
    form: EvidenceForm


@dataclass(frozen=True)
class EvidenceForm:
    """The fields of a piece of evidence, empty for a new one."""

    id: str
    text: str
    dated: str
    source: str
    kinds: tuple[Choice, ...]
    points: tuple[Choice, ...]
    parts: tuple[Choice, ...]
    open: bool = False  # shown with what could not be kept


@dataclass(frozen=True)
class ProposalView:
    id: int
    part: str
    text: str
    rows: int
    sources: tuple[str, ...]
    owed: bool
    model: bool
    shown: str  # what it is kept as; `text` may be what could not be kept
    unsaved: bool = False


def ground_view(opened: Bench, ground: Ground | None) -> GroundView | None:
    if ground is None:
        return None
    document = opened.corpus.documents.get(ground.document)
    if document is None:
        return None
    scheme = opened.corpus.scheme_of(ground.document)
    title = scheme.short if scheme else document.source.title
    return GroundView(f"{title} {ground.address}", ground.text, links.line(ground.document, ground.lines[0]))


def finding_views(opened: Opened, findings: Iterable[Finding]) -> tuple[FindingView, ...]:
    return tuple(_finding(opened, finding) for finding in findings)


def _finding(opened: Opened, finding: Finding) -> FindingView:
    part = opened.bench.name(finding.part) if finding.part else ""
    place = links.report_cell(opened.head.id, finding.element)
    return FindingView(
        severity=finding.severity.value,
        label=SEVERITY_NAMES[finding.severity],
        rule=finding.rule.name,
        place=f"{finding.element} {part}".strip(),
        href=f"{place}#part-{finding.part.value}" if finding.part else place,
        message=finding.message,
        fix=finding.fix,
        ground=ground_view(opened.bench, finding.rule.ground),
    )


def severity_counts(findings: Iterable[Finding]) -> str:
    """3 处不合规定，2 处请核对."""
    told = list(findings)
    counts = ((severity, sum(one.severity is severity for one in told)) for severity in Severity)
    return "，".join(f"{number} 处{SEVERITY_NAMES[severity]}" for severity, number in counts if number)


def part_views(bench: Bench, cell: Cell) -> tuple[PartView, ...]:
    keys = (PartKey.OVERVIEW,) if cell.element == OVERVIEW else PARTS
    writing = bench.writing
    opinion = writing.form.header[2] if writing and writing.form else "自我诊断意见"
    hints = {
        PartKey.PROBLEMS: "一行一个问题",
        PartKey.MEASURES: "一行一条措施，写明责任部门和时间",
        PartKey.EFFECTS: "一行一条，只写已经看到的；没做的写“尚未实施”",
    }
    return tuple(
        PartView(
            key=key.value,
            name=bench.name(key),
            text=cell.text(key),
            rows=max(_ROWS.get(key, 4), min(14, cell.text(key).count("\n") + len(cell.text(key)) // 38 + 2)),
            group=opinion if key is PartKey.GOALS else "",
            hint=hints.get(key, ""),
        )
        for key in keys
    )


def count_views(opened: Opened, cell: Cell) -> tuple[CountView, ...]:
    """The columns of the cell, how long they are and may be."""
    writing = opened.bench.writing
    found = []
    for column in columns_of(cell):
        limit = writing.limit(column) if writing else None
        number = length(opened.bench, cell, column, opened.head.counting)
        name = limit.part if limit else opened.bench.name(COLUMNS[column][0])
        if column == "opinion" and not limit:
            name = "自我诊断意见"
        maximum = limit.maximum if limit else 0
        found.append(CountView(name, number, maximum, bool(maximum) and number > maximum))
    return tuple(found)


def counting_told(opened: Opened) -> str:
    return COUNTING_NAMES[opened.head.counting]


def links_view(bench: Bench, cell: Cell) -> LinksView:
    problems = items(cell.part(PartKey.PROBLEMS))
    measures = items(cell.part(PartKey.MEASURES))
    effects = items(cell.part(PartKey.EFFECTS))
    blank = cell.element == OVERVIEW
    proofs = (
        () if blank else tuple(_proof(bench, key, one) for key, one in cell.sentences() if one.text.strip())
    )
    return LinksView(
        measures=tuple(_link_row(item, problems, "问题", ()) for item in measures),
        effects=tuple(_link_row(item, measures, "措施", _done(item)) for item in effects),
        proofs=proofs,
        known=" ".join(row.id for row in proofs),
        ids=tuple(piece.id for piece in cell.evidence),
    )


def _link_row(
    item: Sequence[Sentence], targets: Sequence[Sequence[Sentence]], what: str, done: tuple[Choice, ...]
) -> LinkRow:
    held = {id_ for one in item for id_ in one.answers}
    ticks = tuple(
        Tick(
            f"{item[0].id}>{target[0].id}",
            f"{what}{number}：{shortened(said(target), 14)}",
            bool(held & {one.id for one in target}),
        )
        for number, target in enumerate(targets, 1)
    )
    return LinkRow(item[0].id, shortened(said(item), 30), ticks, done)


def _done(item: Sequence[Sentence]) -> tuple[Choice, ...]:
    state = "no" if not_yet(tuple(item)) else ("yes" if any(one.done for one in item) else "")
    names = (("", "未说明"), ("yes", "已实施"), ("no", "尚未实施"))
    return tuple(Choice(value, label, value == state) for value, label in names)


def _proof(bench: Bench, key: PartKey, one: Sentence) -> ProofRow:
    others = tuple(label for label in source_labels(one) if not label.startswith("证据"))
    return ProofRow(
        one.id,
        bench.name(key),
        shortened(one.text, 40),
        " ".join(one.evidence),
        others,
        one.origin is Origin.MODEL,
    )


def source_labels(one: Sentence) -> tuple[str, ...]:
    """What a sentence rests on, in words."""
    told = []
    for source in one.sources:
        if source.kind is SourceKind.EVIDENCE:
            told.append(f"证据 {source.name}")
        elif source.kind is SourceKind.CLAUSE:
            told.append(f"条款 {source.name.split(':', 1)[-1]}")
        elif source.kind is SourceKind.LAST:
            told.append(f"上轮报告 {source.name}")
        else:
            told.append("缺材料")
    return tuple(told)


def evidence_form(bench: Bench, code: str, piece: Evidence | None = None) -> EvidenceForm:
    one = piece or Evidence("", "")
    element = bench.element(code)
    points = []
    for point in element.points if element else ():
        number = point.id.split(":", 1)[1]
        points.append(Choice(number, f"{number} {point.name}", number in one.points))
        points.extend(
            Choice(
                f"{number}.{i}",
                f"　{_circled(i)}{shortened(criterion.text, 18)}",
                f"{number}.{i}" in one.points,
            )
            for i, criterion in enumerate(point.criteria, 1)
        )
    parts = [Choice("", "自动判断", one.part is None)]
    parts.extend(Choice(key.value, bench.name(key), key is one.part) for key in PARTS)
    kinds = (Choice(kind.value, name, kind is one.kind) for kind, name in KIND_NAMES.items())
    return EvidenceForm(one.id, one.text, one.dated, one.source, tuple(kinds), tuple(points), tuple(parts))


def _circled(number: int) -> str:
    return chr(0x245F + number) if number <= 20 else f"({number})"


def evidence_views(bench: Bench, cell: Cell) -> tuple[EvidenceView, ...]:
    return tuple(
        EvidenceView(
            piece.id,
            piece.text,
            piece.dated,
            " ".join(filter(None, (KIND_NAMES[piece.kind] if piece.source else "", piece.source))),
            "、".join(piece.points),
            bench.name(piece.part) if piece.part else "",
            evidence_form(bench, cell.element, piece),
        )
        for piece in cell.evidence
    )


def proposal_views(bench: Bench, proposals: Iterable[Proposal]) -> tuple[ProposalView, ...]:
    return tuple(
        ProposalView(
            one.id,
            bench.name(one.part),
            one.now.strip(),
            max(2, len(one.now) // 38 + 1),
            source_labels(one.sentence),
            "【待补充" in one.sentence.text,
            one.sentence.origin is Origin.MODEL,
            one.now.strip(),
        )
        for one in proposals
    )


def last_parts(opened: Opened, code: str) -> tuple[tuple[str, str], ...]:
    """(name, text) of what last cycle's report says in the same cell."""
    if opened.last is None or opened.last.scheme != opened.head.scheme:
        return ()
    cell = opened.last.cell(code)
    return tuple((opened.bench.name(part.key), part.text.strip()) for part in cell.parts if part.text.strip())


def earlier_view(hit: EarlierHit) -> EarlierView:
    """A sentence of an earlier report as it is shown, wherever it is."""
    place = f"{links.report_cell(hit.report, hit.element)}#part-{hit.part.value}"
    return EarlierView(
        hit.label,
        KIND_LABELS[hit.kind],
        Link(f"{hit.element} {hit.name}", place),
        PART_NAMES[hit.part],
        hit.text,
    )


def cell_link(opened: Opened, code: str) -> Link:
    return Link(
        f"{code} {opened.name(code)}" if code != OVERVIEW else "概述", links.report_cell(opened.head.id, code)
    )
