"""Text of a part ↔ its sentences and items, and how many 字 it has.

`sentences` cuts a text into pieces that joined again are that very text; a piece ends after 。！？； or a line end.
An *item* is what a problem, measure or effect is counted by: a line, an enumerated piece of one, or what stands
between two semicolons.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from app.domain.drafts import Cell, Counting, Origin, Part, PartKey, Sentence, SourceKind

CLAUSE = re.compile(r"[^，。；！？,;!?\n]+")
TITLE = re.compile(r"《[^》\n]*》")
MISSING = re.compile(r"【待补充[^】\n]*】?")
_SENTENCE = re.compile(
    r"(?:【[^【】\n]*】|[^。！？；!?;\n])*(?:[。！？；!?;]+[”’』」）)\]]*[ \t\u3000]*\n*|\n+|$)"
)
_ENUMERATED = re.compile(
    r"\s*(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:[)）]|[.．、](?!\d))|[①-⑳]|第?[一二三四五六七八九十](?:是|、|，)|首先|其次|再次|最后)"
)
_WORD = re.compile(r"[!-~\u00a1-\u024f]+|\s+|.", re.DOTALL)
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]|[0-9A-Za-z][0-9A-Za-z.%/-]*")
_ALIKE = 0.5  # share of characters in common that makes a sentence the same one, edited


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of `text`; joined they are `text`."""
    return tuple(piece for piece in _SENTENCE.findall(text) if piece)


def count(text: str, how: Counting) -> int:
    """How many 字 `text` has."""
    if how is Counting.CHARACTERS:
        return sum(not character.isspace() for character in text)
    if how is Counting.HAN:
        return len(_HAN.findall(text))
    return sum(not token.isspace() for token in _WORD.findall(text))


def items(part: Part) -> tuple[tuple[Sentence, ...], ...]:
    """The sentences of `part`, those of one item together; blank ones left out."""
    found: list[list[Sentence]] = []
    starts = True
    for sentence in part.sentences:
        if sentence.text.strip():
            if starts or _ENUMERATED.match(sentence.text) or not found:
                found.append([])
            found[-1].append(sentence)
        tail = sentence.text.rstrip(" \t\u3000")
        starts = tail.endswith("\n") or tail.rstrip("”’』」）)]").endswith(("；", ";"))
    return tuple(map(tuple, found))


def is_numbered(item: Sequence[Sentence]) -> bool:
    """Whether an item begins with a number: 1. （一） 一是."""
    return bool(item) and _ENUMERATED.match(item[0].text) is not None


def said(item: Iterable[Sentence]) -> str:
    """What an item says, without its number and closing mark."""
    text = "".join(sentence.text for sentence in item).strip()
    number = _ENUMERATED.match(text)
    return text[number.end() if number else 0 :].strip().rstrip("。；;")


def untitled(text: str) -> str:
    """`text` with dots in place of what stands in 《》, each character at its place."""
    return TITLE.sub(lambda match: "《" + "·" * (len(match[0]) - 2) + "》", text)


def shortened(text: str, length: int = 20) -> str:
    """`text` on one line, its beginning where it is longer than `length`."""
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[:length] + "…"


def part_of(key: PartKey, text: str) -> Part:
    """A part with `text`, its sentences not yet numbered."""
    return Part(key, tuple(map(Sentence, sentences(text))))


def rewritten(old: Part, text: str) -> Part:
    """The part after somebody made its text `text`: sentences that stayed, or were only edited, keep all they carry."""
    was, now = old.sentences, sentences(text)
    first, last = _shared(was, now), 0
    if first < min(len(was), len(now)):
        last = _shared(was[:first:-1], now[:first:-1])
    ends = len(was) - last, len(now) - last
    kept = [_now(*pair) for pair in zip(was[:first], now[:first], strict=True)]
    kept += _matched(was[first : ends[0]], now[first : ends[1]])
    kept += [_now(*pair) for pair in zip(was[ends[0] :], now[ends[1] :], strict=True)]
    return Part(old.key, tuple(kept))


