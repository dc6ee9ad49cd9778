"""Changes in figures that a text tells of, and which are for the better.

Of something harmful (投诉, 等待) less is better, of anything else more is.
"""

from __future__ import annotations

import re

_HARM = (
    r"(?:事故|投诉|差评|差错|违纪|违规|违约|流失|离职|缺课|旷课|迟到|缺勤|不及格|挂科|不合格|不达标|失业|闲置|空置|退学|辍学|逾期|超时|重复|作弊|舞弊|处分"
    r"|故障|漏报|迟报|退回|缺口|隐患|负面|警告|积压|欠费|不满意|不清楚|不了解|未完成|无记录|无执行|纠纷|伤害|火情|案件|失败|更换|流动|等待|排队|报修|查重率|(?<!开放)(?<!服务)(?<!学习)(?<!阅读)(?<!实践)(?<!训练)(?:时间|时长)|用时|耗时|天数|周期|周课时|延误|拖欠|报销|填报"
    r"|师生比|生师比|能耗|成本|随意|问题|发生)"
)
# More of nothing else that is called a rate is known to be better: 补签率.
_GOOD_RATE = re.compile(
    r"^(?!.*(?:延期|[未不非难虚缓停]))[一-鿿]*(?:合格|及格|通过|就业|升学|满意|完成|达成|覆盖|开[出课设]|出勤|到[课岗场位账]|参[与加]|利用|使用|报到|录取|获取|办结|整改|达标|签[约到]|对口|持[证有]|及时|准确|完好"
    r"|优[秀良质]|毕业|巩固|留[任存用渝]|转化|回[收访]|收回|应答|响应|执行|支出|采纳|落实|兑现|普及|入[学住]|上线|建[档成]|更新|双师|解决|处[理置]|出席|知晓|推荐|认可|稳定|在岗|创业|考[取证]|获[奖证]|共享|借阅|流通|活跃|抬头|点击|访问|成功|中标|立项|命中|接通|上[座课]|联网|增长|本地)$"
)
_THING = re.compile(
    rf"(?P<harm>{_HARM}(?:发生|现象|行为|事件|学生|教师)?(?:率|人数|人次|次数|数量|件数|起数|数)?)"
    r"|(?P<good>满意[度率]|收入|到账|覆盖面|(?:下载|点击|访问|使用|参与)量|(?:录取|报到|获奖|就业|报名)[人次]?数|投入|获奖|[一-鿿]{1,2}度|比例|占比|比重)"
    r"|(?P<rate>[一-鿿]{1,4})率"
)
_HARM_RATE = re.compile(rf"(?:{_HARM}(?:发生)?|(?:延期|未|缓)[一-鿿]{{1,3}})[率度]$")  # 报差错率
_FELL = r"(?:降|减|缩|跌|滑|掉|退|落)(?:落|回)?(?:至|到|为|成)|(?:降|减)(?:低|少)|下降|缩短|压缩|下滑|回落|减少|下跌|缩减|缩水"
_ROSE = r"(?:升|增|涨)(?:至|到|为)|提高|提升|上升|回升|回到(?!\s*[0零])|增加|增长|扩大|延长|上涨"
_CHANGE = re.compile(
    rf"(?:(?P<fell>{_FELL})|(?P<rose>{_ROSE}))(?=[了至到为约近\s]{{0,3}}(?:每[一-鿿]{{1,4}}|(?:全[市校省国]|同类[一-鿿]{{0,4}})?(?:第|倒数))?(?:\d|零|[一二三四五六七八九十百两半]))"
    rf"|(?:较|比)(?:上|去|往|前|同)[^，。；]{{0,8}}(?:(?P<fell2>{_FELL}|少(?=[了近约]?\s*\d))|(?P<rose2>{_ROSE}|多(?=[了近约]?\s*\d)|翻))"
    rf"|(?:由|从)[^，。；]{{0,10}}\d[^，。；]{{0,8}}(?:(?P<fell3>{_FELL}|[降缩跌减]|滑落)|(?P<rose3>{_ROSE}|[升涨]))"
    rf"|(?:连续|逐年|一年|不增反|不减反)[^，。；]{{0,8}}(?:(?P<fell4>{_FELL}|走低|走弱|(?<=反)[降减]|少过一年|比一年(?:少|低))|(?P<rose4>{_ROSE}|走高|(?<=反)[升增]))"
    r"|(?:历[年史]|近[^，。；]{1,4}年|创|全[市校省]|同类)[^，。；]{0,6}(?:(?P<fell5>最低|新低|最少)|(?P<rose5>最高|新高|最多))(?=[，。；水值、]|$)"
    r"|(?P<level>增多|(?<=率)高?达到?(?=\s*\d))"
)
# 由61%到了96%, 由1:238变为1:203
_FROM_TO = re.compile(
    r"[由从][^，。；\d]{0,6}(?:1[:：∶])?(\d+(?:\.\d+)?)((?<=[:：∶]\d)|(?<=[:：∶]\d\d)|(?<=[:：∶]\d\d\d)|\s*(?:%|[件起人次项个门家册本篇元万天]))[^，。；\d]{0,4}?(?:变[为成到]|[到至成]了?|为)[^，。；\d]{0,6}?(?:1[:：∶])?(\d+(?:\.\d+)?)\2"
)
_OBJECT = re.compile(r"\s*\d+\s*(?:个|名|项|门|家|种|条)[一-鿿]{2}")  # 减少2个专业的招生计划
_YEARLY = re.compile(r"(20\d\d)\s*(?:学?年度?)[^，。；\d]{0,12}?(\d+(?:\.\d+)?)\s*(%|[一-鿿])")


