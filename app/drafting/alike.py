"""How much one text speaks of another: pairs of neighbouring characters in common, rare ones worth more.

No dictionary is needed, so that it holds for a third scheme's words as well.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable

from app.domain.numbering import fold_width

_RUN = re.compile(r"[\u3400-\u9fff]+|[0-9A-Za-z]+(?:\.\d+)?")
# Pairs that every text of the field has, and grammar.
_COMMON = frozenset(
    (
        "质量 诊改 诊断 改进 工作 学校 建设 管理 制度 机制 体系 情况 进行 开展 加强 完善 进一 一步 建立 提高 提升 落实 "
        "存在 问题 措施 成效 效果 实施 学院 教学 部门 人员 相关 不断 持续 有效 已经 以及 部分 主要 方面 目标 要求 "
        "较上 上年 本年 年度 全校 我校 学生 教师 专业 课程 保证 未能 没有 不足 不够 个二 二级 级学 定期 形成 各项 "
        "推进 组织 明确 责任 健全 科学 合理 原因 针对"
    ).split()
)


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring Han characters, and whole numbers and Latin words, that say something."""
    found: set[str] = set()
    for run in _RUN.findall(fold_width(text)):
        if run[0].isascii():
            found.add(run.lower())
        else:
            found.update(run[i : i + 2] for i in range(len(run) - 1))
    return frozenset(found - _COMMON)


def neighbours(text: str) -> frozenset[str]:
    """Every pair of neighbouring Han characters, those of the field and of grammar too."""
    return frozenset(
        run[i : i + 2]
        for run in _RUN.findall(fold_width(text))
        if not run[0].isascii()
        for i in range(len(run) - 1)
    )


class Weights:
    """How much a pair says, by how few of `texts` have it."""

    def __init__(self, texts: Iterable[str]) -> None:
        every = [pairs(text) for text in texts]
        self._total = len(every) + 1
        self._counts = Counter(pair for one in every for pair in one)

    def of(self, pair: str) -> float:
        return math.log(self._total / (1 + self._counts[pair]) + 1)

    def sum(self, found: Iterable[str]) -> float:
        return sum(map(self.of, found))

    def covered(self, wanted: frozenset[str], text: frozenset[str]) -> float:
        """The share of what `wanted` says that `text` says too, 0…1."""
        whole = self.sum(wanted)
        return self.sum(wanted & text) / whole if whole else 0.0


def speaks_of_same(one: str, other: str, aside: frozenset[str] = frozenset(), share: float = 0.12) -> bool:
    """Whether two short texts speak of the same thing: two pairs in common, and that `share` of the shorter one's.

    `aside`: pairs that say nothing here, such as those of the element's name.
    """
    first, second = pairs(one) - aside, pairs(other) - aside
    common = len({pair for pair in first & second if not pair.isascii()})
    smaller = min(len(first), len(second))
    return common >= 2 and common >= share * smaller
