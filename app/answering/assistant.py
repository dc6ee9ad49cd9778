"""The assistant: a question and the turns before it → an answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.answering import (
    addresses,
    amounts,
    bodies,
    clauses,
    comparing,
    counts,
    definitions,
    limits,
    lists,
    outline,
    outside,
    owner_lists,
    platform,
    points,
    review,
    unclear,
    wordless,
)
from app.answering.audit import audited
from app.answering.desk import Desk
from app.answering.desks import Desks
from app.answering.oddities import noted
from app.answering.parts import in_parts
from app.answering.rebuilding import COMING, UNSAVED, Rebuild, built
from app.answering.related import with_related
from app.answering.reply import Reply
from app.domain.answers import Answer, Kind, Statement
from app.domain.corpus import Corpus
from app.domain.errors import IndexFolderError, UnknownNameError
from app.domain.ports import Embedder
from app.indexing.folder import Index, build_anyway, build_in_memory, open_index
from app.reading.everyday_file import EverydayFile
from app.retrieval.everyday import EverydayWords
from app.retrieval.question import Query

MOST_SAID = 1300  # characters of all statements together; notes come on top
MOST_CITATIONS = 40
WARMING = "诊改"  # asked before an index is served: loads what the first question would wait for
Maker = Callable[[Query, Desk], Answer | None]
# Look-up before search; the first maker that knows the question answers it.
MAKERS: tuple[Maker, ...] = (
    wordless.answer,
    outside.contact,
    outside.figure,
    outside.own_number,
    outside.cited_only,
    outside.elsewhere,
    addresses.answer,
    review.answer,
    limits.answer,
    platform.answer,
    comparing.answer,
    owner_lists.answer,
    counts.answer,
    bodies.answer,
    amounts.answer,
    lists.answer,
    outline.answer,
    definitions.answer,
    points.answer,
    unclear.answer,
)


def _silent(_message: str) -> None:
    """Where nobody is told."""


@dataclass(frozen=True)
class _Served:
    """What answers are made from, and what readers must know of it."""

    desks: Desks
    notice: str = ""


class Assistant:
    """Answers questions over one corpus and index, within the documents the asker may read. Safe to share between threads.

    Only two things change in it. The everyday words are read again whenever their file has changed; `log` is told of
    that, and of a file that cannot be used. And another index may be put in use (`serve`): each answer is made from
    one of them, whole.
    """

    def __init__(
        self,
        corpus: Corpus,
        index: Index,
        embedder: Embedder,
        log: Callable[[str], None] = _silent,
        notice: str = "",
    ) -> None:
        self._corpus = corpus
        self._embedder = embedder
        self._everyday = EverydayWords(corpus.everyday)
        self._dictionary = EverydayFile(corpus, self._everyday.use, log)
        self._served = _Served(self._desks_over(index), notice)
        self._rebuild: Rebuild | None = None

    @property
    def desk(self) -> Desk:
        """What answers are made from where every document may be read."""
        return self._served.desks.whole

    @property
    def notices(self) -> tuple[str, ...]:
        """What those who look after the corpus must know now, a sentence each."""
        self._dictionary.refresh()
        return tuple(notice for notice in (self._served.notice, self._dictionary.notice) if notice)

    def serve(self, index: Index | None, notice: str = "") -> None:
        """From now on answers are made from `index` (None: from the one in use), and `notice` is told."""
        desks = self._desks_over(index) if index else self._served.desks
        desks.whole.searcher.search(WARMING)
        self._served = _Served(desks, notice)

    def rebuild(self, folder: Path, log: Callable[[str], None]) -> None:
        """Begins to make a full index beside, saved in `folder`; once it is made, it is served."""
        self._rebuild = Rebuild(self._corpus, self._embedder, folder, self.serve, log)
        self._rebuild.start()

    def settled(self, seconds: float | None = None) -> bool:
        """Whether no index is in the making any more, after at most `seconds` (None: however long it takes)."""
        return self._rebuild is None or self._rebuild.wait(seconds)

    def close(self) -> None:
        """Ends what runs beside, within seconds."""
        if self._rebuild:
            self._rebuild.stop()

    def _desks_over(self, index: Index) -> Desks:
        return Desks(self._corpus, index, self._embedder, self._everyday)

    def answer(
        self,
        question: str,
        history: Sequence[str] = (),
        scheme: str | None = None,
        reading: frozenset[str] | None = None,
    ) -> Answer:
        """The answer to `question` after the earlier user turns `history` (oldest first), within `scheme` if given.

        `reading` names the documents the asker may read, None for all: the answer is the one a corpus without the
        others would give. QuestionError for a blank or overlong question, UnknownNameError for an unknown scheme.
        """
        self._dictionary.refresh()
        desk = self._served.desks.of(reading)
        _check_scheme(scheme, desk)
        text = desk.reader.check(question)
        if not desk.corpus.documents:
            return _nothing_to_read()
        query = desk.reader.read(text, history, scheme)
        found = in_parts(query, desk, lambda part: _one(part, desk)) or _one(query, desk)
        return audited(self._finished(found, query, desk), desk.corpus)

    def _finished(self, answer: Answer, query: Query, desk: Desk) -> Answer:
        answer = self._counted(answer, query, desk)
        answer = self._within(answer)
        answer = outside.told_of_here(noted(answer, query, desk), query, desk)
        answer = with_related(answer, query.text, desk)
        mended = [f"把“{typed}”读作“{term}”。" for typed, term in query.corrections]
        read_as = [f"把“{r.word}”读作“{r.term}”（口语词典第 {r.line} 行）。" for r in query.read_as]
        return replace(answer, notes=(*answer.notes, *mended, *read_as))

    def _within(self, answer: Answer) -> Answer:
        """`answer` cut to what a reader can be asked to read, and the clauses those statements rest on."""
        kept: list[Statement] = []
        room = MOST_SAID
        for statement in answer.statements:
            if len(statement.text) > room:
                kept.append(replace(statement, text=statement.text[: max(room, 0)] + "……（余见条款）"))
                break
            kept.append(statement)
            room -= len(statement.text) + 3
        if len(kept) == len(answer.statements) and len(answer.citations) <= MOST_CITATIONS:
            return answer
        statements = tuple(
            replace(s, citations=tuple(n for n in s.citations if n < MOST_CITATIONS)) for s in kept
        )
        return replace(answer, statements=statements, citations=answer.citations[:MOST_CITATIONS])

    def _counted(self, answer: Answer, query: Query, desk: Desk) -> Answer:
        """`answer` after a count the question takes for granted and is wrong has been put right."""
        said = {statement.text for statement in answer.statements}
        wrong = [text for text in counts.wrong_counts(query, desk) if text not in said]
        if answer.kind is not Kind.ANSWER or not wrong or answer.method == "look-up: counts":
            return answer
        return replace(answer, statements=(*(Statement(text) for text in wrong), *answer.statements))


def _one(query: Query, desk: Desk) -> Answer:
    for make in MAKERS:
        found = make(query, desk)
        if found is not None:
            return found
    return clauses.answer(query, desk)


def _check_scheme(scheme: str | None, desk: Desk) -> None:
    known = desk.corpus.schemes
    if scheme is not None and scheme not in known:
        names = "、".join(f"{s.id}（{s.short}）" for s in known.values())
        raise UnknownNameError(f"没有名为“{scheme}”的方案；现有：{names or '无'}。")


def _nothing_to_read() -> Answer:
    """What is said to those who may read no document."""
    reply = Reply("refused: nothing to read")
    reply.say("您现在没有可以查阅的文件，因此不能回答。请向管理员申请查阅权限。")
    return reply.done(Kind.REFUSE)


def open_assistant(
    corpus: Corpus,
    embedder: Embedder,
    index_folder: Path,
    log: Callable[[str], None],
    waiting: bool = True,
) -> Assistant:
    """The assistant over the index in `index_folder`, which is rebuilt where it is missing, stale or damaged.

    Where nobody is `waiting` for all of it, an assistant by look-up and words alone is given at once meanwhile.
    """
    try:
        return Assistant(corpus, open_index(corpus, embedder, index_folder), embedder, log)
    except IndexFolderError as problem:
        log(f"{problem} 正在重建……")
    if not waiting:
        assistant = Assistant(corpus, build_in_memory(corpus, None), embedder, log, COMING)
        assistant.rebuild(index_folder, log)
        return assistant
    index, unsaved = build_anyway(corpus, embedder, index_folder)
    log(f"{unsaved} 本次只在内存中使用索引。" if unsaved else built(index))
    return Assistant(corpus, index, embedder, log, UNSAVED if unsaved else "")
