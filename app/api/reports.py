"""Reports as JSON: read, written cell by cell, drafted, checked, handed in; drafts and checks without keeping anything."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from app import gate, importing, naming, proposing, reporting
from app.api.deps import EditingWorksheets, ManagingReports, Posing, ReadingWorksheets
from app.api.report_shapes import (
    CellConflictShape,
    ConclusionShape,
    FindingShape,
    HeadShape,
    HitShape,
    PromiseShape,
    StoredCellShape,
    StoredReportShape,
)
from app.api.routes import FAULTS
from app.api.shapes import FaultShape
from app.domain.drafts import Counting, Report, Status
from app.domain.errors import PeopleError
from app.drafting.bench import default_form, open_bench
from app.drafting.checks import check_report
from app.drafting.compose import compose
from app.drafting.conclusion import rehearse
from app.drafting.dates import is_date, normal
from app.drafting.report_file import CellShape, EvidenceShape, ReportShape, with_ids
from app.reporting import Opened
from app.storage.report_rows import Head
from app.visits import Visit

FAULTS_HERE: dict[int | str, dict[str, object]] = {
    **FAULTS,
    409: {"model": CellConflictShape, "description": "有人先存了一版，或已经提交；两份内容都已保存"},
}
router = APIRouter(prefix="/api", responses=FAULTS, dependencies=[Depends(gate.check_form)], tags=["报告"])
Id = Annotated[str, Path(alias="id", description="报告")]
Code = Annotated[str, Path(description="要素编号，如 5.2；概述写作 概述")]


class Sent(BaseModel):
    """Base of what is sent."""

    model_config = ConfigDict(extra="forbid")


class SentHead(Sent):
    """一份新报告。"""

    scheme: str = Field(description="方案，如 chongqing")
    form: str | None = Field(None, description="用哪个方案的表样和字数；不写则用方案自己的，空字符串为不用")
    school: str = Field("", max_length=200)
    cycle: str = Field("", max_length=200, description="年度")
    due: str = Field("", max_length=40, description="报告日期，如 2025-12-20")
    counting: Counting = Counting.WORD
    previous: str | None = Field(None, description="上一轮报告的 id")


class SentCell(Sent):
    """一格的全部内容，写在第几版上。"""

    cell: CellShape
    base: int = Field(ge=0, le=2**31 - 1, description="读到的版本号；从没存过则为 0")


class SentStatus(Sent):
    """改状态：submitted 提交、returned 退回、accepted 通过、signed 已签字。"""

    status: Status
    version: int = Field(ge=0, le=2**31 - 1)
    note: str = Field("", max_length=2000)


class SentDraft(Sent):
    """起草一个要素。"""

    scheme: str
    code: str
    form: str | None = None
    evidence: list[EvidenceShape] = Field(max_length=500)
    last: CellShape | None = Field(None, description="上一轮报告里的同一要素")
    cycle: str = Field("", max_length=200, description="上一轮的年度")
    due: str = Field("", max_length=40, description="报告日期，如 2025-12-20；不写则按证据里最晚的日期")


class Drafted(BaseModel):
    """起草的一格，和上轮措施 → 本轮成效。"""

    cell: CellShape
    promises: list[PromiseShape]


class SentCheck(Sent):
    """检查一份报告，不保存。"""

    report: ReportShape
    last: ReportShape | None = None
    submitting: bool = False


class SentConclusion(Sent):
    """每个要素相符与否，改进措施好不好。"""

    scheme: str
    agreed: dict[str, bool]
    measures: bool | None = None


@router.get("/reports", summary="报告")
def reports(visit: ReadingWorksheets) -> list[HeadShape]:
    return [HeadShape.of(head) for head in reporting.listed(visit.services, visit.corpus)]


@router.post("/reports", summary="新建报告", status_code=201)
def create(visit: ManagingReports, sent: SentHead) -> StoredReportShape:
    scheme = naming.scheme_named(visit.corpus, sent.scheme)
    if sent.due and not is_date(sent.due):
        raise PeopleError(f"报告日期“{sent.due}”看不懂；请写成 2025-12-20。")
    previous = visit.services.reports.head(sent.previous).id if sent.previous else None
    head = Head(
        scheme.id,
        default_form(scheme) if sent.form is None else sent.form,
        reporting.one_line(sent.school),
        reporting.one_line(sent.cycle),
        normal(sent.due) if sent.due else "",
        counting=sent.counting,
        previous=previous,
    )
    return StoredReportShape.of(reporting.create(visit.services, visit.actor, visit.corpus, head))


@router.get("/reports/{id}", summary="一份报告的全部内容")
def report(visit: ReadingWorksheets, id_: Id) -> StoredReportShape:
    return StoredReportShape.of(_opened(visit, id_).stored)


@router.get("/reports/{id}/findings", summary="检查一份报告")
def findings(
    visit: ReadingWorksheets,
    id_: Id,
    code: Annotated[str | None, Query(description="只查一个要素")] = None,
    submitting: bool = False,
) -> list[FindingShape]:
    found = _opened(visit, id_)
    if code is not None:
        code = reporting.code_named(found, code)
    return [FindingShape.of(one) for one in reporting.findings(found, reporting.today(), code, submitting)]


@router.get("/reports/{id}/export.{kind}", summary="导出：docx、md、json", response_class=Response)
def export(visit: ReadingWorksheets, id_: Id, kind: str, sources: bool = False) -> Response:
    _, media, content = importing.exported(_opened(visit, id_), kind, sources)
    return Response(content, media_type=media)


@router.get("/reports/{id}/cells/{code}", summary="一格")
def cell(visit: ReadingWorksheets, id_: Id, code: Code) -> StoredCellShape:
    found = _opened(visit, id_)
    return StoredCellShape.of(found.stored.cell(reporting.code_named(found, code)))


@router.put(
    "/reports/{id}/cells/{code}",
    summary="保存一格",
    response_model=StoredCellShape,
    responses=FAULTS_HERE,
)
def save(visit: EditingWorksheets, id_: Id, code: Code, sent: SentCell) -> StoredCellShape | Response:
    found = _opened(visit, id_)
    code = reporting.code_named(found, code)
    saved = reporting.put(visit.services, visit.actor, found, code, sent.cell.value(), sent.base)
    if saved.current:
        return StoredCellShape.of(saved.cell)
    message = "有人先存了一版，或这一格已经提交；您的内容已另存为一个版本。"
    shape = CellConflictShape(
        error=FaultShape(kind="conflict", message=message),
        current=StoredCellShape.of(saved.cell),
        kept=saved.version.id,
    )
    return JSONResponse(shape.model_dump(mode="json"), 409)


@router.post("/reports/{id}/cells/{code}/draft", summary="用已有的证据起草，不保存")
def drafted(visit: ReadingWorksheets, id_: Id, code: Code) -> Drafted:
    found = _opened(visit, id_)
    draft = proposing.composed(found, reporting.code_named(found, code))
    return Drafted(cell=CellShape.of(draft.cell), promises=[PromiseShape.of(one) for one in draft.promises])


@router.post("/reports/{id}/cells/{code}/status", summary="提交、退回、通过、签字")
def status(visit: EditingWorksheets, id_: Id, code: Code, sent: SentStatus) -> StoredCellShape:
    found = _opened(visit, id_)
    code = reporting.code_named(found, code)
    moved = reporting.moved(
        visit.services, visit.actor, found, code, sent.status, sent.version, sent.note, reporting.today()
    )
    return StoredCellShape.of(moved)


@router.get("/earlier", summary="在往年和示例报告里找；找到的都不是标准")
def earlier(visit: ReadingWorksheets, q: Annotated[str, Query(max_length=500)]) -> list[HitShape]:
    return [HitShape.of(hit) for hit in importing.searched(visit.services, visit.corpus, q)]


@router.post("/draft", summary="起草一个要素，什么都不保存")
def draft(visit: Posing, sent: SentDraft) -> Drafted:
    scheme = naming.scheme_named(visit.corpus, sent.scheme)
    element = naming.element_named(scheme, sent.code)
    form = default_form(scheme) if sent.form is None else sent.form
    bench = open_bench(visit.corpus, scheme.id, form)
    pieces = with_ids([piece.value() for piece in sent.evidence], sent.code)
    last = sent.last.value() if sent.last else None
    composed = compose(bench, element, pieces, last, sent.cycle, sent.due)
    return Drafted(
        cell=CellShape.of(composed.cell), promises=[PromiseShape.of(one) for one in composed.promises]
    )


@router.post("/check", summary="检查一份报告，什么都不保存")
def check(visit: Posing, sent: SentCheck) -> list[FindingShape]:
    whole: Report = sent.report.value()
    naming.scheme_named(visit.corpus, whole.scheme)
    bench = open_bench(visit.corpus, whole.scheme, whole.form)
    last = sent.last.value() if sent.last else None
    return [
        FindingShape.of(one) for one in check_report(bench, whole, reporting.today(), last, sent.submitting)
    ]


@router.post("/conclusion", summary="预演复核结论")
def conclusion(visit: Posing, sent: SentConclusion) -> ConclusionShape:
    scheme = naming.scheme_named(visit.corpus, sent.scheme)
    return ConclusionShape.of(rehearse(visit.corpus, scheme, sent.agreed, sent.measures))


def _opened(visit: Visit, id_: str) -> Opened:
    return reporting.opened(visit.services, visit.corpus, id_)
