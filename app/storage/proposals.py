"""Sentences proposed for the cells of reports, and what becomes of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import count

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.domain.drafts import PartKey, Sentence
from app.domain.errors import ConflictError, UnknownNameError
from app.domain.people import Actor
from app.storage import audit
from app.storage.database import Database, now
from app.storage.report_json import sentence_to_json
from app.storage.report_rows import Decision, Proposal, mark_decided, proposal_of, report_row
from app.storage.tables import ProposalRow


class Proposals:
    """The proposals of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def propose(
        self, actor: Actor, id_: str, element: str, base: int, sentences: Iterable[tuple[PartKey, Sentence]]
    ) -> tuple[Proposal, ...]:
        """Puts `sentences` up for decision, in place of those that were still open and that nobody has edited."""
        with self._database.writing() as session:
            audit.lock(session)
            report_row(session, id_)
            kept: dict[tuple[PartKey, str], str] = {}  # what it said and was called
            for old in session.exec(_of_cell(id_, element).where(ProposalRow.decision == "")):
                if old.text:
                    one = proposal_of(old).sentence
                    kept[PartKey(old.part), one.text] = one.id
                    continue
                mark_decided(old, actor, "superseded", "")
                session.add(old)
            wanted = _besides(kept, list(sentences))
            rows = [
                ProposalRow(
                    report=id_,
                    element=element,
                    position=position,
                    part=part,
                    sentence=sentence_to_json(sentence),
                    base=base,
                    decision="",
                    text="",
                    made_by=actor.person.id,
                    made_name=actor.person.display,
                    made_at=now(),
                    decided_by="",
                    decided_name="",
                    decided_at="",
                )
                for position, (part, sentence) in enumerate(wanted)
            ]
            session.add_all(rows)
            audit.append(session, actor, "report.propose", f"report:{id_}:{element}", f"{len(rows)} 句")
            session.flush()
            return tuple(map(proposal_of, rows))

    def of(self, id_: str, element: str, every: bool = False) -> tuple[Proposal, ...]:
        """The open proposals of a cell in order; `every`: the decided ones too."""
        wanted = _of_cell(id_, element)
        if not every:
            wanted = wanted.where(ProposalRow.decision == "")
        with self._database.reading() as session:
            return tuple(map(proposal_of, session.exec(wanted)))

    def reword(self, actor: Actor, id_: str, element: str, texts: Mapping[int, str]) -> None:
        """Keeps what somebody has made of open proposals (by id) until they are decided."""
        with self._database.writing() as session:
            audit.lock(session)
            report_row(session, id_)
            for row in session.exec(_of_cell(id_, element).where(ProposalRow.decision == "")):
                if (text := texts.get(row.id or 0)) is not None:
                    row.text = text
                    session.add(row)
            audit.append(session, actor, "report.reword", f"report:{id_}:{element}", f"{len(texts)} 句")

    def reject(self, actor: Actor, id_: str, element: str, proposals: Sequence[int]) -> None:
        """Turns proposals down; the cell stays as it is."""
        with self._database.writing() as session:
            audit.lock(session)
            report_row(session, id_)
            decide(session, actor, id_, element, [Decision(one, "rejected") for one in proposals])


def _besides(
    kept: Mapping[tuple[PartKey, str], str], sentences: Sequence[tuple[PartKey, Sentence]]
) -> list[tuple[PartKey, Sentence]]:
    """The sentences that are not `kept`, called as none of those are, their links leading to one or the other."""
    free = (f"n{number}" for number in count(1))
    taken = set(kept.values())
    names = {
        one.id: kept.get((part, one.text)) or (next(n for n in free if n not in taken) if taken else one.id)
        for part, one in sentences
    }
    return [
        (part, replace(one, id=names[one.id], answers=tuple(names.get(id_, id_) for id_ in one.answers)))
        for part, one in sentences
        if (part, one.text) not in kept
    ]


def _of_cell(id_: str, element: str) -> SelectOfScalar[ProposalRow]:
    return (
        select(ProposalRow)
        .where(ProposalRow.report == id_, ProposalRow.element == element)
        .order_by(col(ProposalRow.id))
    )


def decide(session: Session, actor: Actor, id_: str, element: str, decided: Sequence[Decision]) -> None:
    """Marks proposals; ConflictError for one that was decided before, unless it is to be rejected once more."""
    for one in decided:
        row = session.get(ProposalRow, one.id)
        if row is None or (row.report, row.element) != (id_, element):
            raise UnknownNameError("没有这一句建议；请刷新页面。")
        if row.decision and not row.decision == one.decision == "rejected":
            raise ConflictError(f"这一句建议已由{row.decided_name}处理过；请刷新页面。")
        if not row.decision:
            mark_decided(row, actor, one.decision, one.text)
            session.add(row)
