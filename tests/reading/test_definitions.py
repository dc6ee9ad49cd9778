"""Terms of the field with the words that define them, and documents that are only named."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.corpus import Definition
from app.domain.errors import CorpusError
from app.reading.definitions import read_cited, read_definitions
from tests.reading.given import CORPUS, closed, edited, real_sources

DEFINITIONS = CORPUS / "definitions.yaml"
CITED = CORPUS / "cited.yaml"


def definitions() -> tuple[Definition, ...]:
    return read_definitions(DEFINITIONS, real_sources())


def defined(term: str, document: str) -> Definition:
    return next(d for d in definitions() if d.term == term and d.document == document)


def test_there_are_enough_terms() -> None:
    assert len({definition.term for definition in definitions()}) >= 60


@pytest.mark.parametrize(
    ("term", "document", "words"),
    [
        ("五纵五横一平台", "foshan", ["决策指挥", "学校、专业、课程、教师、学生", "信息技术平台"]),
        ("三个意识", "foshan", ["主体意识", "质量意识", "过程意识"]),
        ("自我诊断三环节", "foshan", ["明确目标", "鉴定现状", "剖析成因"]),
        ("待改进", "chongqing", ["以外的其他情况"]),
        ("有效", "chongqing", ["≥ 12 项"]),
        ("四到位", "chongqing", ["机构、人员、场地、经费"]),
        ("两链", "foshan", ["没有定义", "推断"]),
        ("11233", "foshan", ["没有解释"]),
        ("八大工程", "foshan", ["没有定义"]),
    ],
)
def test_a_term_says_what_its_clause_says(term: str, document: str, words: list[str]) -> None:
    text = defined(term, document).text
    assert [word for word in words if word not in text] == []


def test_the_spans_are_the_clause() -> None:
    source = real_sources()["foshan"]
    assert source.cut(defined("三个特征", "foshan").spans) == "体现三个特征（周期性、常态化、个性化）"
    cut = defined("目标体系", "foshan")  # over a page end
    assert len(cut.spans) == 2
    assert "师资队伍建设规划" in closed(source.cut(cut.spans))


def test_each_has_a_clause_a_sentence_and_names_of_its_own() -> None:
    taken: dict[tuple[str, str | None], str] = {}
    for definition in definitions():
        assert definition.spans, definition.term
        assert definition.text.endswith("。"), definition.term
        for name in definition.aliases:
            other = taken.setdefault((name, definition.document), definition.term)
            assert other == definition.term, f"{name}: {other}, {definition.term}"


def test_the_five_numbers_are_cited_but_not_here() -> None:
    cited = {document.number: document for document in read_cited(CITED, real_sources()) if document.number}
    assert {number: document.mentions for number, document in cited.items()} == {
        "教职成厅〔2015〕2号": (("foshan", 7), ("foshan", 271), ("chongqing", 5)),
        "教职成司函〔2015〕168号": (("foshan", 7), ("chongqing", 5)),
        "教职成司函〔2017〕56号": (("foshan", 11), ("foshan", 271)),
        "粤教高函〔2016〕299号": (("foshan", 7), ("foshan", 11), ("foshan", 271)),
        "渝教高〔2009〕17号": (("chongqing", 45),),
    }


def test_others_are_cited_by_title() -> None:
    titles = [document.title for document in read_cited(CITED, real_sources())]
    assert "国务院关于加快发展现代职业教育的决定" in titles
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("quote: 体现三个特征（周期性", "quote: 体现三个特征（阶段性", "中没有“体现三个特征（阶段性"),
        ("      lines: [426]\n", "", "出现 8 次"),
        ("lines: [426]", "lines: [425]", "不在原文 foshan 第 425 行"),
        ("- term: 三个意识", "- term: 三个结合", "“三个结合”写了两次"),
        (
            "  document: foshan\n  quotes:\n    - quote: 结合学校",
            "  quotes:\n    - quote: 结合学校",
            "须同时写",
        ),
        ("text: “八大工程”", "txet: “八大工程”", "不认识的键"),
    ],
)
def test_a_quote_that_is_not_there_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    copy, _ = edited(DEFINITIONS, tmp_path, old, new)
    with pytest.raises(CorpusError) as refused:
        read_definitions(copy, real_sources())
    assert message in str(refused.value)
    assert "definitions.yaml 第 " in str(refused.value)


def test_a_mention_that_is_not_there_is_refused(tmp_path: Path) -> None:
    copy, line = edited(CITED, tmp_path, "{foshan: [7, 11, 271]}", "{foshan: [7, 12, 271]}")
    with pytest.raises(CorpusError) as refused:
        read_cited(copy, real_sources())
    assert f"cited.yaml 第 {line} 行" in str(refused.value)
    assert "粤教高函〔2016〕299号" in str(refused.value)
