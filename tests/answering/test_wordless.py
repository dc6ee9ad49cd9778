"""A text without a word to look for is told so, with the reason and how to ask."""

from __future__ import annotations

import pytest

from app.domain.answers import Kind
from tests.answering.checks import has
from tests.answering.conftest import Ask

MARKS = ["？", "！！！", "。。。，，，", "...", "---", "***", "（）", "《》", "“”", "(((", "～～", "？ ！"]
EMOJI = ["😀", "😀😀", "😀😃🎉", "👨‍👩‍👧‍👦🏳️‍🌈", "👍！", "🚨 🚨", "♥"]
PARTICLES = [
    "的",
    "的了吗呢吧",
    "呢",
    "吗？",
    "是不是",
    "什么是",
    "为什么",
    "请问",
    "怎么办",
    "几个",
    "嗯",
    "哈哈哈",
    "😀的",
    "你好",
    "谢谢",
]
ENGLISH_PARTICLES = ["the a an of", "what is", "what is it?", "who", "how", "is it", "ok", "Hello!"]
FOREIGN = ["привет", "こんにちは", "안녕하세요", "שלום", "Ω≈ç√"]
CODE = [
    "<script>alert(1)</script>",
    "<script>alert('你好')</script>",
    "<img src=x onerror=alert(1)>",
    "<div class='report'>",
    "<!-- report -->",
    "alert(1)",
    "console.log('report')",
    "def report(): return 1",
    "import os; os.system('ls')",
    "var report = 1;",
    "{{7*7}}",
    "${jndi:ldap://x}",
    "{% for x in y %}",
    "SELECT * FROM students",
    "'; DROP TABLE conversations; --",
    "1 OR 1=1",
    "../../etc/report",
    "C:\\teacher\\report.txt",
    "https://example.com/report",
]
CASES = [
    *((text, "只有标点或符号") for text in MARKS),
    *((text, "只有表情符号") for text in EMOJI),
    *((text, "一类的词或问候") for text in PARTICLES),
    *((text, "no word to look for") for text in ENGLISH_PARTICLES),
    *((text, "不是中文，也不是英文") for text in FOREIGN),
    *((text, "像是程序代码、网页代码或网址") for text in CODE),
]


@pytest.mark.parametrize(("text", "reason"), CASES, ids=[text for text, _ in CASES])
def test_it_is_told_why_nothing_was_looked_for(ask: Ask, text: str, reason: str) -> None:
    found = ask(text)
    assert found.kind is Kind.CLARIFY
    assert has(found, reason)
    assert has(found, "请" if reason != "no word to look for" else "Please")
    assert found.citations == ()
    assert len(found.choices) >= 2


@pytest.mark.parametrize(
    "text",
    [
        "who leads 6.2?",
        "what is the alert mechanism",
        "alert",
        "report",
        "<b>quality report</b>",
        "<p>重庆 5.2</p>",
        "佛山6.2<b>要求</b>什么",
        "which point(s)?",
        "element(s) of chongqing",
        "how to import data into the platform",
        "三(四)2",
        "PDCA(计划)是什么",
        "x=6.2",
        "6.2()",
        "😀佛山6.2",
        "佛山 6.2 == 重庆 5.2?",
    ],
)
def test_what_names_something_is_answered(ask: Ask, text: str) -> None:
    assert ask(text).kind is Kind.ANSWER


@pytest.mark.parametrize("text", ["呢", "为什么", "what about it"])
def test_particles_lean_on_the_turn_before(ask: Ask, text: str) -> None:
    assert ask(text, "佛山6.2谁牵头").kind is Kind.ANSWER


@pytest.mark.parametrize("text", ["😀", "？？", "<script>alert(1)</script>"])
def test_marks_emoji_and_code_are_nothing_after_any_turn(ask: Ask, text: str) -> None:
    assert ask(text, "佛山6.2谁牵头").kind is Kind.CLARIFY


@pytest.mark.parametrize("text", ["佛山😀", "佛山？", "重庆吗", "12", "①"])
def test_a_scheme_or_a_bare_number_is_asked_back(ask: Ask, text: str) -> None:
    found = ask(text)
    assert found.kind is Kind.CLARIFY
    assert has(found, "您问的是哪个诊断点")
