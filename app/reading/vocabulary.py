"""`corpus/terms.txt` and `corpus/everyday.tsv`: the field's terms and the dictionary of everyday words.

terms.txt      word frequency tag                      as in a jieba user dictionary
everyday.tsv   word<TAB>direction<TAB>term;term<TAB>weight    direction > (one way) or = (both ways)
"""

from __future__ import annotations

from pathlib import Path

from app.domain.corpus import Everyday
from app.domain.errors import CorpusError


def read_terms(path: Path) -> tuple[tuple[str, int, str], ...]:
    """(word, frequency, tag) for each line; CorpusError names the line of a malformed one."""
    found = []
    for number, line in _lines(path):
        parts = line.split()
        if len(parts) != 3 or not parts[1].isdigit():
            raise CorpusError(f"{path} 第 {number} 行应写作“词 词频 词性”，现为“{line}”。请改正该行。")
        found.append((parts[0], int(parts[1]), parts[2]))
    return tuple(found)


def read_everyday(path: Path) -> tuple[Everyday, ...]:
    """The entries in file order; CorpusError names the line of a malformed one."""
    found = []
    for number, line in _lines(path):
        parts = line.split("\t")
        try:
            word, direction, terms, weight = (part.strip() for part in parts)
            entry = Everyday(
                word, tuple(t.strip() for t in terms.split(";") if t.strip()), float(weight), direction == "="
            )
        except ValueError:
            entry = None
        if (
            entry is None
            or parts[1].strip() not in {">", "="}
            or not entry.terms
            or not 0 < entry.weight <= 1
        ):
            raise CorpusError(
                f"{path} 第 {number} 行应写作“口语<制表符>> 或 =<制表符>术语;术语<制表符>0–1 的权重”，现为“{line}”。请改正该行。"
            )
        found.append(entry)
    return tuple(found)


def _lines(path: Path) -> list[tuple[int, str]]:
    if not path.exists():
        return []
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path} 读不出：{error}。请改存为 UTF-8 文本。") from error
    numbered = ((number, line.strip("\r\n ")) for number, line in enumerate(text.split("\n"), 1))
    return [(number, line) for number, line in numbered if line.strip() and not line.startswith("#")]