def better(text: str, trouble: str = "") -> bool | None:
    """True for a change for the better in figures, False for one for the worse, None for none or where nobody can tell.

    Of something harmful (投诉, 等待) less is better, of anything else more is; the nearest thing named counts. Whether
    less of something unknown is better nobody can tell, nor whether more of an unknown rate is.
    """
    found = changes(text, trouble)
    told = [better for better in found if better is not None]
    if all(told) and None in found:
        return None
    return all(told) if told else None


def changes(text: str, trouble: str) -> list[bool | None]:
    """Of each change in figures whether it is for the better; None where nobody can tell."""
    found: list[bool | None] = []
    for one in _CHANGE.finditer(text):
        thing = _thing(text[: one.end()])
        fell = any(one[f"fell{i or ''}"] for i in (0, 2, 3, 4, 5))
        if thing is None and _OBJECT.match(text[one.end() :]):
            continue
        if not one["level"] or (thing is not None and _is_harm(thing)):
            found.append(_better(thing, fell, trouble))
    if found:
        return found
    for one in _FROM_TO.finditer(text):
        if (before := float(one[1])) != (now := float(one[3])):
            found.append(_better(_thing(text[: one.end()]), now < before, trouble))
    years = _YEARLY.findall(text)
    if not found and len(years) == 2 and years[0][2] == years[1][2] and years[0][0] != years[1][0]:
        (_, then, _), (_, last, _) = sorted(years)
        if float(then) != float(last):
            found.append(_better(_thing(text), float(last) < float(then), trouble))
    return found


def _better(thing: re.Match[str] | None, fell: bool, trouble: str) -> bool | None:
    """Whether less (or more) of a thing is better. `trouble`: what other evidence tells of problems and causes."""
    if thing is None:
        return None if fell else True
    if thing["rate"] and not _is_harm(thing) and not _GOOD_RATE.search(thing["rate"]):
        return fell if thing["rate"][-2:] in trouble else None
    return fell is _is_harm(thing)


def _thing(text: str) -> re.Match[str] | None:
    """The last thing that a text names of which we may know whether less of it is better."""
    *_, last = (None, *_THING.finditer(text))
    return last


def _is_harm(thing: re.Match[str]) -> bool:
    return thing["harm"] is not None or _HARM_RATE.search(thing[0]) is not None
