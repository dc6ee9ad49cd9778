"""Questions to begin with, by who asks."""

from app.web.contexts import ExampleGroup

EXAMPLES = (
    ExampleGroup("质控办", ("教务处牵头哪些诊断点", "2021年5月要完成哪些诊断点", "复核前学校要准备哪些材料")),
    ExampleGroup(
        "撰写部门", ("6.2 质量事故管控要求什么", "自我诊断意见限多少字", "改进效果能写预期的成效吗")
    ),
    ExampleGroup("新同事", ("什么是8字螺旋", "五纵五横一平台指什么", "多久做一次自我诊改")),
    ExampleGroup(
        "专家与校内复核",
        ("15 项里相符 9 项算什么结论", "佛山 3.1 和重庆 3.1 是一回事吗", "专家组由几个人组成"),
    ),
)