def _shared(was: Sequence[Sentence], now: Sequence[str]) -> int:
    """How many sentences at the beginning are the same."""
    pairs = enumerate(zip(was, now, strict=False))
    return next((i for i, (one, new) in pairs if one.text.strip() != new.strip()), min(len(was), len(now)))


def _now(one: Sentence, text: str) -> Sentence:
    return replace(one, text=text)


def _matched(was: Sequence[Sentence], now: Sequence[str]) -> list[Sentence]:
    kept: list[Sentence] = []
    matcher = SequenceMatcher(a=[one.text.strip() for one in was], b=[one.strip() for one in now])
    for step, a, b, c, d in matcher.get_opcodes():
        if step == "equal":
            kept.extend(_now(*pair) for pair in zip(was[a:b], now[c:d], strict=True))
        else:
            kept.extend(_edited(was[a:b], now[c:d]))
    return kept


def _edited(was: Sequence[Sentence], now: Sequence[str]) -> list[Sentence]:
    """The sentences `now` in place of `was`, in order, each taken for an edited one where it is alike."""
    left = list(was)
    made: list[Sentence] = []
    for text in now:
        place = next((i for i, one in enumerate(left[:8]) if _alike(one.text, text)), None)
        if place is None:
            made.append(Sentence(text))
        else:
            made.append(replace(left[place], text=text))
            del left[: place + 1]
    return made


def _alike(one: str, other: str) -> bool:
    if not one.strip() or not other.strip():
        return False
    matcher = SequenceMatcher(a=one[:400], b=other[:400], autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def reworded(sentence: Sentence, text: str) -> Sentence:
    """The sentence as somebody edited it: theirs, unless most of it stayed as it was put before."""
    return replace(
        sentence, text=text, origin=sentence.origin if _alike(sentence.text, text) else Origin.PERSON
    )


def numbered(cell: Cell, was: Cell | None = None) -> Cell:
    """The cell with an id on each sentence, and no link to a sentence or a piece of evidence that is not there.

    `was`: what the cell was before; an id of a sentence that is gone is not given to another.
    """
    taken: set[str] = set()
    before = (*cell.sentences(), *(was.sentences() if was else ()))
    last = max((int(one.id[1:]) for _, one in before if re.fullmatch(r"s\d{1,9}", one.id)), default=0)
    parts = []
    for part in cell.parts:
        own = []
        for one in part.sentences:
            id_ = one.id
            if not id_ or id_ in taken:
                last += 1
                id_ = f"s{last}"
            taken.add(id_)
            own.append(replace(one, id=id_))
        parts.append(own)
    evidence = {piece.id for piece in cell.evidence}
    return replace(
        cell,
        parts=tuple(
            Part(part.key, tuple(_pruned(one, taken, evidence) for one in own))
            for part, own in zip(cell.parts, parts, strict=True)
        ),
    )


def counted(cell: Cell) -> Cell:
    """The cell with its sentences' ids in order from s1."""
    ids = {one.id: f"s{i}" for i, (_, one) in enumerate(cell.sentences(), 1)}

    def renamed(one: Sentence) -> Sentence:
        return replace(one, id=ids[one.id], answers=tuple(ids[id_] for id_ in one.answers))

    return replace(cell, parts=tuple(Part(p.key, tuple(map(renamed, p.sentences))) for p in cell.parts))


def _pruned(sentence: Sentence, known: Collection[str], evidence: Collection[str]) -> Sentence:
    """`sentence` with only the links that lead somewhere."""
    answers = tuple(id_ for id_ in dict.fromkeys(sentence.answers) if id_ in known and id_ != sentence.id)
    sources = tuple(
        source
        for source in dict.fromkeys(sentence.sources)
        if source.kind is not SourceKind.EVIDENCE or source.name in evidence
    )
    return replace(sentence, answers=answers, sources=sources)
