"""A long document is read in time that grows with its length, whatever its shape, and loses no character."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import pytest

from app.reading import read_document
from tests.reading.given import source_text

SIZE = 200_000  # characters; a million takes five times as long
SECONDS = 6.0  # a fraction of one on a quiet machine; a step that is quadratic takes minutes
HAN = "学校质量诊断改进教师学生专业课程报告材料制度平台数据复核结论部门年度目标标准"


def words(count: int, seed: int = 1) -> str:
    """`count` Han characters without any mark."""
    return "".join(random.Random(seed).choices(HAN, k=count))


def paragraphs() -> str:
    text = words(SIZE)
    return "\n".join(f"{text[at : at + 60]}，{text[at : at + 30]}。" for at in range(0, SIZE, 90))


def one_line() -> str:
    return words(SIZE)


def one_character() -> str:
    return "a" * SIZE


def one_paragraph_of_many_lines() -> str:
    text = words(SIZE)
    return "\n".join(text[at : at + 8] for at in range(0, SIZE, 8))


def numbered_items() -> str:
    text = words(SIZE)
    return "\n".join(f"{number}. {text[at : at + 40]}。" for number, at in enumerate(range(0, SIZE, 40), 1))


def a_table() -> str:
    text = words(SIZE)
    return "\n".join("\t".join(text[at + 10 * cell :][:10] for cell in range(5)) for at in range(0, SIZE, 50))


def blank_lines() -> str:
    return "一、总则\n" + "\n" * SIZE + "完。"


def blanks() -> str:
    return "一、总则" + " " * SIZE + "完。"


def brackets() -> str:
    return "（" * SIZE + "一）"


SHAPES = [
    paragraphs,
    one_line,
    one_character,
    one_paragraph_of_many_lines,
    numbered_items,
    a_table,
    blank_lines,
    blanks,
    brackets,
]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_it_is_read_quickly_and_whole(shape: Callable[[], str]) -> None:
    text = shape()
    started = time.process_time()
    document = read_document(source_text("long", text))
    assert time.process_time() - started < SECONDS
    assert "".join(text[c.span.start : c.span.end] for c in document.clauses) == text
