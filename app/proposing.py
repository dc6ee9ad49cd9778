"""Drafts as proposals: sentence by sentence accepted, edited or turned down; none ever overwrites what is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.bootstrap import Services
from app.domain.drafts import Cell, Part, PartKey, Sentence
from app.domain.errors import ConflictError, PeopleError, UnknownNameError
from app.domain.people import Actor
from app.drafting.compose import Composed, compose
from app.drafting.text import numbered, reworded
from app.reporting import Opened, changed, check_may_edit, check_open, clean
from app.storage.report_rows import Decision, Proposal, SavedCell

EMPTIED = " "  # what an edited proposal is kept as that nothing is left of


def composed(found: Opened, code: str) -> Composed:
    """The draft of a cell from its evidence and last cycle's measures."""
    element = found.bench.element(code)
    if element is None:
        raise UnknownNameError("概述没有证据可排，请直接撰写；各要素可以起草。")
    last = found.last.cell(code) if found.last and found.last.scheme == found.head.scheme else None
    cycle = found.last_head.cycle if found.last_head else ""
    evidence = found.stored.cell(code).cell.evidence
    return compose(found.bench, element, evidence, last, cycle, found.head.due)


def propose(services: Services, actor: Actor, found: Opened, code: str) -> tuple[Proposal, ...]:
    """Puts a draft up for decision, sentence by sentence; what the cell says already is left out."""
    check_may_edit(actor.person, found, code)
    stored = found.stored.cell(code)
    draft = composed(found, code).cell
    sentences = [
        (key, one) for key, one in draft.sentences() if one.text.strip() not in stored.cell.text(key)
    ]
    points = {piece.id: piece.points for piece in draft.evidence}

    def pointed(cell: Cell) -> Cell:  # the points that were found for the evidence
        pieces = (replace(one, points=one.points or points.get(one.id, ())) for one in cell.evidence)
        return replace(cell, evidence=tuple(pieces))

    if pointed(stored.cell) != stored.cell:
        changed(services, actor, found, code, pointed)
    return services.proposals.propose(actor, found.head.id, code, stored.version, sentences)


def keep(
    services: Services,
    actor: Actor,
    found: Opened,
    code: str,
    texts: Mapping[int, str],
    shown: Mapping[int, str],
) -> tuple[Proposal, ...]:
    """The open proposals, with what somebody has made of them in `texts` (by id) kept until it is decided.

    `shown`: the texts as the page had them; what is still the same was not touched. ConflictError gives back what was
    made of a proposal that is closed, or that somebody else has edited meanwhile.
    """
    touched = {
        id_: clean(text)
        for id_, text in texts.items()
        if id_ not in shown or clean(text).strip() != clean(shown[id_]).strip()
    }
    told = [f"您写的是：{text.strip()}" for text in touched.values()]
    check_open(actor.person, found, code, "".join(told))
    open_ = {one.id: one for one in services.proposals.of(found.head.id, code)}
    edited, lost = {}, []
    for id_, text in touched.items():
        one = open_.get(id_)
        if one is None:
            lost.append(f"一句建议已经处理过，或已换成新的，您写的是：{text.strip()}")
        elif text.strip() == one.now.strip():
            continue
        elif shown.get(id_, one.now).strip() != one.now.strip():
            lost.append(f"一句建议刚被别人改成“{one.now.strip()}”，您写的是：{text.strip()}")
        else:
            edited[id_] = text if text.strip() else EMPTIED
    if edited:
        services.proposals.reword(actor, found.head.id, code, edited)
    if lost:
        raise ConflictError(f"没有改动正文。{'；'.join(lost)}")
    return services.proposals.of(found.head.id, code)


def accept(
    services: Services, actor: Actor, found: Opened, code: str, proposals: Sequence[Proposal]
) -> SavedCell:
    """Adds proposed sentences, as they were edited, to the ends of their parts."""
    check_may_edit(actor.person, found, code)
    for one in proposals:
        if not one.now.strip():
            raise PeopleError(f"“{one.sentence.text.strip()[:20]}…”这句建议改成空的了；不用它，请按“不要”。")
    decided = [Decision(one.id, "edited" if one.text else "accepted", one.text) for one in proposals]

    def grown(cell: Cell) -> Cell:
        renamed: dict[str, str] = {}
        for one in proposals:
            sentence = replace(one.sentence, id="", answers=())
            if one.text:
                sentence = reworded(sentence, one.text)
            cell, renamed[one.sentence.id] = _appended(cell, one.part, sentence)
        answers = {
            renamed[one.sentence.id]: [renamed[id_] for id_ in one.sentence.answers if id_ in renamed]
            for one in proposals
        }
        for key in {one.part for one in proposals}:
            clean(cell.text(key))
        return _answering(cell, answers)

    return changed(services, actor, found, code, grown, decided)


def chosen(open_: Sequence[Proposal], named: str) -> tuple[Proposal, ...]:
    """The open proposals that `named` (an id, or "all") means; ConflictError where there is none."""
    found = tuple(one for one in open_ if named in ("all", str(one.id)))
    if not found:
        raise ConflictError("这一句建议已经处理过，或已换成新的，没有再改动正文。")
    return found


def _appended(cell: Cell, key: PartKey, sentence: Sentence) -> tuple[Cell, str]:
    """The cell with the sentence at the end of its part, and the id it got."""
    own = list(cell.part(key).sentences)
    breaks = sentence.text.endswith("\n") or key in (PartKey.PROBLEMS, PartKey.MEASURES, PartKey.EFFECTS)
    if own and breaks and not own[-1].text.endswith("\n"):
        own[-1] = replace(own[-1], text=own[-1].text + "\n")
    before = {one.id for _, one in cell.sentences()}
    new = numbered(cell.with_part(Part(key, (*own, sentence))))
    return new, next(one.id for _, one in new.sentences() if one.id not in before)


def _answering(cell: Cell, answers: Mapping[str, Sequence[str]]) -> Cell:
    def linked(one: Sentence) -> Sentence:
        return replace(one, answers=tuple(answers[one.id])) if answers.get(one.id) else one

    return replace(cell, parts=tuple(Part(p.key, tuple(map(linked, p.sentences))) for p in cell.parts))
