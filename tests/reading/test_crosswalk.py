"""The crosswalk: 16 elements to 15, 37 points to 37, every code real."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from app.domain.errors import SchemeError
from app.domain.schemes import Crosswalk
from app.reading.crosswalk import read_crosswalk
from tests.reading.given import CORPUS, edited, real_schemes

FILE = CORPUS / "schemes" / "crosswalk.yaml"


def crosswalk() -> Crosswalk:
    return read_crosswalk(FILE, real_schemes())


def test_every_element_and_point_of_both_schemes_is_in_it_once() -> None:
    read = crosswalk()
    codes = Counter(code for link in read.elements for code in link.codes)
    ids = Counter(id_ for link in read.points for id_ in link.ids)
    schemes = real_schemes().values()
    assert codes == {(scheme.id, element.code): 1 for scheme in schemes for element in scheme.elements()}
    assert ids == {point.id: 1 for scheme in schemes for point in scheme.points()}


@pytest.mark.parametrize(
    ("scheme", "code", "other", "partners"),
    [
        ("foshan", "6.2", "chongqing", ("5.2",)),
        ("chongqing", "5.2", "foshan", ("6.2",)),
        ("foshan", "3.1", "chongqing", ("2.3",)),
        ("foshan", "3.2", "chongqing", ("2.3",)),
        ("chongqing", "2.3", "foshan", ("3.1", "3.2")),
        ("foshan", "5.2", "chongqing", ("4.2",)),
    ],
)
def test_partners(scheme: str, code: str, other: str, partners: tuple[str, ...]) -> None:
    assert crosswalk().element_partners(scheme, code, other) == partners


def test_relations() -> None:
    assert Counter(link.relation for link in crosswalk().points) == {
        "重庆较宽": 14,
        "相同": 14,
        "部分重合": 8,
        "佛山较宽": 1,
    }
    assert all(link.note for link in crosswalk().points)


def test_linked_points_have_one_name() -> None:
    names = {point.id: point.name for scheme in real_schemes().values() for point in scheme.points()}
    for link in crosswalk().points:
        one, other = (names[id_].replace("（", "(").replace("）", ")") for id_ in link.ids)
        assert one == other


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("foshan:6.2.3", "foshan:6.2.4", "没有佛山方案的诊断点“foshan:6.2.4”"),
        ('chongqing: ["5.2"]', 'chongqing: ["6.2"]', "没有重庆方案的诊断要素“6.2”"),
        ("schemes: [foshan, chongqing]", "schemes: [foshan, chengdu]", "没有方案“chengdu”"),
        ("relation: 佛山较宽", "relation: 成都较宽", "没有关系“成都较宽”"),
        ("foshan:1.1.1", "foshan:1.1.2", "诊断点 foshan:1.1.2 写了两次"),
    ],
)
def test_what_does_not_exist_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    copy, _ = edited(FILE, tmp_path, old, new)
    with pytest.raises(SchemeError) as refused:
        read_crosswalk(copy, real_schemes())
    assert message in str(refused.value)
    assert "crosswalk.yaml 第 " in str(refused.value)
