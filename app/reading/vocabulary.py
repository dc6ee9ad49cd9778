"""`corpus/terms.txt`: the field's terms, `word frequency tag` a line as in a jieba user dictionary."""

from __future__ import annotations

from pathlib import Path

from app.domain.errors import CorpusError
from app.reading import word_lists
from app.reading.masking import masked


def read_terms(path: Path) -> tuple[tuple[str, int, str], ...]:
    """(word, frequency, tag) for each line; CorpusError names the line of a malformed one."""
    found = []
    for number, line in word_lists.lines(word_lists.read_bytes(path), path):
        parts = line.split()
        if len(parts) != 3 or not parts[1].isdigit():
            raise CorpusError(
                f"{path} 第 {number} 行应写作“词 词频 词性”，现为“{masked(line)}”。请改正该行。"
            )
        found.append((masked(parts[0]), int(parts[1]), parts[2]))
    return tuple(found)
