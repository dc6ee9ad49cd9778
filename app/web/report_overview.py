"""The overview of one report: progress, findings, review, settings, and who writes what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from app import naming, reporting
from app.domain.drafts import COUNTING_NAMES, OVERVIEW, STATUS_NAMES, Counting, ReportKind
from app.domain.errors import PeopleError
from app.domain.people import Right
from app.domain.rules import Finding, Severity
from app.drafting import progress
from app.drafting.bench import open_bench
from app.reporting import Opened
from app.storage.report_rows import Head, StoredReport
from app.web import links
from app.web.contexts import Choice, Link
from app.web.deps import ManagingReports, ReadingWorksheets, Visit
from app.web.report_review import MaterialRow, RehearsalView, published_by, rehearsal_view
from app.web.report_views import (
    KIND_LABELS,
    FindingView,
    Tick,
    cell_link,
    count_views,
    finding_views,
    severity_counts,
)
from app.web.reports import Sent, a_date, previous_choices, previous_of
from app.web.times import told

router = APIRouter(include_in_schema=False)
SHOWN = 60  # findings on the overview
COUNTINGS = frozenset(one.value for one in Counting)


@dataclass(frozen=True)
class CellRow:
    link: Link
    status: str
    departments: str
    assigned: tuple[Tick, ...]
    was: str  # the field that says what was ticked
    due: str
    counts: str
    over: bool
    findings: str
    who: str


@dataclass(frozen=True)
class TallyView:
    name: str
    told: str
    done: str


@dataclass(frozen=True)
class HeadForm:
    school: str
    cycle: str
    due: str
    review_on: str
    counting: tuple[Choice, ...]
    forms: tuple[Choice, ...]
    previous: tuple[Choice, ...]


@dataclass(frozen=True)
class ReportPage:
    title: str
    id: str
    href: str
    kind: str
    scheme: str
    form: str  # what is said of a form that is another scheme's, or of none
    lead: str
    rows: tuple[CellRow, ...]
    tallies: tuple[TallyView, ...]
    counts: str
    findings: tuple[FindingView, ...]
    more: int
    materials: tuple[MaterialRow, ...]
    missing: int
    publication: str
    late: bool
    rehearsal: RehearsalView | None
    no_rehearsal: str
    manage: bool
    head: HeadForm
    receipt: Link | None
    moves: tuple[Link, ...]
    exports: tuple[Link, ...]
    error: str = ""
    section: str = "reports"


@router.get("/reports/{id_}")
def report(visit: ReadingWorksheets, id_: str) -> Response:
    return visit.page("report.html", report_page(visit, id_))


@router.post("/reports/{id_}")
def change(
    visit: ManagingReports,
    id_: str,
    school: Annotated[str, Form()] = "",
    cycle: Annotated[str, Form()] = "",
    due: Annotated[str, Form()] = "",
    review_on: Annotated[str, Form()] = "",
    counting: Annotated[str, Form()] = "word",
    form: Annotated[str, Form()] = "",
    previous: Annotated[str, Form()] = "",
) -> Response:
    head = visit.services.reports.head(id_)
    try:
        new = replace(
            head,
            school=reporting.one_line(school),
            cycle=reporting.one_line(cycle),
            due=a_date(due, "报告日期"),
            review_on=a_date(review_on, "复核开始日期"),
            counting=Counting(counting) if counting in COUNTINGS else head.counting,
            form=form,
            previous=previous_of(visit, previous) if previous != id_ else None,
        )
        open_bench(visit.corpus, new.scheme, new.form)
    except PeopleError as fault:
        page = report_page(visit, id_)
        sent = replace(
            head, school=school, cycle=cycle, due=due, review_on=review_on, previous=previous, form=form
        )
        page = replace(page, error=str(fault), head=_head_form(visit, sent))
        return visit.page("report.html", page, 422)
    visit.services.reports.change(visit.actor, id_, new)
    return RedirectResponse(links.report(id_), 303)


@router.post("/reports/{id_}/assign")
def assign(visit: ManagingReports, id_: str, sent: Sent) -> Response:
    """Which departments write which elements, all of them at once."""
    found = reporting.opened(visit.services, visit.corpus, id_)
    names = _departments(visit, found.stored)
    for code in found.codes():
        now = found.stored.cell(code).departments
        was = [str(name) for name in sent.getlist(f"was {code}")] or now
        ticked = [name for name in names if f"{code} {name}" in sent]
        # Only what was changed on this page: others may have assigned something since it was opened.
        chosen = [
            name for name in names if (name in now if (name in ticked) == (name in was) else name in ticked)
        ]
        if tuple(chosen) != now:
            visit.services.reports.assign(visit.actor, id_, code, chosen)
    return RedirectResponse(f"{links.report(id_)}#elements", 303)


@router.post("/reports/{id_}/remove")
def remove(visit: ManagingReports, id_: str) -> Response:
    reporting.opened(visit.services, visit.corpus, id_)
    visit.services.reports.remove(visit.actor, id_)
    return RedirectResponse("/reports", 303)


def report_page(visit: Visit, id_: str) -> ReportPage:
    """The overview of a report."""
    found = reporting.opened(visit.services, visit.corpus, id_)
    head, scheme = found.head, found.bench.scheme
    day = reporting.today()
    findings = reporting.findings(found, day)
    rule = scheme.review
    draft = head.kind is ReportKind.DRAFT
    manage = visit.actor.may(Right.EDIT_ALL)
    published = published_by(head, rule, day)
    departments = _departments(visit, found.stored)
    shown = [one for one in findings if one.severity is not Severity.NOTE]
    return ReportPage(
        title=f"报告：{head.label}",
        id=id_,
        href=links.report(id_),
        kind=KIND_LABELS[head.kind],
        scheme=scheme.short,
        form=_form_told(found),
        lead="，".join(
            filter(
                None,
                (f"上报 {head.due}" if head.due else "", f"复核 {head.review_on}" if head.review_on else ""),
            )
        ),
        rows=tuple(_cell_row(found, code, findings, departments) for code in found.codes()),
        tallies=_tallies(found, departments) if draft else (),
        counts=severity_counts(findings) or "没有发现要改的地方",
        findings=finding_views(found, shown[:SHOWN]),
        more=len(findings) - len(shown[:SHOWN]),
        materials=tuple(
            MaterialRow(i, one.text, i in head.review.materials)
            for i, one in enumerate(rule.materials if rule else ())
        ),
        missing=len(progress.missing_materials(rule, head.review.materials)) if rule else 0,
        publication=published[0],
        late=published[1],
        rehearsal=rehearsal_view(visit, found) if rule else None,
        no_rehearsal=""
        if rule
        else f"{scheme.short}没有规定复核结论的标准，这里不作预演；别的方案的标准不适用。",
        manage=manage,
        head=_head_form(visit, head),
        receipt=Link("读入回执", f"{links.report(id_)}/receipt") if head.receipt else None,
        moves=tuple(
            Link(f"转到{visit.corpus.schemes[other].short}", f"{links.report(id_)}/move?to={other}")
            for walk in visit.corpus.crosswalks
            if scheme.id in walk.schemes
            for other in walk.schemes
            if other != scheme.id
        ),
        exports=_exports(found),
    )


def _exports(found: Opened) -> tuple[Link, ...]:
    place = links.report(found.head.id)
    word = (
        Link("Word（官方表样）", f"{place}/export.docx"),
        Link("Word 附各句依据", f"{place}/export.docx?sources=1"),
    )
    return (
        *(word if found.bench.form else ()),
        Link("Markdown", f"{place}/export.md"),
        Link("JSON", f"{place}/export.json"),
    )


def _form_told(found: Opened) -> str:
    bench = found.bench
    if bench.form is None:
        return (
            f"{bench.scheme.short}没有规定报告表样和字数，这里也没有选用别的；要选用，请在“设置”里按名字选。"
        )
    if bench.borrowed:
        return f"要素按{bench.scheme.short}；报告表样、字数和写法要求借用{bench.form.short}，由学校选定。"
    return ""


def _cell_row(found: Opened, code: str, findings: Sequence[Finding], departments: Sequence[str]) -> CellRow:
    stored = found.stored.cell(code)
    element = found.bench.element(code)
    counts = count_views(found, stored.cell)
    own = [one for one in findings if one.element == code and one.severity is not Severity.NOTE]
    return CellRow(
        link=cell_link(found, code),
        status=STATUS_NAMES[stored.status],
        departments="、".join(stored.departments) or "未分工",
        assigned=tuple(Tick(f"{code} {name}", name, name in stored.departments) for name in departments),
        was=f"was {code}",
        due="、".join(progress.due_months(element)) if element else "",
        counts=" / ".join(str(one.number) for one in counts),
        over=any(one.over for one in counts),
        findings=severity_counts(own),
        who=f"{stored.saved_name} · {told(stored.saved_at)}" if stored.saved_at else "",
    )


def _departments(visit: Visit, stored: StoredReport) -> tuple[str, ...]:
    """Departments that may be given something to write: the schemes', and those named before."""
    held = (name for one in stored.cells.values() for name in one.departments)
    people = (person.department for person in visit.services.access.people.all() if person.department)
    return tuple(dict.fromkeys((*naming.departments_of(visit.corpus), *people, *held)))


def _tallies(found: Opened, departments: Sequence[str]) -> tuple[TallyView, ...]:
    codes = [code for code in found.codes() if code != OVERVIEW]
    cells = {code: found.stored.cell(code) for code in codes}
    tallies = progress.by_department(
        {code: one.status for code, one in cells.items()},
        {code: one.departments for code, one in cells.items()},
        departments,
    )
    return tuple(
        TallyView(
            tally.name or "未分工",
            "，".join(f"{name} {number}" for name, number in tally.states),
            f"{tally.done}/{len(tally.elements)}",
        )
        for tally in tallies
    )


def _head_form(visit: Visit, head: Head) -> HeadForm:
    schemes = [one for one in naming.schemes_of(visit.corpus) if one.writing]
    forms = [Choice("", "不用表样", not head.form)]
    forms += [Choice(one.id, f"{one.short}的表样和字数", one.id == head.form) for one in schemes]
    heads = reporting.listed(visit.services, visit.corpus)
    return HeadForm(
        head.school,
        head.cycle,
        head.due,
        head.review_on,
        tuple(Choice(one.value, name, one is head.counting) for one, name in COUNTING_NAMES.items()),
        tuple(forms),
        previous_choices(heads, head.previous, head.id),
    )
