"""How far down the search the gold clause of a question stands, over our own documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.documents import Span
from app.domain.errors import CorpusError
from app.domain.evidence import Passage
from app.measuring.ranking import Figure, figure
from app.measuring.strict import Wanted, plain

ALL = "all"
CUTS = (1, 3, 5, 10)
SHARE = 0.5  # of a gold text longer than any passage: how much of it one passage must hold


@dataclass(frozen=True)
class Sought:
    """A question with, for each of its gold clauses, the place (from 1) it was found at; None: not found."""

    wanted: Wanted
    places: tuple[int | None, ...]

    def any_within(self, cut: int) -> bool:
        """Whether the first `cut` passages hold a gold clause."""
        return any(place is not None and place <= cut for place in self.places)

    def all_within(self, cut: int) -> bool:
        """Whether the first `cut` passages hold every gold clause."""
        return all(place is not None and place <= cut for place in self.places)


@dataclass(frozen=True)
class ClauseRecall:
    """Shares of the questions of one type, 0..1."""

    type: str
    questions: int
    found: tuple[Figure, ...]  # a gold clause among the first 1, 3, 5, 10 passages (CUTS)
    every: Figure  # every gold clause among the first 10


class Sources:
    """Source texts, in which wordings are found whatever their white space, width and case."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        """`texts` holds the sources' text by document id."""
        self._texts = {document: _Flat.of(text) for document, text in texts.items()}

    def spans(self, document: str, wording: str) -> tuple[Span, ...]:
        """Every place of `wording`; CorpusError for an unknown document."""
        if document not in self._texts:
            known = "、".join(self._texts)
            raise CorpusError(
                f"题目的 gold 指向未知的文档“{document}”；现有：{known}。请改正题目文件后再运行。"
            )
        return self._texts[document].spans(plain(wording))


def seek(
    questions: Sequence[Wanted], search: Callable[[Wanted], Sequence[Passage]], sources: Sources
) -> tuple[Sought, ...]:
    """Each question that has gold, searched; CorpusError where none has."""
    having = [wanted for wanted in questions if wanted.gold]
    if not having:
        raise CorpusError("题目文件里没有一道题写明 gold（原文条款）：请补上，或换一个题目文件后再运行。")
    return tuple(Sought(wanted, _places(wanted, search(wanted), sources)) for wanted in having)


def recall_by_type(sought: Sequence[Sought]) -> tuple[ClauseRecall, ...]:
    """The shares of each type of question in order of name, then of all."""
    types: dict[str, list[Sought]] = defaultdict(list)
    for one in sought:
        types[one.wanted.type].append(one)
    return tuple(_recall(name, own) for name, own in (*sorted(types.items()), (ALL, list(sought))))


def unheld(questions: Sequence[Wanted], passages: Sequence[Passage], sources: Sources) -> tuple[str, ...]:
    """The gold clauses that no passage holds, so that no search can find them."""
    return tuple(
        f"{wanted.id} {wordings[0]}"
        for wanted in questions
        for document, wordings in wanted.gold
        if _place(passages, document, wordings, sources) is None
    )


def misses(sought: Sequence[Sought]) -> tuple[str, ...]:
    """The questions none of whose gold clauses comes first, and where each of those was found."""
    return tuple(
        f"{one.wanted.id} {one.wanted.question}: "
        + ", ".join(
            f"{wordings[0]} @{place or '–'}"
            for (_, wordings), place in zip(one.wanted.gold, one.places, strict=True)
        )
        for one in sought
        if not one.any_within(1)
    )


def table(name: str, rows: Sequence[ClauseRecall]) -> str:
    """A Markdown table, one row a type of question, the last (all) with its intervals."""
    head = " | ".join((name, "questions", *(f"@{cut}" for cut in CUTS), f"every clause @{CUTS[-1]}"))
    return "\n".join((f"| {head} |", "|---" * (len(CUTS) + 3) + "|", *map(_row, rows)))


def _row(row: ClauseRecall) -> str:
    figures = (*row.found, row.every)
    if row.type != ALL:
        return f"| {' | '.join((row.type, str(row.questions), *(f'{one.mean:.2f}' for one in figures)))} |"
    cells = [ALL, str(row.questions), *(f"{one.mean:.2f} [{one.low:.2f}–{one.high:.2f}]" for one in figures)]
    return f"| {' | '.join(f'**{cell}**' for cell in cells)} |"


def _recall(type_: str, sought: Sequence[Sought]) -> ClauseRecall:
    return ClauseRecall(
        type_,
        len(sought),
        tuple(figure([one.any_within(cut) for one in sought]) for cut in CUTS),
        figure([one.all_within(CUTS[-1]) for one in sought]),
    )


def _places(wanted: Wanted, found: Sequence[Passage], sources: Sources) -> tuple[int | None, ...]:
    return tuple(_place(found, document, wordings, sources) for document, wordings in wanted.gold)


def _place(found: Sequence[Passage], document: str, wordings: Sequence[str], sources: Sources) -> int | None:
    """The place, from 1, of the first passage that holds one of `wordings`."""
    gold = [span for wording in wordings for span in sources.spans(document, wording)]
    texts = [plain(wording) for wording in wordings]
    holding = (
        place
        for place, passage in enumerate(found, 1)
        if passage.document == document and _holds(passage, texts, gold)
    )
    return next(holding, None)


def _holds(passage: Passage, texts: Sequence[str], gold: Sequence[Span]) -> bool:
    """Whether a citation of `passage` would show the gold text, or most of one that no passage shows whole."""
    own = plain(passage.text)
    return any(text in own for text in texts) or any(
        sum(span.shared(mine) for mine in passage.spans) >= SHARE * len(span) for span in gold
    )


@dataclass(frozen=True)
class _Flat:
    """A text as `plain` leaves it, with the offset each character of it came from."""

    text: str
    offsets: tuple[int, ...] = field(repr=False)

    @classmethod
    def of(cls, text: str) -> _Flat:
        kept = [(letter, offset) for offset, character in enumerate(text) for letter in plain(character)]
        return cls("".join(letter for letter, _ in kept), tuple(offset for _, offset in kept))

    def spans(self, wanted: str) -> tuple[Span, ...]:
        found: list[Span] = []
        start = self.text.find(wanted) if wanted else -1
        while start >= 0:
            found.append(Span(self.offsets[start], self.offsets[start + len(wanted) - 1] + 1))
            start = self.text.find(wanted, start + 1)
        return tuple(found)
