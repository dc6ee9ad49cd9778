"""What the tests of the doors share: the real corpus, and an assistant that answers without an index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.testclient import TestClient

from app import gate
from app.bootstrap import Services, assembled
from app.domain.answers import Answer, Conversation, Kind, Statement, Turn
from app.domain.corpus import Corpus
from app.domain.errors import QuestionError, StorageError
from app.domain.evidence import Citation, ReadAs, Why
from app.domain.people import Actor
from app.domain.ports import Shelf
from app.reading.corpus import read_corpus
from app.settings import Settings
from app.storage.database import open_database

ROOT = Path(__file__).resolve().parent.parent


@cache
def corpus() -> Corpus:
    """The corpus of this checkout, read once."""
    return read_corpus(ROOT / "corpus")


WHY = Why(
    lexical=0.62,
    asked=0.81,
    dense=0.49,
    words=("方针",),
    asked_as="诊改的方针是<哪>几句",
    everyday=(ReadAs("口号", "方针", 0.8, False, 812), ReadAs("口号", "原则", 0.8, False, 812)),
    score=0.71,
)


def cite(document: str, words: str) -> Citation:
    """A citation of the one place that says `words`."""
    found = corpus().documents[document]
    start = found.source.text.index(words)
    clause = found.clause_at(start)
    spans = (type(clause.span)(start, start + len(words)),)
    lines = found.source.lines_of(spans)
    return Citation(document, clause.address, clause.headings, words, spans, lines)


def cite_point(id_: str) -> Citation:
    """A citation of the row of a point."""
    scheme = corpus().schemes[id_.split(":")[0]]
    point, source = scheme.point(id_), corpus().documents[scheme.document].source
    assert point is not None
    text, lines = source.cut(point.spans), (point.lines[0], point.lines[-1])
    return Citation(
        scheme.document, f"附表 {point.element}", (), text, point.spans, lines, id_, point.name_inferred
    )


@dataclass
class FakeAssistant:
    """Answers by what the question says (清单, 哪个, 没有, 故障, else); remembers what it was asked."""

    asked: list[tuple[str, tuple[str, ...], str | None]] = field(default_factory=list)
    notices: tuple[str, ...] = ()
    read: list[frozenset[str] | None] = field(
        default_factory=list
    )  # within which documents, question by question

    def answer(
        self,
        question: str,
        history: Sequence[str] = (),
        scheme: str | None = None,
        reading: frozenset[str] | None = None,
    ) -> Answer:
        self.asked.append((question, tuple(history), scheme))
        self.read.append(reading)
        if not question.strip():
            raise QuestionError("请先写下问题。")
        if len(question) > 2000:
            raise QuestionError("问题超过 2000 字；请缩短后重试。")
        if "故障" in question:
            raise RuntimeError("secret detail")
        if "清单" in question:
            return _list()
        if "哪个" in question:
            return Answer(Kind.CLARIFY, (Statement("请选一个方案。"),), choices=("佛山 6.2", "重庆 5.2"))
        if "没有" in question:
            return Answer(Kind.REFUSE, (Statement("现有文件没有规定。"),), related=("安全与生活保障看什么",))
        return _plain(question)

    def close(self) -> None: ...


def _plain(question: str) -> Answer:
    cited = replace(cite("foshan", "需求导向、自我保证，多元诊断、重在改进"), why=WHY)
    return Answer(
        Kind.ANSWER,
        (Statement(f"您问的是：{question}", (0,)), Statement("方针有四句。", (0,), item=True)),
        (cited,),
        notes=("原文两处写法不同。",),
        related=("五纵五横指什么",),
        method="search",
        schemes=("foshan",),
    )


def _list() -> Answer:
    ids = ["foshan:6.2.1", "foshan:6.2.2", "foshan:6.2.3", "chongqing:1.1.2", "foshan:1.1.1", "foshan:1.1.2"]
    statements = tuple(
        Statement(f"{number + 1}. {id_}", (number,), item=True) for number, id_ in enumerate(ids)
    )
    return Answer(Kind.ANSWER, statements, tuple(cite_point(id_) for id_ in ids))


class FullShelf:
    """A shelf whose disk is full."""

    def keep(
        self,
        owner: str,
        conversation: str | None,
        question: str,
        scope: str | None,
        answer: Answer,
        seconds: float,
    ) -> tuple[Conversation, Turn]:
        raise StorageError("磁盘已满，这一次没有保存；请腾出空间后重试。")

    def conversation(self, id_: str, owner: str) -> Conversation:
        raise StorageError("磁盘已满。")

    def conversations(self, owner: str, limit: int = 50) -> tuple[Conversation, ...]:
        return ()

    def delete(self, id_: str, actor: Actor) -> None:
        raise StorageError("磁盘已满。")


def services(folder: Path, shelf: Shelf | None = None, assistant: FakeAssistant | None = None) -> Services:
    """Services on the real corpus, with a database in `folder`."""
    settings = Settings(
        corpus_folder=ROOT / "corpus", data_folder=folder, index_folder=folder / "index", debug=False
    )
    return assembled(
        settings, corpus(), assistant or FakeAssistant(), open_database(settings.database), shelf
    )


def visitor(application: FastAPI, **more: Any) -> TestClient:
    """A browser on this machine that has a page open: its requests carry the form token."""
    return TestClient(
        application,
        base_url="http://127.0.0.1",
        cookies={gate.VISITOR: "visitor"},
        headers={gate.FORM_HEADER: gate.form_token("visitor")},
        **more,
    )
