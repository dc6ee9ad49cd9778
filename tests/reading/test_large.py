"""A long document is read in time that grows with its length, whatever its shape, and loses no character."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from app.reading import read_document
from tests.growth import LINEAR, growth
from tests.reading.given import source_text

SIZE = 200_000  # characters
HAN = "学校质量诊断改进教师学生专业课程报告材料制度平台数据复核结论部门年度目标标准"


def words(count: int, seed: int = 1) -> str:
    """`count` Han characters without any mark."""
    return "".join(random.Random(seed).choices(HAN, k=count))


def paragraphs(size: int) -> str:
    text = words(size)
    return "\n".join(f"{text[at : at + 60]}，{text[at : at + 30]}。" for at in range(0, size, 90))


def one_line(size: int) -> str:
    return words(size)


def one_character(size: int) -> str:
    return "a" * size


def one_paragraph_of_many_lines(size: int) -> str:
    text = words(size)
    return "\n".join(text[at : at + 8] for at in range(0, size, 8))


def numbered_items(size: int) -> str:
    text = words(size)
    return "\n".join(f"{number}. {text[at : at + 40]}。" for number, at in enumerate(range(0, size, 40), 1))


def a_table(size: int) -> str:
    text = words(size)
    return "\n".join("\t".join(text[at + 10 * cell :][:10] for cell in range(5)) for at in range(0, size, 50))


def blank_lines(size: int) -> str:
    return "一、总则\n" + "\n" * size + "完。"


def blanks(size: int) -> str:
    return "一、总则" + " " * size + "完。"


def brackets(size: int) -> str:
    return "（" * size + "一）"


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
def test_it_is_read_whole(shape: Callable[[int], str]) -> None:
    text = shape(SIZE)
    document = read_document(source_text("long", text))
    assert "".join(text[c.span.start : c.span.end] for c in document.clauses) == text


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_the_time_grows_with_the_length(shape: Callable[[int], str]) -> None:
    texts = {size: source_text("long", shape(size)) for size in (SIZE // 2, SIZE // 8)}
    assert growth(lambda size: read_document(texts[size]), SIZE // 4) < LINEAR
