"""Slips are mended; what is right is left alone."""

from __future__ import annotations

import pytest

from app.retrieval.question import Reader


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        # homophones
        ("预井机制谁牵头", "预警机制"),
        ("预警几制", "预警机制"),
        ("质空办", "质控办"),
        ("教雾处牵头哪些", "教务处"),
        ("资量事故管控", "质量事故管控"),
        ("质量试故管控", "质量事故管控"),
        ("改近措施", "改进措施"),
        ("复核解论", "复核结论"),
        ("专家祖多少人", "专家组"),
        ("安全与生活保章", "安全与生活保障"),
        ("质量改进罗旋", "质量改进螺旋"),
        ("师资对伍", "师资队伍"),
        ("课成建设规划", "课程建设规划"),
        ("育人题系", "育人体系"),
        ("成掌环境", "成长环境"),
        ("合作发展环竟", "合作发展环境"),
        ("自我诊断易见多少字", "自我诊断意见"),
        # pinyin typed
        ("yujing机制", "预警机制"),
        ("jiaowuchu牵头哪些", "教务处"),
        ("xueshengchu参与哪些", "学生处"),
        ("zhenduandian 6.2", "诊断点"),
        # one wrong character
        ("质控班牵头哪些", "质控办"),
        ("诊断店6.2", "诊断点"),
        ("复合结论", "复核结论"),
        ("五纵五恒", "五纵五横"),
    ],
)
def test_a_slip_is_read_as_the_term_and_told(reader: Reader, typed: str, meant: str) -> None:
    query = reader.read(typed)
    assert meant in query.squeezed
    assert query.corrections


@pytest.mark.parametrize(
    "question",
    [
        "诊断点6.2要求什么",
        "教务处牵头哪些诊断点",
        "15项里相符9项，改进措施很好，算异常吗",
        "佛山的自我诊断意见限多少字",
        "食堂要评到几星",
        "出了事要多快处理完",
        "佛山特殊学生群体服务与资助谁牵头",
        "专家来了住酒店最高几颗星",
        "能不能给来检查的人塞点红包土特产",
        "迎检想搞台文艺晚会欢迎一下行吗",
        "改进的活还没动手效果那一栏咋填",
        "自己写的报告里能给自己评个优吗",
        "学生打分低的老师会被怎么着",
        "活没干完的部门会不会挨板子",
        "老师的备课本什么时候检查",
        "我是辅导员，跟我有关的有哪些",
        "新来的系主任应该先看哪几条",
        "经费一共多少，哪年最多",
        "复核没过会怎么样",
        "多久开一次会",
        "学校要交哪些材料",
        "材料提前几天公示",
        "专业要不要每年诊断一次",
        "课堂教学谁来督导",
        "数据是谁录的",
        "平台花了多少钱",
        "两个方案的要素一样吗",
        "重庆有没有牵头部门",
        "信息系统和信息应用有什么不同",
        "心理咨询室有要求吗",
        "贫困生怎么帮",
        "实习实训检查什么",
        "毕业生跟踪做几年",
        "组长是谁",
        "秘书长和副秘书长都有谁",
        "图书馆在哪",
        "校长签字要不要",
        "职称评审标准有没有",
        "企业专家能不能当复核专家",
        "三年内要做几次",
        "抽查比例是多少",
        "改进期多长",
        "异常的学校会受什么处罚",
        "一票否决有吗",
        "高水平专业群和品牌专业怎么看",
        "how many experts are in the team",
        "what does 1.4 require",
        "信息中心管什么",
        "诊改小组开会频率",
        "外聘教师怎么考核",
        "大学生创新创业",
        "双创教育要做到什么",
    ],
)
def test_an_ordinary_question_is_left_alone(reader: Reader, question: str) -> None:
    assert reader.read(question).corrections == ()


@pytest.mark.parametrize(
    "question", ["Chongqing 1.4", "What does 6.2 require in the Foshan scheme?", "FOSHAN"]
)
def test_a_schemes_name_in_english_is_no_slip(reader: Reader, question: str) -> None:
    assert reader.read(question).corrections == ()


def test_every_name_of_the_schemes_is_right_as_it_is(reader: Reader) -> None:
    mended = [text for text in reader._names.texts if reader.read(text).corrections]
    assert mended == []
