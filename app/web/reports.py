"""Reports: the list, a new one, one read from a file, and the overview of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, UploadFile
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app import importing, naming, reporting
from app.domain.drafts import OVERVIEW, ReportKind, Status
from app.domain.errors import PeopleError
from app.domain.people import Right
from app.domain.receipts import Doubt
from app.domain.schemes import Scheme
from app.drafting import progress
from app.drafting.bench import default_form
from app.drafting.dates import is_date, normal
from app.reporting import Opened
from app.storage.originals import CHUNK
from app.storage.report_rows import Head
from app.web import links
from app.web.contexts import Choice, EarlierView, Link
from app.web.deps import ManagingReports, ReadingWorksheets, Visit
from app.web.report_views import (
    KIND_LABELS,
    earlier_view,
)
from app.web.times import told
from app.worksheet_rules import clean_name

router = APIRouter(include_in_schema=False)
STEM = 60  # characters of a file's name: 240 bytes at most, where file systems allow 255


async def sent_form(request: Request) -> FormData:
    """The fields of a form whose names the page makes up."""
    return await request.form()


Sent = Annotated[FormData, Depends(sent_form)]


@dataclass(frozen=True)
class ReportRow:
    link: Link
    kind: str
    scheme: str
    cycle: str
    due: str
    state: str
    made: str


@dataclass(frozen=True)
class ReportsPage:
    rows: tuple[ReportRow, ...]
    earlier: tuple[ReportRow, ...]
    manage: bool
    schemes: tuple[Choice, ...]
    forms: tuple[Choice, ...]
    previous: tuple[Choice, ...]
    question: str
    hits: tuple[EarlierView, ...]
    error: str = ""
    school: str = ""
    cycle: str = ""
    due: str = ""
    title: str = "报告"
    section: str = "reports"


@dataclass(frozen=True)
class DoubtRow:
    where: str
    place: str
    text: str
    reason: str


@dataclass(frozen=True)
class ReceiptPage:
    title: str
    back: Link
    told: str
    notes: tuple[str, ...]
    doubtful: tuple[DoubtRow, ...]
    lost: tuple[DoubtRow, ...]
    missing: tuple[str, ...]
    section: str = "reports"


@router.get("/reports")
def reports(visit: ReadingWorksheets, q: Annotated[str, Query(max_length=500)] = "") -> Response:
    return visit.page("reports.html", _list_page(visit, q))


@router.post("/reports")
def create(
    visit: ManagingReports,
    scheme: Annotated[str, Form()] = "",
    form: Annotated[str, Form()] = "",
    school: Annotated[str, Form()] = "",
    cycle: Annotated[str, Form()] = "",
    due: Annotated[str, Form()] = "",
    previous: Annotated[str, Form()] = "",
) -> Response:
    try:
        found = naming.scheme_named(visit.corpus, scheme)
        chosen = default_form(found) if form == "own" else form
        head = Head(
            found.id,
            chosen,
            reporting.one_line(school),
            reporting.one_line(cycle),
            a_date(due, "报告日期"),
            previous=previous_of(visit, previous),
        )
        stored = reporting.create(visit.services, visit.actor, visit.corpus, head)
    except PeopleError as fault:
        page = replace(_list_page(visit, ""), error=str(fault))
        page = replace(
            page,
            school=school,
            cycle=cycle,
            due=due,
            schemes=_chosen(page.schemes, scheme),
            forms=_chosen(page.forms, form),
            previous=_chosen(page.previous, previous),
        )
        return visit.page("reports.html", page, 422)
    return RedirectResponse(links.report(stored.head.id), 303)


@router.post("/reports/attachments")
def read_file(
    visit: ManagingReports,
    file: UploadFile,
    scheme: Annotated[str, Form()] = "",
    cycle: Annotated[str, Form()] = "",
) -> Response:
    """An earlier report from a file; the file itself is kept, and the receipt says what was understood."""
    name = Path(clean_name(file.filename or ""))
    with TemporaryDirectory(prefix="zhengai-report-") as folder:
        place = Path(folder) / f"{name.stem[:STEM]}{name.suffix[:10]}"
        with place.open("wb") as out:
            while piece := file.file.read(CHUNK):
                out.write(piece)
        stored = importing.imported(
            visit.services, visit.actor, visit.corpus, place, scheme or None, reporting.one_line(cycle)
        )
    return RedirectResponse(f"{links.report(stored.head.id)}/receipt", 303)


@router.get("/reports/{id_}/receipt")
def receipt(visit: ReadingWorksheets, id_: str) -> Response:
    found = reporting.opened(visit.services, visit.corpus, id_)
    held = found.head.receipt
    told_ = "" if held else "这份报告是在这里撰写的，没有读入回执。"
    rows = {
        name: tuple(_doubt(found, one) for one in (getattr(held, name) if held else ()))
        for name in ("doubtful", "lost")
    }
    if held:
        told_ = (
            f"看到 {held.seen} 处文字，存入 {held.stored} 处（其中存疑 {len(held.doubtful)} 处），"
            f"没有看懂 {len(held.lost)} 处。"
        )
    page = ReceiptPage(
        title=f"读入回执：{found.head.title or found.head.label}",
        back=Link(found.head.label, links.report(id_)),
        told=told_,
        notes=held.notes if held else (),
        doubtful=rows["doubtful"],
        lost=rows["lost"],
        missing=tuple(f"{code} {found.name(code)}" for code in held.missing) if held else (),
    )
    return visit.page("report_receipt.html", page)


@router.get("/reports/{id_}/export.{kind}")
def export(visit: ReadingWorksheets, id_: str, kind: str, sources: bool = False) -> Response:
    found = reporting.opened(visit.services, visit.corpus, id_)
    name, media, content = importing.exported(found, kind, sources)
    headers = {"Content-Disposition": links.as_download(name)}
    return Response(content, media_type=media, headers=headers)


def a_date(text: str, what: str) -> str:
    """A date as it is kept; PeopleError where it is none."""
    kept = reporting.one_line(text)
    if kept and not is_date(kept):
        raise PeopleError(f"{what}“{kept[:20]}”看不懂；请写成 2025-12-20。")
    return normal(kept) if kept else ""


def previous_of(visit: Visit, id_: str) -> str | None:
    """The id of last cycle's report, which must be there; None where none was chosen."""
    return visit.services.reports.head(id_).id if id_ else None


