"""Text → words for the stacks that take their Chinese words from outside."""

from __future__ import annotations

import logging

import jieba

jieba.setLogLevel(logging.WARNING)
jieba.initialize()  # the dictionary is read with the imports, not in the first build or query


def words(text: str) -> list[str]:
    """Lower-case words in jieba's search mode (long words and the words inside them), without punctuation."""
    return [word for word in jieba.cut_for_search(text.lower()) if any(map(str.isalnum, word))]


def spaced(text: str) -> str:
    """`words`, with a space between: for stacks that cut at white space. The text itself where it has no words."""
    return " ".join(words(text)) or text
