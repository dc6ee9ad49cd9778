"""`corpus/everyday.tsv`: the dictionary of everyday words, edited by a college's own staff.

    word<TAB>direction<TAB>term;term…<TAB>weight        direction > (one way) or = (both ways), weight 0–1

What Excel, Notepad and a Chinese keyboard do to such a file is taken as it comes: a UTF-8 mark, Windows line
ends, cells in quotation marks, empty cells at the end of a line, full-width ＞ ＝ ； and digits.
"""

from __future__ import annotations

from pathlib import Path

from app.domain.corpus import Everyday
from app.domain.errors import CorpusError
from app.domain.numbering import fold_width
from app.reading import word_lists
from app.reading.masking import masked

NAME = "everyday.tsv"
COLUMNS = ("口语词", "方向", "术语", "权重")
DIRECTIONS = (">", "=")


def read_everyday(path: Path) -> tuple[Everyday, ...]:
    """The entries in file order, () where there is no file; CorpusError names the line of a malformed one."""
    return parse_everyday(word_lists.read_bytes(path), path)


def parse_everyday(data: bytes, path: Path) -> tuple[Everyday, ...]:
    """The entries that the bytes of a dictionary hold; `path` is for the message."""
    found: list[Everyday] = []
    written: dict[tuple[str, str], int] = {}
    for number, line in word_lists.lines(data, path):
        try:
            entry = _entry(line, number)
            _note_new(entry, written)
        except _FaultError as fault:
            raise CorpusError(f"{path} 第 {number} 行{fault}。") from None
        found.append(entry)
    return tuple(found)


class _FaultError(ValueError):
    """What is wrong with a line, and the remedy."""


def _entry(line: str, number: int) -> Everyday:
    word, direction, listed, weight = _cells(line)
    parts = listed.replace("；", ";").split(";")
    terms = tuple(dict.fromkeys(term for part in parts if (term := part.strip())))
    if not word:
        raise _FaultError("没有写口语词：请在第一列补上，或删去这一行")
    if direction not in DIRECTIONS:
        raise _FaultError(f"的方向写作“{direction}”：请写 >（单向：口语 → 术语）或 =（双向）")
    if not terms:
        raise _FaultError(f"“{word}”没有写术语：请在第三列补上，几个术语用分号隔开")
    return Everyday(word, terms, _weight(weight), direction == "=", number)


def _cells(line: str) -> tuple[str, str, str, str]:
    """The four cells of a line, direction and weight in half width."""
    cells = [masked(_cell(cell)) for cell in line.split("\t")]
    while len(cells) > 1 and not cells[-1]:
        cells.pop()
    if len(cells) == 1:
        raise _FaultError(
            f"“{masked(line)[:40]}”没有分列：请写口语词、方向、术语、权重四列，列与列之间按 Tab 键隔开"
        )
    if len(cells) < len(COLUMNS):
        lacking = "方向（> 或 =）" if len(cells) == 3 and fold_width(cells[1]) not in DIRECTIONS else ""
        lacking = lacking or "、".join(COLUMNS[len(cells) :])
        raise _FaultError(f"“{cells[0]}”只有 {len(cells)} 列：请补上{lacking}，列与列之间按 Tab 键隔开")
    if len(cells) > len(COLUMNS):
        raise _FaultError(
            f"“{cells[0]}”有 {len(cells)} 列：请只留口语词、方向、术语、权重四列，备注写在以 # 开头的行里"
        )
    word, direction, terms, weight = cells
    if not (direction + weight).isascii():
        direction, weight = fold_width(direction), fold_width(weight)
    return word, direction, terms, weight


def _cell(text: str) -> str:
    """A cell without blanks around it and without the quotation marks Excel puts around some."""
    text = text.strip()
    if len(text) >= 2 and text[0] == text[-1] == '"':
        text = text[1:-1].replace('""', '"').strip()
    return text


def _weight(text: str) -> float:
    try:
        weight = float(text)
    except ValueError:
        raise _FaultError(f"的权重“{text}”不是数：请写大于 0、不超过 1 的数，如 0.8") from None
    if not 0 < weight <= 1:
        raise _FaultError(f"的权重 {text} 超出范围：请写大于 0、不超过 1 的数，如 0.8")
    return weight


def _note_new(entry: Everyday, written: dict[tuple[str, str], int]) -> None:
    """Notes where each word → term was written; an entry that says what an earlier line says is a fault."""
    for term in entry.terms:
        earlier = written.setdefault((entry.word.lower(), term.lower()), entry.line)
        if earlier != entry.line:
            raise _FaultError(f"“{entry.word} → {term}”在第 {earlier} 行已经写过：请删去其中一处")
