"""The dictionary of everyday words as a college's staff leaves it: what is read, and what is said of a slip."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from app.domain.corpus import Everyday
from app.domain.errors import CorpusError
from app.reading.everyday import parse_everyday, read_everyday

SHIPPED = Path(__file__).parents[2] / "corpus" / "everyday.tsv"
FILE = Path("corpus/everyday.tsv")
GOOD = "# 说明\n\n老师\t>\t教师;师资\t0.9\n钱\t=\t经费\t.5\n"
ENTRIES = (Everyday("老师", ("教师", "师资"), 0.9, False, 3), Everyday("钱", ("经费",), 0.5, True, 4))


def test_entries_know_their_lines() -> None:
    assert parse_everyday(GOOD.encode(), FILE) == ENTRIES


@pytest.mark.parametrize(
    "data",
    [
        codecs.BOM_UTF8 + GOOD.encode(),  # Notepad, Excel
        GOOD.replace("\n", "\r\n").encode(),  # Windows
        codecs.BOM_UTF8 + GOOD.replace("\n", "\r\n").rstrip().encode(),  # no line end at the end
        GOOD.replace("0.9", "0.9\t\t").replace("# 说明", "# 说明\t\t\t").encode(),  # Excel's empty cells
        GOOD.replace("教师;师资", '"教师;师资"').replace("# 说明", '"# 说明, 例"').encode(),  # Excel's quotes
        GOOD.replace(";", "；").replace(">", "＞").replace("=", "＝").replace("0.9", "０．９").encode(),
        GOOD.replace("老师", " 老师 ").replace("教师;师资", " 教师 ; 师资 ;").encode(),
        GOOD.replace("教师;", "教师;教师;").encode(),
    ],
    ids=["mark", "windows", "last line", "empty cells", "quotes", "full width", "blanks", "a term twice"],
)
def test_what_editors_and_keyboards_do_is_taken_as_it_comes(data: bytes) -> None:
    assert parse_everyday(data, FILE) == ENTRIES


MALFORMED = [
    ("老师 > 教师 0.9", "没有分列：请写口语词、方向、术语、权重四列，列与列之间按 Tab 键隔开"),
    ("老师\t>", "“老师”只有 2 列：请补上术语、权重"),
    ("老师\t>\t教师", "“老师”只有 3 列：请补上权重"),
    ("老师\t>\t教师\t", "“老师”只有 3 列：请补上权重"),
    ("老师\t教师\t0.9", "“老师”只有 3 列：请补上方向（> 或 =）"),
    ("老师\t>\t教师\t0.9\t张三加的", "“老师”有 5 列：请只留口语词、方向、术语、权重四列"),
    ("\t>\t教师\t0.9", "没有写口语词：请在第一列补上"),
    ("老师\t→\t教师\t0.9", "方向写作“→”：请写 >"),
    ("老师\t\t教师\t0.9", "方向写作“”：请写 >"),
    ("老师\t>\t\t0.9", "“老师”没有写术语：请在第三列补上"),
    ("老师\t>\t; ；\t0.9", "“老师”没有写术语：请在第三列补上"),
    ("老师\t>\t教师\t高", "权重“高”不是数：请写大于 0、不超过 1 的数"),
    ("老师\t>\t教师\t90%", "权重“90%”不是数"),
    ("老师\t>\t教师\t0,9", "权重“0,9”不是数"),
    ("老师\t>\t教师\t0", "权重 0 超出范围：请写大于 0、不超过 1 的数"),
    ("老师\t>\t教师\t1.5", "权重 1.5 超出范围"),
    ("老师\t>\t教师\t-1", "权重 -1 超出范围"),
    ("老师\t>\t教师\tnan", "权重 nan 超出范围"),
    ("钱\t>\t经费\t0.9", "“钱 → 经费”在第 1 行已经写过：请删去其中一处"),
    ("钱\t=\t资金;经费\t0.2", "“钱 → 经费”在第 1 行已经写过"),
]


@pytest.mark.parametrize(("line", "says"), MALFORMED, ids=[says for _, says in MALFORMED])
def test_a_slip_is_one_sentence_with_file_line_and_remedy(line: str, says: str) -> None:
    with pytest.raises(CorpusError) as told:
        parse_everyday(f"钱\t>\t经费\t1\n# 说明\n{line}\n".encode(), FILE)
    assert str(told.value).startswith(f"{FILE} 第 3 行")
    assert says in str(told.value)
    assert str(told.value).endswith("。")
    assert str(told.value).count("。") == 1


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (GOOD.encode("gbk"), "第 1 行不是 UTF-8 编码（多半是 GBK，又叫 ANSI）"),
        (b"# utf-8\n" + "老师\t>\t教师\t1".encode("gbk"), "第 2 行不是 UTF-8"),
        (codecs.BOM_UTF8 + b"# utf-8\n\xff", "第 2 行不是 UTF-8"),
        (GOOD.encode("utf-16"), "UTF-16 编码"),
        (codecs.BOM_UTF16_BE + GOOD.encode("utf-16-be"), "UTF-16 编码"),
    ],
)
def test_another_encoding_is_told_with_how_to_save(data: bytes, says: str) -> None:
    with pytest.raises(CorpusError) as told:
        parse_everyday(data, FILE)
    assert says in str(told.value)
    assert str(told.value).endswith("把编码选为 UTF-8。")


def test_a_corpus_may_have_no_dictionary(tmp_path: Path) -> None:
    assert read_everyday(tmp_path / "everyday.tsv") == ()


def test_a_dictionary_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "everyday.tsv").mkdir()
    with pytest.raises(CorpusError, match=r"everyday\.tsv 读不出"):
        read_everyday(tmp_path / "everyday.tsv")


def test_the_shipped_file_explains_itself_with_examples_that_can_be_used() -> None:
    lines = SHIPPED.read_text(encoding="utf-8").splitlines()
    header = lines[: next(number for number, line in enumerate(lines) if not line.startswith("#"))]
    told = "".join(header)
    assert all(word in told for word in ("口语词", "方向", "术语", "权重", "Tab", "单向", "双向", "UTF-8"))
    examples = [line.removeprefix("# ") for line in header if line.count("\t") == 3]
    assert len(parse_everyday("\n".join(examples).encode(), FILE)) == 2
