"""Checks of substance: measures that are slogans, effects and problems that say nothing in particular, causes that
only say the problem once more.

A text says something in particular where anything is left of it besides the words of the trade: a number, a title, a
date, somebody who acts, something acted upon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.domain.drafts import OVERVIEW, Cell, PartKey
from app.domain.rules import Finding, Severity
from app.drafting.alike import neighbours
from app.drafting.bench import Bench
from app.drafting.check_links import NO_PROBLEM, Item, not_yet, owed
from app.drafting.text import items, said, shortened

_TRADE = re.compile(
    "|".join(
        sorted(
            (
                "进一步 继续 不断 持续 大力 切实 全面 深入 积极 认真 严格 逐步 稳步 高度 有效 显著 明显 有序 加强 加大 加快 强化 "
                "提高 提升 增强 完善 健全 优化 深化 细化 改进 改善 规范 推进 推动 促进 落实 落细 狠抓 抓好 抓实 抓紧 压实 夯实 "
                "做好 重视 统一 思想 认识 领导 管理 力度 工作 制度 机制 体系 建设 质量 水平 意识 责任 能力 素质 作风 教学 师生 "
                "教师 学生 学校 我校 全校 各部门 各学院 各单位 二级学院 人员 队伍 相关 有关 各项 整体 总体 措施 到位 常抓不懈 "
                "齐抓共管 形成 合力 氛围 良好 效果 成效 取得 得到 稳定 秩序 运行 开展 实现 营造 确保 保障 保证 发展 文化 观念 "
                "理念 引导 更加 有所 较大 较好 一定 进展 程度 个别 部分 少数 有的 一些 还需 仍需 尚需 需要 有待 不够 不足 不强 "
                "不高 存在 问题 薄弱 环节 已经 逐渐 日益 目标 全体 广大 基本 正常 顺利 完成 预期 任务 组织 实施 真正 充分 "
                "师资 诊改 走深走实 执行 过程 结果 运用 注重 顺畅 初显 凸显 坚决 相应"
            ).split(),
            key=len,
            reverse=True,
        )
    )
    + "|[的了和与及并等对在为使以把将还仍较需我校各地]"
)
_PARTICULAR = re.compile(r"[0-9０-９%％]|《|[一二三四五六七八九十]+[个项名次起件份条类场门]")
_HAN = re.compile(r"[\u3400-\u9fff]")
# A promise of a basis or a demand made of others is no effect.
_NO_EFFECT = re.compile(
    r"(?:奠定|打下|夯实)[^，。；\n]{0,8}基础|提供[^，。；\n]{0,10}(?:保障|支撑|保证)|^(?:要求|督促|强调|号召|部署|倡导)"
)
_BY_DEGREE = re.compile(
    r"(?:明显|显著|大幅|有效|稳步|不断|逐步|进一步|较大)(?:地|得到)?(?:提高|提升|增强|改善|下降|减少|降低|好转|缩短)"
)
_RESTATED = 0.7  # of a cause's pairs of characters that stand in the problems too
_LEAST_PAIRS = 8


def check(bench: Bench, cell: Cell) -> Iterator[Finding]:
    """Findings on what the parts of one cell say, or do not."""
    if cell.element == OVERVIEW:
        return
    yield from _problems(bench, cell)
    yield from _causes(bench, cell)
    yield from _measures(bench, cell)
    yield from _effects(bench, cell)


def left(text: str) -> int:
    """How many characters of `text` say something in particular; many where it has a number or a title."""
    return 99 if _PARTICULAR.search(text) else len(_HAN.findall(_TRADE.sub("", text)))


def _told(
    bench: Bench, cell: Cell, rule_id: str, key: PartKey, item: Item, fault: str, fix: str, note: bool
) -> Finding:
    rule, words = bench.rule(rule_id), shortened(said(item))
    severity = Severity.NOTE if note else rule.severity
    message = f"“{words}”{fault}"
    return Finding(rule, severity, cell.element, message, fix, key, item[0].id, words)


def _problems(bench: Bench, cell: Cell) -> Iterator[Finding]:
    found = items(cell.part(PartKey.PROBLEMS))
    for item in found:
        words = said(item)
        none = NO_PROBLEM.match(words) is not None
        if owed(item) or (not none and left(words) > 1):
            continue
        if none:
            fault, fix = (
                "等于没有问题。",
                "自我诊改要找问题；写出范围、数量和影响，确实没有的说明怎样核对过。",
            )
        else:
            fault, fix = "没有说清是什么问题。", "写出在哪里、有多少、造成什么影响。"
        yield _told(bench, cell, "problem-vague", PartKey.PROBLEMS, item, fault, fix, none and len(found) > 1)


def _causes(bench: Bench, cell: Cell) -> Iterator[Finding]:
    problems = neighbours(cell.text(PartKey.PROBLEMS))
    for item in items(cell.part(PartKey.CAUSES)):
        own = neighbours(said(item))
        if len(own) >= _LEAST_PAIRS and len(own & problems) >= _RESTATED * len(own):
            yield _told(
                bench,
                cell,
                "cause-restated",
                PartKey.CAUSES,
                item,
                "只是把问题又说了一遍。",
                "写出为什么会这样：制度、人员、经费、流程中的哪一处。",
                True,
            )


def _measures(bench: Bench, cell: Cell) -> Iterator[Finding]:
    for item in items(cell.part(PartKey.MEASURES)):
        rest = left(said(item))
        if rest <= 2 and not owed(item):
            yield _told(
                bench,
                cell,
                "measure-vague",
                PartKey.MEASURES,
                item,
                "像是口号：没有写谁来做、做什么、什么时候做到什么程度。",
                "写明负责部门、具体做法、时间和数量。",
                rest == 2,
            )


def _effects(bench: Bench, cell: Cell) -> Iterator[Finding]:
    for item in items(cell.part(PartKey.EFFECTS)):
        words = said(item)
        if owed(item) or not_yet(item) or _PARTICULAR.search(words):
            continue
        empty = bool(_NO_EFFECT.search(words)) or left(words) <= 1
        if empty or _BY_DEGREE.search(words):
            yield _told(
                bench,
                cell,
                "effect-vague",
                PartKey.EFFECTS,
                item,
                "只有评价，没有看得见的事实。" if empty else "没有数字或事实可以核对。",
                "写已经发生的变化：由多少变成多少、完成了什么、谁看得到。",
                not empty,
            )
