"""Worksheets as JSON: read, saved on a version, both texts given back where somebody was faster."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from app import gate, naming
from app.api.deps import EditingWorksheets, ReadingWorksheets
from app.api.routes import FAULTS
from app.api.shapes import ConflictShape, FaultShape, VersionShape, WorksheetShape
from app.domain.errors import PeopleError
from app.domain.schemes import Element, Scheme
from app.visits import Visit
from app.worksheet_rules import LIMIT, check_may_edit, cleaned

FAULTS_HERE: dict[int | str, dict[str, object]] = {
    **FAULTS,
    409: {"model": ConflictShape, "description": "有人先存了一版；两份文字都已保存"},
}
router = APIRouter(
    prefix="/api/worksheets", responses=FAULTS, dependencies=[Depends(gate.check_form)], tags=["底稿"]
)
Code = Annotated[str, Path(description="要素编号，如 6.2")]
Id = Annotated[str, Path(alias="id", description="方案，如 foshan")]


class SentText(BaseModel):
    """一份底稿的全文，写在第几版上。"""

    model_config = ConfigDict(extra="forbid")
    text: str = Field(description=f"不超过 {LIMIT} 字")
    base: int = Field(ge=0, le=2**31 - 1, description="读到的版本号；从没存过则为 0")


@router.get("/{id}", summary="一个方案里已动笔的底稿")
def worksheets(visit: ReadingWorksheets, id_: Id) -> list[WorksheetShape]:
    scheme = naming.scheme_named(visit.corpus, id_)
    return [WorksheetShape.of(one) for one in visit.services.worksheets.of_scheme(scheme.id).values()]


@router.get("/{id}/{code}", summary="一个要素的底稿")
def worksheet(visit: ReadingWorksheets, id_: Id, code: Code) -> WorksheetShape:
    scheme, element = _found(visit, id_, code)
    return WorksheetShape.of(visit.services.worksheets.get(scheme.id, element.code))


@router.get("/{id}/{code}/versions", summary="历次版本，新的在前；number 为 0 的未被采用")
def versions(visit: ReadingWorksheets, id_: Id, code: Code) -> list[VersionShape]:
    scheme, element = _found(visit, id_, code)
    return [VersionShape.of(one) for one in visit.services.worksheets.versions(scheme.id, element.code)]


@router.put("/{id}/{code}", summary="保存底稿", response_model=WorksheetShape, responses=FAULTS_HERE)
def save(visit: EditingWorksheets, id_: Id, code: Code, sent: SentText) -> WorksheetShape | Response:
    scheme, element = _found(visit, id_, code)
    check_may_edit(visit.actor.person, scheme, element)
    text, fault = cleaned(sent.text)
    if fault:
        raise PeopleError(fault)
    saved = visit.services.worksheets.save(visit.actor, scheme.id, element.code, text, sent.base)
    if saved.current:
        return WorksheetShape.of(saved.worksheet)
    message = f"{saved.worksheet.saved_name}先存了第 {saved.worksheet.version} 版；您的文字已另存为一个版本。"
    shape = ConflictShape(
        error=FaultShape(kind="conflict", message=message),
        current=WorksheetShape.of(saved.worksheet),
        kept=VersionShape.of(saved.version),
    )
    return JSONResponse(shape.model_dump(mode="json"), 409)


def _found(visit: Visit, id_: str, code: str) -> tuple[Scheme, Element]:
    scheme = naming.scheme_named(visit.corpus, id_)
    return scheme, naming.element_named(scheme, code)
