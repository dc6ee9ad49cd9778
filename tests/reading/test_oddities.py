"""The known contradictions and damages: on real lines, with words that call them up."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.corpus import Oddity
from app.domain.errors import CorpusError
from app.reading.oddities import read_oddities
from tests.reading.given import CORPUS, edited, real_sources

FILE = CORPUS / "oddities.yaml"


def oddities() -> dict[str, Oddity]:
    return {oddity.id: oddity for oddity in read_oddities(FILE, real_sources())}


def test_all_of_the_known_ones_are_there() -> None:
    found = oddities()
    assert len(found) >= 42
    assert all(oddity.id.startswith(f"{oddity.document}-") for oddity in found.values())


@pytest.mark.parametrize(
    ("id_", "lines"),
    [
        ("foshan-five-groups-six", (81, 291)),
        ("foshan-budget-total-row", (414,)),
        ("foshan-blank-participants", (437, 467, 469)),
        ("chongqing-effects-name", (298, 322)),
        ("chongqing-conclusion-and-or", (95,)),
        ("chongqing-typo-apply", (101,)),
        ("chongqing-typo-students", (271,)),
        ("chongqing-name-cao", (202,)),
        ("chongqing-name-dai", (170,)),
    ],
)
def test_what_would_mislead_is_always_told(id_: str, lines: tuple[int, ...]) -> None:
    assert oddities()[id_].always
    assert oddities()[id_].lines == lines


@pytest.mark.parametrize("word", ["五纵五横", "资源建设", "两链", "11233", "八大工程", "例会", "李柏青"])
def test_a_word_calls_up_its_oddity(word: str) -> None:
    assert any(word in oddity.about for oddity in oddities().values())


def test_each_is_a_clear_chinese_sentence() -> None:
    for oddity in oddities().values():
        assert oddity.text.endswith(("。", "）。", "（推断）。")), oddity.id
        assert len(oddity.text) <= 160, oddity.id
        assert len(set(oddity.about)) == len(oddity.about), oddity.id


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("lines: [414]", "lines: [4140]", "没有第 4140 行"),
        ("quotes: [项目审报]", "quotes: [项目申报]", "引文“项目申报”不在原文 chongqing 第 101 行"),
        ("document: chongqing", "document: chengdu", "没有名为“chengdu”的原文"),
        ("id: foshan-two-chains", "id: foshan-11233", "“foshan-11233”写了两次"),
        ("about: [八大工程]", "about: []", "永远不会显示"),
        ("about: [八大工程]", "abuot: [八大工程]", "不认识的键"),
        ("about: [八大工程]", "about: 八大工程", "应为列表"),
    ],
)
def test_what_is_not_so_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    copy, _ = edited(FILE, tmp_path, old, new)
    with pytest.raises(CorpusError) as refused:
        read_oddities(copy, real_sources())
    assert message in str(refused.value)
    assert "oddities.yaml 第 " in str(refused.value)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="找不到文件"):
        read_oddities(tmp_path / "oddities.yaml", real_sources())
