"""Text → folded text, words and character pairs: what the lexical fields count.

Segmentation is jieba (its Rust build) with the corpus's own terms; `fold` makes full and half width,
upper and lower case, traditional and simplified characters one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache

import rjieba
from opencc import OpenCC

from app.domain.numbering import fold_width
from app.indexing.figures import figures

_UNSEEN = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_WORD = re.compile(r"[0-9a-z\u4e00-\u9fff][0-9a-z\u4e00-\u9fff.〔〕%/-]*")
_HAN_RUN = re.compile(r"[\u4e00-\u9fff]+|[0-9a-z]+(?:[.%/-][0-9a-z]+)*")
# Words every question has; they say nothing about the clause that is wanted.
STOP = frozenset(
    (
        "的 了 吗 呢 吧 啊 呀 么 是 在 有 和 与 及 或 等 就 都 也 还 要 能 会 可以 可 被 把 给 对 对于 从 到 这 那 这个 那个 "
        "哪 哪个 哪些 哪几 几 几个 多少 什么 啥 怎么 咋 怎样 如何 为什么 谁 请问 请 一下 一个 一些 我 我们 你 你们 他 它 "
        "它们 他们 之 其 所 以 为 于 上 下 中 里 个 些 得 地 着 过 会不会 能不能 是不是 有没有 不 没 没有 一 做 去 说 怎么样 "
        "怎么办 咋样 咋办 什么样 多久 多长 为啥 干嘛 今天 现在 目前 到底 究竟 "
        "the a an of is are what which how does do in for to and or who when"
    ).split()
)


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def clean(text: str) -> str:
    """`text` without control and zero-width characters and lone surrogates, line ends as blanks, blanks squeezed."""
    text = text.encode("utf-8", "ignore").decode("utf-8")
    return " ".join(_UNSEEN.sub("", text).split())


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """The form in which texts are compared: cleaned, half width, lower case, simplified characters."""
    folded = fold_width(clean(text)).lower()
    return str(_converter().convert(folded)) if not folded.isascii() else folded


@lru_cache(maxsize=20_000)
def squeeze(text: str) -> str:
    """`fold` without any white space."""
    return "".join(fold(text).split())


class Segmenter:
    """jieba with the corpus's terms. `terms` are (word, frequency, tag) as in a jieba user dictionary."""

    def __init__(self, terms: Iterable[tuple[str, int, str]] = ()) -> None:
        self._jieba = rjieba.Jieba()
        for word, frequency, tag in terms:
            self._jieba.add_word(word, frequency, tag)

    def words(self, text: str) -> list[str]:
        """Words of folded `text` in jieba's search mode (long words and those inside them), then its figures."""
        return [*filter(_WORD.fullmatch, self._jieba.cut_for_search(text)), *figures(text)]

    def cut(self, text: str) -> list[str]:
        """All of folded `text` cut into words, nothing left out."""
        return list(self._jieba.cut(text))

    def fields(self) -> dict[str, Callable[[str], list[str]]]:
        """The lexical fields by name, each with what cuts folded text for it."""
        return {"characters": characters, "pairs": pairs, "words": self.words}

    def content_words(self, text: str) -> list[str]:
        """Words of folded `text` without those that every question has."""
        return [word for word in self._jieba.cut(text) if _WORD.fullmatch(word) and word not in STOP]

    def known(self, word: str) -> bool:
        """Whether jieba's dictionary or ours has `word`."""
        return bool(self._jieba.has_word(word))


def characters(text: str) -> list[str]:
    """Han characters one by one, numbers and Latin words whole."""
    units: list[str] = []
    for match in _HAN_RUN.finditer(text):
        run = match[0]
        units.extend(run if "\u4e00" <= run[0] <= "\u9fff" else [run])
    return units


def pairs(text: str) -> list[str]:
    """Overlapping pairs of neighbouring Han characters; numbers and Latin words whole."""
    units: list[str] = []
    for match in _HAN_RUN.finditer(text):
        run = match[0]
        if "\u4e00" <= run[0] <= "\u9fff":
            units.extend(run[i : i + 2] for i in range(len(run) - 1))
        else:
            units.append(run)
    return units