def _list_page(visit: Visit, question: str) -> ReportsPage:
    heads = reporting.listed(visit.services, visit.corpus)
    states = visit.services.reports.states()
    rows = [(head, _report_row(visit, head, states.get(head.id, {}))) for head in heads]
    schemes = naming.schemes_of(visit.corpus)
    hits = importing.searched(visit.services, visit.corpus, question) if question.strip() else ()
    return ReportsPage(
        rows=tuple(row for head, row in rows if head.kind is ReportKind.DRAFT),
        earlier=tuple(row for head, row in rows if head.kind is not ReportKind.DRAFT),
        manage=visit.actor.may(Right.EDIT_ALL),
        schemes=tuple(Choice(one.id, one.short, i == 0) for i, one in enumerate(_forms_first(visit))),
        forms=(
            Choice("own", "方案自己的（没有则不用）", True),
            *(Choice(one.id, f"{one.short}的表样和字数", False) for one in schemes if one.writing),
        ),
        previous=previous_choices(heads, None),
        question=question,
        hits=tuple(map(earlier_view, hits)),
    )


def _forms_first(visit: Visit) -> list[Scheme]:
    return sorted(naming.schemes_of(visit.corpus), key=lambda one: one.writing is None)


def previous_choices(heads: Sequence[Head], chosen: str | None, but: str = "") -> tuple[Choice, ...]:
    """The reports that may be last cycle's; `but`: the one it is to be chosen for."""
    choices = [Choice("", "没有", not chosen)]
    choices += [
        Choice(
            head.id, f"{head.label}{'（示例）' if head.kind is ReportKind.SAMPLE else ''}", head.id == chosen
        )
        for head in heads
        if head.id != but
    ]
    return tuple(choices)


def _chosen(choices: Sequence[Choice], value: str) -> tuple[Choice, ...]:
    return tuple(replace(one, chosen=one.value == value) for one in choices)


def _report_row(visit: Visit, head: Head, states: Mapping[str, Status | None]) -> ReportRow:
    total = len(list(visit.corpus.schemes[head.scheme].elements()))
    begun = sum(1 for code, status in states.items() if code != OVERVIEW and status)
    done = sum(1 for status in states.values() if status in progress.DONE)
    return ReportRow(
        Link(head.label, links.report(head.id)),
        KIND_LABELS[head.kind],
        visit.corpus.schemes[head.scheme].short,
        head.cycle,
        head.due,
        f"动笔 {begun}/{total}，通过 {done}",
        f"{head.created_name} · {told(head.created_at)}",
    )


def _doubt(found: Opened, one: Doubt) -> DoubtRow:
    part = found.bench.name(one.part) if one.part else ""
    return DoubtRow(one.where, f"{one.element} {part}".strip(), one.text, one.reason)
