"""The JSON API: the same services as the pages, described in /api/openapi.json."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse

from app import gate, naming
from app.api.deps import Asking, Changing, Keeping, Posing
from app.api.shapes import (
    AnswerShape,
    ClauseShape,
    ConversationShape,
    DocumentShape,
    ErrorShape,
    FullConversationShape,
    PersonShape,
    SchemeHeadShape,
    SchemeShape,
    TurnShape,
)
from app.visits import Visit

FAULTS: dict[int | str, dict[str, object]] = {
    400: {"model": ErrorShape, "description": "请求体读不懂"},
    401: {"model": ErrorShape, "description": "没有登录，或令牌无效"},
    403: {"model": ErrorShape, "description": "角色或令牌没有这项权限，或请求来自别的网站"},
    404: {"model": ErrorShape, "description": "没有这个方案、文件、编号或对话"},
    413: {"model": ErrorShape, "description": "提交的内容太长"},
    421: {"model": ErrorShape, "description": "还没有账号时只能在本机访问"},
    422: {"model": ErrorShape, "description": "请求不合要求"},
    503: {"model": ErrorShape, "description": "数据库或索引暂不可用"},
}
router = APIRouter(prefix="/api", responses=FAULTS, dependencies=[Depends(gate.check_form)])


class Question(BaseModel):
    """一个问题，不保存。"""

    model_config = ConfigDict(extra="forbid")
    question: str = Field(description="不超过 2000 字")
    scheme: str | None = Field(default=None, description="只问某个方案；不填则都问")
    history: list[Annotated[str, Field(max_length=2000)]] = Field(
        default=[], max_length=20, description="此前的提问，从早到晚，供追问使用"
    )


class KeptQuestion(BaseModel):
    """一个问题，问答都存入对话。"""

    model_config = ConfigDict(extra="forbid")
    question: str = Field(description="不超过 2000 字")
    scheme: str | None = Field(default=None, description="只问某个方案；不填则都问")


class KeptTurn(BaseModel):
    conversation: str
    turn: TurnShape


@router.get("/openapi.json", include_in_schema=False)
def description(visit: Asking) -> Response:
    return JSONResponse(visit.request.app.openapi())


@router.get("/me", summary="以谁的身份访问", tags=["账号"])
def me(visit: Asking) -> PersonShape:
    return PersonShape.of(visit.actor.person)


@router.post("/ask", summary="提问（不保存）", tags=["提问"])
def ask(asked: Question, visit: Posing) -> AnswerShape:
    _known(visit, asked.scheme)
    answer, seconds = visit.services.answer(
        asked.question, asked.history, asked.scheme, reading=visit.reading
    )
    return AnswerShape.of(answer, seconds, visit.corpus)


@router.get("/conversations", summary="对话列表，新的在前", tags=["对话"])
def conversations(visit: Keeping, limit: Annotated[int, Query(ge=1, le=500)] = 50) -> list[ConversationShape]:
    return [ConversationShape.of(one) for one in visit.services.shelf.conversations(visit.owner, limit)]


@router.post("/conversations", summary="提问并开始一个对话", status_code=201, tags=["对话"])
def start(asked: KeptQuestion, visit: Changing) -> KeptTurn:
    return _keep(visit, asked, None)


@router.get("/conversations/{id}", summary="一个对话及其问答", tags=["对话"])
def conversation(visit: Keeping, id_: Annotated[str, Path(alias="id")]) -> FullConversationShape:
    return FullConversationShape.with_turns(visit.services.shelf.conversation(id_, visit.owner), visit.corpus)


@router.post("/conversations/{id}/turns", summary="在对话里接着问", status_code=201, tags=["对话"])
def follow(asked: KeptQuestion, visit: Changing, id_: Annotated[str, Path(alias="id")]) -> KeptTurn:
    return _keep(visit, asked, id_)


@router.delete("/conversations/{id}", summary="删除一个对话", status_code=204, tags=["对话"])
def delete(visit: Changing, id_: Annotated[str, Path(alias="id")]) -> Response:
    visit.services.shelf.delete(id_, visit.actor)
    return Response(status_code=204)


@router.get("/schemes", summary="方案列表", tags=["方案"])
def schemes(visit: Asking) -> list[SchemeHeadShape]:
    return [SchemeHeadShape.of(scheme) for scheme in naming.schemes_of(visit.corpus)]


@router.get("/schemes/{id}", summary="一个方案：项目、要素、诊断点", tags=["方案"])
def scheme(visit: Asking, id_: Annotated[str, Path(alias="id")]) -> SchemeShape:
    return SchemeShape.of(naming.scheme_named(visit.corpus, id_))


@router.get("/schemes/{id}/{code}", summary="方案里一个编号之下的部分", tags=["方案"])
def part(visit: Asking, id_: Annotated[str, Path(alias="id")], code: str) -> SchemeShape:
    found = naming.scheme_named(visit.corpus, id_)
    return SchemeShape.of(naming.narrowed(found, naming.part_named(found, code)))


@router.get("/documents", summary="文件列表", tags=["文件"])
def documents(visit: Asking) -> list[DocumentShape]:
    return [DocumentShape.of(document) for document in visit.corpus.documents.values()]


@router.get("/documents/{id}", summary="一个文件的记录", tags=["文件"])
def document(visit: Asking, id_: Annotated[str, Path(alias="id")]) -> DocumentShape:
    return DocumentShape.of(naming.document_named(visit.corpus, id_))


@router.get("/documents/{id}/outline", summary="文件的全部条款及位置", tags=["文件"])
def outline(visit: Asking, id_: Annotated[str, Path(alias="id")]) -> list[ClauseShape]:
    clauses = naming.document_named(visit.corpus, id_).clauses
    return [ClauseShape.of(clause) for clause in clauses]


@router.get("/documents/{id}/clauses/{address:path}", summary="某一处的条款", tags=["文件"])
def clause(visit: Asking, id_: Annotated[str, Path(alias="id")], address: str) -> ClauseShape:
    found = naming.document_named(visit.corpus, id_)
    return ClauseShape.of(naming.clause_named(found, address))


def _keep(visit: Visit, asked: KeptQuestion, conversation_: str | None) -> KeptTurn:
    _known(visit, asked.scheme)
    kept, turn = visit.services.ask(
        visit.actor, asked.question, asked.scheme, conversation_, reading=visit.reading
    )
    return KeptTurn(conversation=kept.id, turn=TurnShape.of(turn, visit.corpus))


def _known(visit: Visit, scheme_: str | None) -> None:
    if scheme_ is not None:
        naming.scheme_named(visit.corpus, scheme_)
