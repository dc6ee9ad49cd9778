"""Numbers as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.numbering import (
    CIRCLED,
    address,
    chinese,
    codes,
    fold_width,
    numeral,
    order,
    parse_code,
    project_code,
)


def keys(text: str) -> list[tuple[str, int | None]]:
    return [(code.key, code.order) for code in codes(text)]


@pytest.mark.parametrize(
    ("written", "key", "place"),
    [
        ("6.2", "6.2", None),
        ("６．２", "6.2", None),
        ("６.2", "6.2", None),
        ("六点二", "6.2", None),
        ("6点2", "6.2", None),
        ("六.二", "6.2", None),
        ("6-2", "6.2", None),
        ("6—2", "6.2", None),
        ("6–2", "6.2", None),
        ("6_2", "6.2", None),
        ("6。2", "6.2", None),
        ("6·2", "6.2", None),
        ("6. 2", "6.2", None),
        ("6 . 2", "6.2", None),
        ("第6.2项", "6.2", None),
        ("第 6.2 项", "6.2", None),
        ("第6.2条", "6.2", None),
        ("第六点二", "6.2", None),
        ("第四点一项", "4.1", None),
        ("（6.2）", "6.2", None),
        ("6.2。", "6.2", None),
        ("6．2．", "6.2", None),
        ("十一点二", "11.2", None),
        ("6.2.1", "6.2", 1),
        ("６.２.１", "6.2", 1),
        ("6-2-1", "6.2", 1),
        ("2.1.10", "2.1", 10),
        ("六点二点一", "6.2", 1),
        ("第6.2.1项", "6.2", 1),
    ],
)
def test_every_notation_of_a_code_gives_one_key(written: str, key: str, place: int | None) -> None:
    assert keys(written) == [(key, place)]
    assert keys(f"请问佛山{written}要求什么") == [(key, place)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6.2和5.2有什么不同", ["6.2", "5.2"]),
        ("6.2、5.2", ["6.2", "5.2"]),
        ("从3.1到5.2", ["3.1", "5.2"]),
        ("佛山6.2 对 重庆５．２", ["6.2", "5.2"]),
        ("what does 1.4 require", ["1.4"]),
        ("诊断点6.2的第三个", ["6.2"]),
        ("佛山4.1和重庆3.1一样吗", ["4.1", "3.1"]),
        ("6.2一共几个点", ["6.2"]),
    ],
)
def test_all_codes_of_a_text_are_read_in_order(text: str, expected: list[str]) -> None:
    assert [code.key for code in codes(text)] == expected


def test_a_code_knows_where_it_stands() -> None:
    (code,) = codes("佛山第6.2项要求什么")
    assert "佛山第6.2项要求什么"[code.start : code.end] == "第6.2项"


@pytest.mark.parametrize(
    "text",
    [
        "6～8人",
        "6~8 人",
        "1-2人",
        "1 - 2 人",
        "20-30人",
        "1/4",
        "2019.6",
        "2019.06",
        "2019年6月",
        "2017.04/2018.12",
        "2016-2020年",
        "37.7万",
        "148.8",
        "9.4万元",
        "3.5%",
        "8点30分",
        "8点半",
        "五点钟",
        "九点一刻",
        "两点一刻",
        "10.1日",
        "5-6月",
        "1-3年",
        "3.2周",
        "2.5小时",
        "3-5个",
        "10-11项",
        "1.5倍",
        "4.5分",
        "0.5",
        "6.0",
        "192.168.1.1",
        "100.5",
        "教职成厅〔2015〕2号",
        "第3点",
        "≥12",
        "一点一点来",
        "有一点二话不说",
        "十点二十",
        "晚上八点二十",
        "4-5页",
        "5-10篇",
        "1.2米",
        "5.2亩",
        "12.5公里",
    ],
)
def test_a_quantity_is_no_code(text: str) -> None:
    assert codes(text) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第5大项", "5"),
        ("第五大项", "5"),
        ("第5个诊断项目", "5"),
        ("第五个项目", "5"),
        ("第５个项目", "5"),
        ("第5个大项", "5"),
        ("第5项目", "5"),
        ("诊断项目5", "5"),
        ("项目2", "2"),
        ("项目二", "2"),
        ("第六大块", "6"),
        ("第3个大类", "3"),
        ("第十一个诊断项目", "11"),
        ("项目2.1", None),
        ("第5项", None),
        ("五大项", None),
        ("6个诊断项目", None),
        ("诊断项目有哪些", None),
    ],
)
def test_a_project_is_named_by_its_number(text: str, expected: str | None) -> None:
    assert project_code(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第3点", 3),
        ("第三点", 3),
        ("第３款", 3),
        ("第2个", 2),
        ("第二条", 2),
        ("第十二条", 12),
        ("第3个诊断点", 3),
        ("第3小点", 3),
        ("6.2第3点", 3),
        ("第6.2项", None),
        ("第5个诊断项目", None),
        ("第五大项", None),
        ("第5项目", None),
        ("第3个大类", None),
        ("第一次", None),
        ("第三方评价", None),
        ("前三点", None),
    ],
)
def test_the_nth_of_something(text: str, expected: int | None) -> None:
    assert order(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("三（四）2", "三（四）2"),
        ("三(四)2", "三（四）2"),
        ("三 （四） ２", "三（四）2"),
        ("三、（四）2", "三（四）2"),
        ("三（四）2（1）③", "三（四）2（1）③"),
        ("五(二)2(2)①", "五（二）2（2）①"),
        ("五（二）2（2）⑥", "五（二）2（2）⑥"),
        ("三（一）3(6)", "三（一）3（6）"),
        ("五（三）", "五（三）"),
        ("十一（三）", "十一（三）"),
        ("佛山三（四）2讲什么", "三（四）2"),
        ("重庆方案五（三）", "五（三）"),
        ("二", None),
        ("附件3 注2", None),
        ("6.2", None),
        ("第三（四）2", None),
    ],
)
def test_an_address_as_written_on_paper(text: str, expected: str | None) -> None:
    assert address(text) == expected


@pytest.mark.parametrize(
    ("written", "key", "place"),
    [
        ("6.2", "6.2", None),
        (" 6.2 ", "6.2", None),
        ("第6.2项", "6.2", None),
        ("6.2.1", "6.2", 1),
        ("6", "6", None),
        ("六", "6", None),
        ("十二", "12", None),
    ],
)
def test_one_code_is_parsed(written: str, key: str, place: int | None) -> None:
    code = parse_code(written)
    assert (code.key, code.order) == (key, place)


@pytest.mark.parametrize("text", ["", "abc", "三个", "100", "2019.6", "要素"])
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="不是编号"):
        parse_code(text)


@given(st.integers(1, 99))
def test_numerals_round_trip(number: int) -> None:
    assert numeral(chinese(number)) == number
    assert numeral(str(number)) == number


@given(st.integers(1, 7), st.integers(1, 9))  # from 八点十分 on it might be a clock
def test_a_code_reads_the_same_in_digits_and_in_words(first: int, second: int) -> None:
    assert keys(f"{chinese(first)}点{chinese(second)}") == [(f"{first}.{second}", None)]
    assert keys(f"第{first}.{second}项") == [(f"{first}.{second}", None)]


@given(st.integers(1, 6), st.integers(1, 6), st.sampled_from(".。·-–—_点．"))
def test_every_separator_means_the_same(first: int, second: int, separator: str) -> None:
    assert keys(f"{first}{separator}{second}") == [(f"{first}.{second}", None)]


@pytest.mark.parametrize("number", [0, -1, 100])
def test_no_numeral_beyond_99(number: int) -> None:
    with pytest.raises(ValueError, match="1–99"):
        chinese(number)


@pytest.mark.parametrize(("text", "value"), [("两", 2), ("零", 0), ("二十", 20), ("十", 10), ("九十九", 99)])
def test_numerals_in_words(text: str, value: int) -> None:
    assert numeral(text) == value


@pytest.mark.parametrize("text", ["", "百", "一二", "十十", "3.5", "x", "①"])
def test_what_is_no_numeral_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="不是数字"):
        numeral(text)


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    for code in codes(text):
        assert 0 <= code.start < code.end <= len(text)
    assert order(text) is None or order(text) in range(100)
    assert project_code(text) is None or str(project_code(text)).isdigit()
    assert address(text) is None or "（" in str(address(text))


def test_widths_fold_and_circled_numbers_stay() -> None:
    assert fold_width("６．２（Ａ）①⑳") == f"6.2(A){CIRCLED[0]}{CIRCLED[19]}"
