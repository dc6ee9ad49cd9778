"""The JSON API: the same services as the pages, described in /api/openapi.json."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from app import naming
from app.api.deps import Opened
from app.api.shapes import (
    AnswerShape,
    ClauseShape,
    ConversationShape,
    DocumentShape,
    ErrorShape,
    FullConversationShape,
    SchemeHeadShape,
    SchemeShape,
    TurnShape,
)

FAULTS: dict[int | str, dict[str, object]] = {
    404: {"model": ErrorShape, "description": "没有这个方案、文件、编号或对话"},
    422: {"model": ErrorShape, "description": "请求不合要求"},
    503: {"model": ErrorShape, "description": "数据库或索引暂不可用"},
}
router = APIRouter(prefix="/api", responses=FAULTS)


class Question(BaseModel):
    """一个问题，不保存。"""

    model_config = ConfigDict(extra="forbid")
    question: str = Field(description="不超过 2000 字")
    scheme: str | None = Field(default=None, description="只问某个方案；不填则都问")
    history: list[str] = Field(default=[], max_length=20, description="此前的提问，从早到晚，供追问使用")


class KeptQuestion(BaseModel):
    """一个问题，问答都存入对话。"""

    model_config = ConfigDict(extra="forbid")
    question: str = Field(description="不超过 2000 字")
    scheme: str | None = Field(default=None, description="只问某个方案；不填则都问")


class KeptTurn(BaseModel):
    conversation: str
    turn: TurnShape


@router.post("/ask", summary="提问（不保存）", tags=["提问"])
def ask(asked: Question, services: Opened) -> AnswerShape:
    _known(services, asked.scheme)
    answer, seconds = services.answer(asked.question, asked.history, asked.scheme)
    return AnswerShape.of(answer, seconds, services.corpus)


@router.get("/conversations", summary="对话列表，新的在前", tags=["对话"])
def conversations(
    services: Opened, limit: Annotated[int, Query(ge=1, le=500)] = 50
) -> list[ConversationShape]:
    return [ConversationShape.of(one) for one in services.shelf.conversations(limit)]


@router.post("/conversations", summary="提问并开始一个对话", status_code=201, tags=["对话"])
def start(asked: KeptQuestion, services: Opened) -> KeptTurn:
    return _keep(services, asked, None)


@router.get("/conversations/{id}", summary="一个对话及其问答", tags=["对话"])
def conversation(services: Opened, id_: Annotated[str, Path(alias="id")]) -> FullConversationShape:
    return FullConversationShape.with_turns(services.shelf.conversation(id_), services.corpus)


@router.post("/conversations/{id}/turns", summary="在对话里接着问", status_code=201, tags=["对话"])
def follow(asked: KeptQuestion, services: Opened, id_: Annotated[str, Path(alias="id")]) -> KeptTurn:
    return _keep(services, asked, id_)


@router.delete("/conversations/{id}", summary="删除一个对话", status_code=204, tags=["对话"])
def delete(services: Opened, id_: Annotated[str, Path(alias="id")]) -> Response:
    services.shelf.delete(id_)
    return Response(status_code=204)


@router.get("/schemes", summary="方案列表", tags=["方案"])
def schemes(services: Opened) -> list[SchemeHeadShape]:
    return [SchemeHeadShape.of(scheme) for scheme in naming.schemes_of(services.corpus)]


@router.get("/schemes/{id}", summary="一个方案：项目、要素、诊断点", tags=["方案"])
def scheme(services: Opened, id_: Annotated[str, Path(alias="id")]) -> SchemeShape:
    return SchemeShape.of(naming.scheme_named(services.corpus, id_))


@router.get("/schemes/{id}/{code}", summary="方案里一个编号之下的部分", tags=["方案"])
def part(services: Opened, id_: Annotated[str, Path(alias="id")], code: str) -> SchemeShape:
    found = naming.scheme_named(services.corpus, id_)
    return SchemeShape.of(naming.narrowed(found, naming.part_named(found, code)))


@router.get("/documents", summary="文件列表", tags=["文件"])
def documents(services: Opened) -> list[DocumentShape]:
    return [DocumentShape.of(document) for document in services.corpus.documents.values()]


@router.get("/documents/{id}", summary="一个文件的记录", tags=["文件"])
def document(services: Opened, id_: Annotated[str, Path(alias="id")]) -> DocumentShape:
    return DocumentShape.of(naming.document_named(services.corpus, id_))


@router.get("/documents/{id}/outline", summary="文件的全部条款及位置", tags=["文件"])
def outline(services: Opened, id_: Annotated[str, Path(alias="id")]) -> list[ClauseShape]:
    clauses = naming.document_named(services.corpus, id_).clauses
    return [ClauseShape.of(clause) for clause in clauses]


@router.get("/documents/{id}/clauses/{address:path}", summary="某一处的条款", tags=["文件"])
def clause(services: Opened, id_: Annotated[str, Path(alias="id")], address: str) -> ClauseShape:
    found = naming.document_named(services.corpus, id_)
    return ClauseShape.of(naming.clause_named(found, address))


def _keep(services: Opened, asked: KeptQuestion, conversation_: str | None) -> KeptTurn:
    _known(services, asked.scheme)
    kept, turn = services.ask(asked.question, asked.scheme, conversation_)
    return KeptTurn(conversation=kept.id, turn=TurnShape.of(turn, services.corpus))


def _known(services: Opened, scheme_: str | None) -> None:
    if scheme_ is not None:
        naming.scheme_named(services.corpus, scheme_)
