"""The bench of a cell, worked out: what is asked, the text, evidence, proposals, findings, versions, status."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app import proposing, reporting
from app.domain.drafts import (
    OVERVIEW,
    STATUS_NAMES,
    Cell,
    PartKey,
    ReportKind,
    Sentence,
    Status,
)
from app.domain.people import Right
from app.drafting import progress
from app.drafting.columns import columns_of, printed
from app.drafting.plan import plan_says
from app.drafting.text import rewritten, shortened
from app.reporting import Opened
from app.storage.report_rows import STEPS, CellVersion, VersionHead
from app.web import links
from app.web.comparing_texts import Difference
from app.web.contexts import ElementView, Link
from app.web.deps import Visit
from app.web.points import element_view
from app.web.report_views import (
    KIND_LABELS,
    CountView,
    EvidenceForm,
    EvidenceView,
    FindingView,
    GroundView,
    LinksView,
    PartView,
    ProposalView,
    cell_link,
    count_views,
    counting_told,
    evidence_form,
    evidence_views,
    finding_views,
    ground_view,
    last_parts,
    links_view,
    part_views,
    proposal_views,
    severity_counts,
)
from app.web.times import told
from app.web.worksheets import VersionRow

_NEXT = {
    Status.SUBMITTED: ("提交", False),
    Status.RETURNED: ("退回", True),
    Status.ACCEPTED: ("通过", True),
    Status.SIGNED: ("已签字", True),
}  # what the button says, and whether only the office may


@dataclass(frozen=True)
class PromiseView:
    """上轮措施 → 本轮成效."""

    text: str
    evidence: str


@dataclass(frozen=True)
class EventRow:
    told: str
    note: str
    who: str
    when: str


@dataclass(frozen=True)
class Step:
    """A change of status that may be made now."""

    value: str
    name: str


@dataclass(frozen=True)
class CellConflict:
    who: str
    version: int
    late: bool  # nobody was faster: the cell was handed in meanwhile
    lines: tuple[Difference, ...]
    current_href: str
    kept_href: str


@dataclass(frozen=True)
class CellPage:
    title: str
    report: Link
    kind: str
    code: str
    name: str
    facts: str
    status: str
    note: str
    element: ElementView | None
    plan: tuple[GroundView, ...]
    last_label: str
    last_href: str
    last: tuple[tuple[str, str], ...]
    promises: tuple[PromiseView, ...]
    collected: str  # what was noted for the element on its worksheet
    worksheet: str
    parts: tuple[PartView, ...]
    counts: tuple[CountView, ...]
    counting: str
    links: LinksView
    evidence: tuple[EvidenceView, ...]
    new_evidence: EvidenceForm
    proposals: tuple[ProposalView, ...]
    begun: bool  # something is written: what is found stands before the evidence
    findings: tuple[FindingView, ...]
    told: str
    versions: tuple[VersionRow, ...]
    events: tuple[EventRow, ...]
    steps: tuple[Step, ...]
    said: str  # the note of a change of status that was not made
    version: int
    state: str
    editable: bool
    reason: str
    href: str
    person: str
    before: Link | None
    after: Link | None
    error: str = ""
    conflict: CellConflict | None = None
    section: str = "reports"


def page_of(
    visit: Visit,
    found: Opened,
    code: str,
    texts: dict[PartKey, str] | None = None,
    error: str = "",
    conflict: CellConflict | None = None,
    said: str = "",
) -> CellPage:
    """The bench; `texts` in place of what is saved, and the note `said`, where they could not be."""
    stored, store, bench = found.stored.cell(code), visit.services.reports, found.bench
    element = bench.element(code)
    shown = stored.cell
    for key, text in (texts or {}).items():
        shown = shown.with_part(rewritten(shown.part(key), text))
    reason = reporting.no_edit_reason(visit.actor.person, found, code)
    findings = reporting.findings(found, reporting.today(), code)
    place = links.report_cell(found.head.id, code)
    codes = found.codes()
    at = codes.index(code)
    return CellPage(
        title=f"{found.head.label} {code} {found.name(code)}",
        report=Link(found.head.label, links.report(found.head.id)),
        kind=KIND_LABELS[found.head.kind],
        code="" if code == OVERVIEW else code,
        name=found.name(code),
        facts=_facts(found, code),
        status=STATUS_NAMES[stored.status],
        note=stored.note,
        element=element_view(bench.scheme, element) if element else None,
        plan=tuple(v for g in plan_says(bench, element) if (v := ground_view(bench, g))) if element else (),
        last_label=found.last_head.label if found.last_head else "",
        last_href=links.report_cell(found.last_head.id, code) if found.last_head else "",
        last=last_parts(found, code),
        promises=_promises(found, code),
        collected=_collected(visit, found, code),
        worksheet=links.worksheet(found.head.scheme, code),
        parts=part_views(bench, shown),
        counts=count_views(found, shown),
        counting=counting_told(found),
        links=links_view(bench, stored.cell),
        evidence=evidence_views(bench, stored.cell),
        new_evidence=evidence_form(bench, code),
        proposals=proposal_views(bench, visit.services.proposals.of(found.head.id, code)),
        begun=not stored.cell.is_empty,
        findings=finding_views(found, findings),
        told=severity_counts(findings) or "没有发现要改的地方",
        versions=tuple(_version(one, place) for one in store.versions(found.head.id, code)),
        events=tuple(
            EventRow(
                STATUS_NAMES[one.status] if one.status else one.note,
                one.note if one.status else "",
                one.by_name,
                told(one.at),
            )
            for one in store.events(found.head.id, code)
        ),
        steps=_steps(visit, found, code),
        said=said,
        version=stored.version,
        state=f"第 {stored.version} 版 · {stored.saved_name} · {told(stored.saved_at)}"
        if stored.version
        else "还没有保存过",
        editable=not reason,
        reason=reason,
        href=place,
        person=visit.owner,
        before=cell_link(found, codes[at - 1]) if at else None,
        after=cell_link(found, codes[at + 1]) if at + 1 < len(codes) else None,
        error=error,
        conflict=conflict,
    )


def _collected(visit: Visit, found: Opened, code: str) -> str:
    if code == OVERVIEW or found.head.kind is not ReportKind.DRAFT:
        return ""
    return visit.services.worksheets.get(found.head.scheme, code).text.strip()


def whole_text(found: Opened, one: Cell) -> str:
    """A cell as people compare it: its columns, what its sentences rest on and answer, then its evidence."""
    columns = [printed(found.bench, one, column) for column in columns_of(one)]
    names = ["", found.bench.name(PartKey.MEASURES), found.bench.name(PartKey.EFFECTS)]
    texts = [
        f"{name}：\n{text}" if name else text for name, text in zip(names, columns, strict=False) if text
    ]
    said = {sentence.id: sentence.text for _, sentence in one.sentences()}
    linked = [line for _, sentence in one.sentences() if (line := _linked(sentence, said))]
    pieces = [f"证据 {p.id}（{p.dated or '无日期'}）{p.text} {p.source}".strip() for p in one.evidence]
    return "\n".join((*texts, *linked, *pieces))


def _linked(sentence: Sentence, said: Mapping[str, str]) -> str:
    """What was set for a sentence beside its text, "" where nothing was."""
    told = []
    if sentence.done is not None:
        told.append("已实施" if sentence.done else "尚未实施")
    if sentence.evidence:
        told.append(f"依据{'、'.join(sentence.evidence)}")
    told += [f"对应“{shortened(said[id_], 14)}”" for id_ in sentence.answers if id_ in said]
    return f"“{shortened(sentence.text, 20)}”{'，'.join(told)}" if told else ""


def _facts(found: Opened, code: str) -> str:
    stored = found.stored.cell(code)
    element = found.bench.element(code)
    facts = [f"撰写：{'、'.join(stored.departments) or '未分工'}"]
    if element and (months := progress.due_months(element)):
        facts.append(f"完成：{'、'.join(months)}（{found.bench.scheme.short}）")
    if found.bench.borrowed and found.bench.form:
        facts.append(f"字数和写法：借用{found.bench.form.short}")
    return "　".join(facts)


def _promises(found: Opened, code: str) -> tuple[PromiseView, ...]:
    if code == OVERVIEW or found.last is None:
        return ()
    return tuple(
        PromiseView(one.text, "、".join(one.evidence)) for one in proposing.composed(found, code).promises
    )


def _steps(visit: Visit, found: Opened, code: str) -> tuple[Step, ...]:
    if found.head.kind is not ReportKind.DRAFT:
        return ()
    office = visit.actor.may(Right.EDIT_ALL)
    may_write = not reporting.no_edit_reason(visit.actor.person, found, code)
    now = found.stored.cell(code).status
    return tuple(
        Step(value.value, name)
        for value, (name, only_office) in _NEXT.items()
        if now in STEPS[value] and (office if only_office else may_write)
    )


def version_label(one: CellVersion | VersionHead) -> str:
    return f"第 {one.number} 版" if one.number else f"未采用（写在第 {one.base} 版上）"


def _version(one: VersionHead, place: str) -> VersionRow:
    return VersionRow(version_label(one), one.saved_name, told(one.saved_at), f"{place}/versions/{one.id}")
