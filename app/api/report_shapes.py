"""Reports as JSON: their shapes."""

from __future__ import annotations

from pydantic import BaseModel, Field

from app.api.shapes import FaultShape
from app.domain.drafts import Counting, PartKey, ReportKind, Status
from app.domain.rules import Finding, Ground, Severity
from app.drafting.conclusion import Rehearsal
from app.drafting.earlier import EarlierHit
from app.drafting.report_file import CellShape
from app.drafting.units import Promise
from app.storage.report_rows import Head, StoredCell, StoredReport


class HeadShape(BaseModel):
    """一份报告的概况；kind：draft 正在撰写，earlier 往年，sample 示例（虚构）。"""

    id: str
    kind: ReportKind
    label: str
    scheme: str
    form: str
    school: str
    cycle: str
    due: str
    review_on: str
    counting: Counting
    previous: str | None

    @classmethod
    def of(cls, head: Head) -> HeadShape:
        return cls(
            id=head.id,
            kind=head.kind,
            label=head.label,
            scheme=head.scheme,
            form=head.form,
            school=head.school,
            cycle=head.cycle,
            due=head.due,
            review_on=head.review_on,
            counting=head.counting,
            previous=head.previous,
        )


class StoredCellShape(BaseModel):
    """一格，version 为 0 是从没存过。"""

    cell: CellShape
    version: int
    status: Status
    departments: list[str]
    note: str
    saved_name: str
    saved_at: str

    @classmethod
    def of(cls, stored: StoredCell) -> StoredCellShape:
        return cls(
            cell=CellShape.of(stored.cell),
            version=stored.version,
            status=stored.status,
            departments=list(stored.departments),
            note=stored.note,
            saved_name=stored.saved_name,
            saved_at=stored.saved_at,
        )


class StoredReportShape(BaseModel):
    """一份报告：概况和各格。"""

    head: HeadShape
    cells: list[StoredCellShape]

    @classmethod
    def of(cls, stored: StoredReport) -> StoredReportShape:
        cells = [StoredCellShape.of(one) for one in stored.cells.values()]
        return cls(head=HeadShape.of(stored.head), cells=cells)


class CellConflictShape(BaseModel):
    """没有成为当前版本；kept 是另存的版本。"""

    error: FaultShape
    current: StoredCellShape
    kept: int


class GroundShape(BaseModel):
    """规则的出处。"""

    document: str
    address: str
    text: str
    lines: list[int]

    @classmethod
    def of(cls, ground: Ground) -> GroundShape:
        return cls(
            document=ground.document, address=ground.address, text=ground.text, lines=list(ground.lines)
        )


class FindingShape(BaseModel):
    """检查发现的一处。"""

    rule: str
    name: str
    severity: Severity
    element: str
    part: PartKey | None
    sentence: str
    words: str
    message: str
    fix: str
    ground: GroundShape | None = Field(description="规则出自哪一条；没有的是本工具的建议")

    @classmethod
    def of(cls, finding: Finding) -> FindingShape:
        return cls(
            rule=finding.rule.id,
            name=finding.rule.name,
            severity=finding.severity,
            element=finding.element,
            part=finding.part,
            sentence=finding.sentence,
            words=finding.words,
            message=finding.message,
            fix=finding.fix,
            ground=GroundShape.of(finding.rule.ground) if finding.rule.ground else None,
        )


class PromiseShape(BaseModel):
    """上轮的一条措施，和说到它的证据。"""

    text: str
    name: str
    evidence: list[str]

    @classmethod
    def of(cls, promise: Promise) -> PromiseShape:
        return cls(text=promise.text, name=promise.name, evidence=list(promise.evidence))


class HitShape(BaseModel):
    """往年或示例报告里的一句；不是标准。"""

    report: str
    label: str
    kind: ReportKind
    element: str
    name: str
    part: PartKey
    text: str
    score: float

    @classmethod
    def of(cls, hit: EarlierHit) -> HitShape:
        return cls(
            report=hit.report,
            label=hit.label,
            kind=hit.kind,
            element=hit.element,
            name=hit.name,
            part=hit.part,
            text=hit.text,
            score=hit.score,
        )


class ReadingShape(BaseModel):
    """规则的一种读法和按它可能的结论。"""

    name: str
    conclusions: list[str]


class ConclusionShape(BaseModel):
    """结论预演；certain 为空是两种读法不同，或还有要素没有说。"""

    elements: int
    agreed: int
    differing: int
    unsaid: int
    measures: bool | None
    readings: list[ReadingShape]
    certain: str
    unclear: str
    grounds: list[GroundShape]

    @classmethod
    def of(cls, told: Rehearsal) -> ConclusionShape:
        return cls(
            elements=told.elements,
            agreed=told.agreed,
            differing=told.differing,
            unsaid=told.unsaid,
            measures=told.measures,
            readings=[ReadingShape(name=r.name, conclusions=list(r.conclusions)) for r in told.readings],
            certain=told.certain,
            unclear=told.unclear,
            grounds=[GroundShape.of(one) for one in told.grounds],
        )
