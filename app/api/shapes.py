"""The JSON shapes of the API and of the command line's `--json`: one module, so that the doors agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

from app.domain.answers import Answer, Conversation, Turn
from app.domain.corpus import Corpus
from app.domain.documents import Clause, Document
from app.domain.evidence import Citation, ReadAs, Why
from app.domain.people import Person, Right
from app.domain.schemes import Element, Point, Project, Scheme
from app.shown import shown

if TYPE_CHECKING:  # the command line shows answers without loading SQLModel
    from app.storage.worksheets import Version, Worksheet

NUMBERED = {"heading", "item"}  # kinds of clause that the numbering of a text makes


class SpanShape(BaseModel):
    start: int = Field(description="字符偏移（含），按源文件计")
    end: int = Field(description="字符偏移（不含）")


class ReadAsShape(BaseModel):
    word: str
    term: str
    weight: float = Field(description="0–1")
    both_ways: bool
    line: int = Field(description="口语词典 everyday.tsv 的行号")

    @classmethod
    def of(cls, reading: ReadAs) -> ReadAsShape:
        return cls(
            word=reading.word,
            term=reading.term,
            weight=reading.weight,
            both_ways=reading.both_ways,
            line=reading.line,
        )


class WhyShape(BaseModel):
    """为什么找到：各项相近程度在 0–1 之间。"""

    words: list[str] = Field(description="问题与条款（或其问法）共有的词")
    everyday: list[ReadAsShape] = Field(description="口语词读作的术语")
    asked_as: str = Field(description="最像的一条问法")
    lexical: float = Field(description="条款用词")
    asked: float = Field(description="最像的问法")
    expected: float = Field(description="全部问法")
    dense: float = Field(description="意思（向量）")
    score: float = Field(description="合计")
    beside: str = Field(description="不是单独找到、而是与这一处连着列出的；否则为空")

    @classmethod
    def of(cls, why: Why) -> WhyShape:
        return cls(
            words=list(why.words),
            everyday=[ReadAsShape.of(reading) for reading in why.everyday],
            asked_as=why.asked_as,
            lexical=why.lexical,
            asked=why.asked,
            expected=why.expected,
            dense=why.dense,
            score=why.score,
            beside=why.beside,
        )


class CitationShape(BaseModel):
    """条款：text 与源文件在 spans 处的文字完全一致。"""

    document: str
    title: str
    address: str
    headings: list[str]
    text: str
    spans: list[SpanShape]
    lines: tuple[int, int]
    point: str | None
    note: str
    why: WhyShape | None = Field(description="检索到的条款是怎样找到的；直接查出的为 null")

    @classmethod
    def of(cls, citation: Citation, corpus: Corpus) -> CitationShape:
        document = corpus.documents.get(citation.document)
        return cls(
            document=citation.document,
            title=document.source.title if document else citation.document,
            address=citation.address,
            headings=list(citation.headings),
            text=citation.text,
            spans=[SpanShape(start=span.start, end=span.end) for span in citation.spans],
            lines=citation.lines,
            point=citation.point,
            note=citation.note,
            why=WhyShape.of(citation.why) if citation.why else None,
        )


class StatementShape(BaseModel):
    text: str
    citations: list[int] = Field(description="所依据条款在 citations 中的序号，从 0 起")
    item: bool


class AnswerShape(BaseModel):
    """答复：kind 为 answer（回答）、clarify（反问）或 refuse（文件里没有）。"""

    kind: str
    text: str = Field(description="读者看到的答复，纯文本")
    statements: list[StatementShape]
    citations: list[CitationShape]
    notes: list[str]
    choices: list[str]
    related: list[str]
    method: str
    schemes: list[str]
    seconds: float

    @classmethod
    def of(cls, answer: Answer, seconds: float, corpus: Corpus) -> AnswerShape:
        return cls(
            kind=answer.kind.value,
            text=answer.text,
            statements=[
                StatementShape(text=one.text, citations=list(one.citations), item=one.item)
                for one in answer.statements
            ],
            citations=[CitationShape.of(citation, corpus) for citation in answer.citations],
            notes=list(answer.notes),
            choices=list(answer.choices),
            related=list(answer.related),
            method=answer.method,
            schemes=list(answer.schemes),
            seconds=round(seconds, 6),
        )


class TurnShape(BaseModel):
    id: int
    question: str
    scheme: str | None
    asked_at: str
    answer: AnswerShape

    @classmethod
    def of(cls, turn: Turn, corpus: Corpus) -> TurnShape:
        return cls(
            id=turn.id,
            question=turn.question,
            scheme=turn.scope,
            asked_at=turn.asked_at,
            answer=AnswerShape.of(shown(turn.answer, corpus), turn.seconds, corpus),
        )


class PersonShape(BaseModel):
    """谁在用：登录名、角色、部门、能做什么。"""

    name: str
    display: str
    role: str
    department: str
    rights: list[str]

    @classmethod
    def of(cls, person: Person) -> PersonShape:
        return cls(
            name=person.name,
            display=person.display,
            role=person.role,
            department=person.department,
            rights=[right for right in Right if person.may(right)],
        )


class ConversationShape(BaseModel):
    id: str
    title: str
    created_at: str

    @classmethod
    def of(cls, conversation: Conversation) -> ConversationShape:
        return cls(id=conversation.id, title=conversation.title, created_at=conversation.created_at)


class FullConversationShape(ConversationShape):
    turns: list[TurnShape]

    @classmethod
    def with_turns(cls, conversation: Conversation, corpus: Corpus) -> FullConversationShape:
        return cls(
            id=conversation.id,
            title=conversation.title,
            created_at=conversation.created_at,
            turns=[TurnShape.of(turn, corpus) for turn in conversation.turns],
        )


class PointShape(BaseModel):
    id: str
    name: str
    name_inferred: bool = Field(description="原表缺点名，名称系推定")
    criteria: list[str]
    lead: str | None
    participants: list[str]
    due: str | None = Field(description="完成时间，如 2021-05")
    platform_numbers: list[str]
    lines: list[int]

    @classmethod
    def of(cls, point: Point) -> PointShape:
        return cls(
            id=point.id,
            name=point.name,
            name_inferred=bool(point.name_inferred),
            criteria=[criterion.text for criterion in point.criteria],
            lead=point.lead,
            participants=list(point.participants),
            due=point.due,
            platform_numbers=list(point.platform_numbers),
            lines=list(point.lines),
        )


class ElementShape(BaseModel):
    code: str
    name: str
    points: list[PointShape]

    @classmethod
    def of(cls, element: Element) -> ElementShape:
        points = [PointShape.of(point) for point in element.points]
        return cls(code=element.code, name=element.name, points=points)


class ProjectShape(BaseModel):
    code: str
    name: str
    elements: list[ElementShape]

    @classmethod
    def of(cls, project: Project) -> ProjectShape:
        elements = [ElementShape.of(element) for element in project.elements]
        return cls(code=project.code, name=project.name, elements=elements)


class SchemeShape(BaseModel):
    id: str
    title: str
    projects: list[ProjectShape]

    @classmethod
    def of(cls, scheme: Scheme) -> SchemeShape:
        projects = [ProjectShape.of(project) for project in scheme.projects]
        return cls(id=scheme.id, title=scheme.title, projects=projects)


class SchemeHeadShape(BaseModel):
    id: str
    title: str
    short: str
    document: str
    projects: int
    elements: int
    points: int

    @classmethod
    def of(cls, scheme: Scheme) -> SchemeHeadShape:
        return cls(
            id=scheme.id,
            title=scheme.title,
            short=scheme.short,
            document=scheme.document,
            projects=len(scheme.projects),
            elements=len(list(scheme.elements())),
            points=len(list(scheme.points())),
        )


class DocumentShape(BaseModel):
    id: str
    title: str
    issuer: str
    kind: str
    number: str | None
    note: str
    sha256: str
    characters: int
    lines: int
    masked: dict[str, int] = Field(description="读入时遮盖的联系方式：种类 → 个数")

    @classmethod
    def of(cls, document: Document) -> DocumentShape:
        source = document.source
        return cls(
            id=source.id,
            title=source.title,
            issuer=source.issuer,
            kind=source.kind,
            number=source.number,
            note=source.note,
            sha256=source.sha256,
            characters=len(source.text),
            lines=len(source.line_starts),
            masked=source.masked_counts,
        )


class ClauseShape(BaseModel):
    address: str
    level: int  # 1 一、 2 （一） 3 1. 4 (1) 5 ①; 0 for titles, captions, tables, notes and signatures
    heading: str
    text: str
    start: int
    end: int
    lines: tuple[int, int]

    @classmethod
    def of(cls, clause: Clause) -> ClauseShape:
        return cls(
            address=clause.address,
            level=clause.level if clause.kind in NUMBERED and clause.label else 0,
            heading=clause.title,
            text=clause.text,
            start=clause.span.start,
            end=clause.span.end,
            lines=clause.lines,
        )


class FaultShape(BaseModel):
    kind: str
    message: str


class ErrorShape(BaseModel):
    """所有错误都是这个形状。"""

    error: FaultShape


class WorksheetShape(BaseModel):
    """一个要素的底稿；version 为 0 表示还没有存过。"""

    scheme: str
    element: str
    text: str
    version: int
    saved_by: str = Field(description="最后一次保存的人的姓名")
    saved_at: str

    @classmethod
    def of(cls, sheet: Worksheet) -> WorksheetShape:
        return cls(
            scheme=sheet.scheme,
            element=sheet.element,
            text=sheet.text,
            version=sheet.version,
            saved_by=sheet.saved_name,
            saved_at=sheet.saved_at,
        )


class VersionShape(BaseModel):
    id: int
    number: int = Field(description="第几版；0 表示别人先存了，这份没有被采用")
    base: int = Field(description="写在第几版上")
    text: str
    saved_by: str
    saved_at: str

    @classmethod
    def of(cls, version: Version) -> VersionShape:
        return cls(
            id=version.id,
            number=version.number,
            base=version.base,
            text=version.text,
            saved_by=version.saved_name,
            saved_at=version.saved_at,
        )


class ConflictShape(BaseModel):
    """有人先存了一版：现在的一版，和您那份被另存成的版本。"""

    error: FaultShape
    current: WorksheetShape
    kept: VersionShape
