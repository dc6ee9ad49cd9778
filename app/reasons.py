"""Why an answer's clauses were found, in plain words: what the pages and the command line tell of it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from app.domain.evidence import ReadAs, Why

_SEVERAL = "several questions: "
# The beginning of `Answer.method` → how the answer came about; the first that fits.
_HOW = (
    ("look-up:", "按编号、名称、部门、时间或清单直接查出，没有经过检索"),
    ("computed:", "按方案写明的规则算出，没有经过检索"),
    ("search", "按字词、问法和意思检索"),
    ("refused: not in the corpus", "检索过，最接近的条款不足以回答"),
    ("refused: not found by words alone", "按意思查找还没有准备好，只按字面检索过，没有把握的条款"),
    ("refused:", "按所问的种类判断文件里没有，没有经过检索"),
    ("asked back:", "要先弄清问的是什么，没有检索"),
)


def how(method: str) -> str:
    """How an answer came about, one sentence; "" for a method that is not known."""
    if method.startswith(_SEVERAL):
        ways = dict.fromkeys(_way(part) for part in method.removeprefix(_SEVERAL).split("; "))
        return f"分成几个问题分别回答：{'；'.join(way for way in ways if way)}。"
    way = _way(method)
    return f"{way}。" if way else ""


def facts(why: Why) -> tuple[tuple[str, str], ...]:
    """(name, value) of what led to a clause, for a reader."""
    return tuple(_facts(why))


def _way(method: str) -> str:
    return next((told for beginning, told in _HOW if method.startswith(beginning)), "")


def _facts(why: Why) -> Iterator[tuple[str, str]]:
    if why.beside:
        yield "一并列出", f"与“{why.beside}”连着，不是单独找到的"
        return
    if why.words:
        yield "相同的词", "、".join(why.words)
    if why.everyday:
        yield "口语词", "；".join(_read_as(list(group)) for _, group in groupby(why.everyday, _entry))
    if why.asked_as:
        yield "最像的问法", why.asked_as
    yield "相近程度", _scores(why)


def _entry(reading: ReadAs) -> tuple[str, int]:
    """The entry of the dictionary that a reading comes from."""
    return reading.word, reading.line


def _read_as(readings: list[ReadAs]) -> str:
    """“老师”读作“教师”“任课教师”（口语词典第 327 行，单向，权重 0.9）"""
    first = readings[0]
    terms = "".join(f"“{reading.term}”" for reading in readings)
    direction = "双向" if first.both_ways else "单向"
    line = f"口语词典第 {first.line} 行，" if first.line else ""
    return f"“{first.word}”读作{terms}（{line}{direction}，权重 {first.weight:g}）"


def _scores(why: Why) -> str:
    """合计 0.71（满分 1）：条款用词 0.62，…"""
    parts = (
        ("条款用词", why.lexical),
        ("最像的问法", why.asked),
        ("全部问法", why.expected),
        ("意思", why.dense),
    )
    told = "，".join(f"{name} {score:.2f}" for name, score in parts if score > 0)
    return f"合计 {why.score:.2f}（满分 1）" + (f"：{told}" if told else "")
