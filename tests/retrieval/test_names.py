"""Names and aliases in a question; the longest wins."""

from __future__ import annotations

import pytest

from app.domain.corpus import Corpus
from app.indexing.words import squeeze
from app.retrieval.names import Names, Thing


@pytest.fixture(scope="module")
def names(corpus: Corpus) -> Names:
    return Names(corpus.schemes.values())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("预警机制谁牵头", {("foshan", "point", "预警机制"), ("chongqing", "point", "预警机制")}),
        (
            "质量事故管控看什么",
            {("foshan", "element", "质量事故管控"), ("chongqing", "element", "质量事故管控")},
        ),
        # 组织架构 stands in 组织机构架构 and so on: each whole name is one name
        ("质量文化建设", {("foshan", "point", "质量文化建设"), ("chongqing", "point", "质量文化建设")}),
        ("质保制度", {("foshan", "point", "质量保证制度"), ("chongqing", "point", "质量保证制度")}),
        ("数据工作组的组长", {("chongqing", "body", "数据工作组")}),
        ("体系总体构架", {("foshan", "project", "体系总体构架"), ("chongqing", "project", "体系总体构架")}),
        ("体系特色与创新", {("foshan", "element", "体系特色与创新")}),
        ("今天天气不错", set()),
        ("", set()),
    ],
)
def test_things_are_found_by_name_and_alias(
    names: Names, text: str, expected: set[tuple[str, str, str]]
) -> None:
    assert {(n.scheme, n.level, n.thing.name) for n in names.find(text)} == expected


def test_a_name_inside_a_longer_one_is_not_counted(names: Names) -> None:
    found = names.find("规划制定与实施")
    assert {named.text for named in found} == {"规划制定与实施"}
    assert "规划制定" in names.texts


def test_names_are_listed_longest_first_and_without_white_space(names: Names) -> None:
    lengths = [len(text) for text in names.texts]
    assert lengths == sorted(lengths, reverse=True)
    assert not any(character.isspace() for text in names.texts for character in text)


def test_a_named_thing_knows_where_it_stands(names: Names) -> None:
    text = "请问预警机制和管控制度"
    found = names.find(text)
    assert [text[n.start : n.end] for n in found] == [n.text for n in found]
    assert [n.start for n in found] == sorted(n.start for n in found)


@pytest.mark.parametrize("scheme", ["foshan", "chongqing"])
def test_every_element_point_and_body_is_found_by_its_own_name(
    corpus: Corpus, names: Names, scheme: str
) -> None:
    read = corpus.schemes[scheme]
    things: list[Thing] = [*read.projects, *read.elements(), *read.points(), *read.bodies]
    for thing in things:
        assert any(n.thing is thing and n.exact for n in names.find(squeeze(thing.name))), thing.name
