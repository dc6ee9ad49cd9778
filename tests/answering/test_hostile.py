"""Whatever is typed, the reader gets an answer or one clear sentence with the remedy."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.answering.assistant import Assistant
from app.bootstrap import timed_answer
from app.domain.answers import Answer, Kind
from app.domain.corpus import Corpus
from app.domain.errors import QuestionError, UnknownNameError, ZhengaiError
from tests.answering.checks import faults
from tests.answering.conftest import Ask

SETTINGS = settings(
    max_examples=200,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
# Words that every rule listens to, thrown together.
WORDS = st.sampled_from(
    """
    佛山 重庆 我校 两个方案 6.2 ６．２ 六点二 第5个诊断项目 第3点 十十 五五项 相符 有效 异常 改进措施 很好 不强 几项 几个
    诊断点 诊断要素 教务处 二级学院 牵头 参与 完成 2021年5月 2018年13月 2018年 预算 万 266万 3.7.9 多少字
    500字 组长 副 秘书长 李国 电话 预警机制 质量文化建设 区别 哪些 谁 什么 吗 呢 是不是 图3 表1 表2 299号
    〔2016〕 文号 北京 国家 三（四）2 五（三） ① 的 ？ , 、 who lead 第 号 点 项 99999999999 零 两
    -1 0 00 ½ ² Ⅵ 〇 廿 卅
    """.split()
)


@pytest.mark.parametrize(
    "question", ["", " ", "\n\t\r", "\u3000", "\u200b", "\ufeff\u2060", "\x00", "\x1b\x07", "\u202e"]
)
def test_nothing_typed_is_told_with_an_example(ask: Ask, question: str) -> None:
    with pytest.raises(QuestionError, match=r"问题是空的：请写一句.*例如"):
        ask(question)


def test_2000_characters_are_fine_and_2001_are_too_many(ask: Ask, corpus: Corpus) -> None:
    for text in ("诊", "6.2 ", "诊断点6.2要求什么？", "a", "9", "①", "（"):
        question = (text * 2000)[:2000]
        assert faults(ask(question), corpus) == []
        with pytest.raises(QuestionError, match="2001 个字符，最多 2000 个：请缩短"):
            ask(question + text[:1])


@pytest.mark.parametrize(
    "question",
    [
        "\x00佛山\x07 6.2 \x1b[31m要求什么",
        "佛\u200b山6\u200d.\ufeff2要求什么",
        "\u202e佛山6.2要求什么\u202c",
        "佛山６．２要求什么" + "\u0301" * 20,
    ],
)
def test_control_and_zero_width_characters_change_nothing(ask: Ask, question: str) -> None:
    assert [c.point for c in ask(question).citations if c.point] == [
        "foshan:6.2.1",
        "foshan:6.2.2",
        "foshan:6.2.3",
    ]


@pytest.mark.parametrize(
    "question",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "佛山6.2<b>要求</b>什么",
        "{{7*7}}",
        "${jndi:ldap://x}",
        "{% for x in y %}",
        "%s%s%n%x",
        "{0.__class__}",
        "'; DROP TABLE conversations; --",
        "1 OR 1=1",
        "../../etc/passwd",
        "[a-z]+(((",
        "\\d+\\1(?P<x>",
        "*" * 200,
        "(" * 500,
        "（三（四" * 200,
        "😀😃🎉",
        "👨‍👩‍👧‍👦🏳️‍🌈",
        "的了吗呢吧",
        "9" * 1999,
        "1." * 900,
        "6.2.1.3.4.5.6",
        "一" * 300,
        "十" * 300,
        "第" * 300,
        "2018年" * 300,
        "重庆佛山" * 300,
        "شرح 6.2 فوشان",
        "עברית 重庆 abc",
        "Ⅵ.Ⅱ",
        "𠀀𠀁𪚥",
        "ﬃ ㎡ ℻ ㊿ ½",
        "\ue000\uf8ff\U0010ffff\ufffe",
        "Z̸̡̢a̷l̴g̶o̵",
        "\r\n佛山\r\n6.2\r\n",
    ],
)
def test_hostile_text_gets_a_sound_answer(ask: Ask, corpus: Corpus, question: str) -> None:
    found = ask(question)
    assert faults(found, corpus) == []
    assert "Traceback" not in found.text
    assert "49" not in found.text or "7*7" not in question


@pytest.mark.parametrize("question", ["\ud800", "佛山\udfff6.2", "\udc80\udc81"])
def test_lone_surrogates_are_refused_or_answered(assistant: Assistant, question: str) -> None:
    with pytest.raises(QuestionError, match="重新输入"):
        timed_answer(assistant, question)
    with suppress(ZhengaiError):
        assistant.answer(question)


@pytest.mark.parametrize("scheme", ["guangdong", "", "佛山", "FOSHAN", "../foshan", "\x00"])
def test_an_unknown_scheme_is_told_with_the_known_ones(ask: Ask, scheme: str) -> None:
    with pytest.raises(UnknownNameError) as told:
        ask("6.2要求什么", scheme=scheme)
    assert "foshan（佛山方案）" in str(told.value)
    assert "chongqing（重庆方案）" in str(told.value)


@pytest.mark.parametrize(
    "history", [[""], ["\x00"], ["的"] * 50, ["9" * 5000], ["<script>"], ["重庆呢"] * 20]
)
def test_any_earlier_turns_can_be_leant_on(ask: Ask, corpus: Corpus, history: list[str]) -> None:
    for question in ("那重庆呢", "谁牵头", "and 4.2?"):
        assert faults(ask(question, *history), corpus) == []


def answered(assistant: Assistant, question: str, history: tuple[str, ...] = ()) -> Answer | None:
    """The answer, or None where a known error was told in one sentence; any other error fails the test."""
    with suppress(ZhengaiError):
        return assistant.answer(question, history)
    return None


@SETTINGS
@given(st.text(max_size=60))
def test_any_text_at_all(assistant: Assistant, corpus: Corpus, question: str) -> None:
    found = answered(assistant, question)
    assert found is None or faults(found, corpus) == []


@SETTINGS
@given(st.lists(WORDS, min_size=1, max_size=9))
def test_any_words_thrown_together(assistant: Assistant, corpus: Corpus, words: list[str]) -> None:
    found = answered(assistant, "".join(words))
    assert found is None or faults(found, corpus) == []
    assert found is None or found.kind in Kind


@SETTINGS
@given(st.lists(st.lists(WORDS, min_size=1, max_size=4), min_size=2, max_size=4))
def test_any_turns_thrown_together(assistant: Assistant, corpus: Corpus, turns: list[list[str]]) -> None:
    *before, question = [" ".join(turn) for turn in turns]
    found = answered(assistant, question, tuple(before))
    assert found is None or faults(found, corpus) == []
