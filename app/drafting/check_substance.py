"""Checks of substance: measures that are slogans, effects and problems that say nothing in particular, causes that
only say the problem once more or would fit any.

A text says something in particular where it has something to hold on to: a number, a title, a date, somebody who
acts, a thing done. One without is told of where its clauses are of a kind: a measure's open with a verb that asks
for more, an effect's end in praise, a problem's say that a quality falls short. So is one of which nothing is left
besides the words of the trade.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.domain.drafts import OVERVIEW, Cell, PartKey
from app.domain.rules import Finding, Severity
from app.drafting.alike import neighbours
from app.drafting.bench import Bench
from app.drafting.check_links import NO_PROBLEM, Item, not_yet, owed
from app.drafting.text import CLAUSE, items, said, shortened

_TRADE = re.compile(
    "|".join(
        sorted(
            (
                "进一步 继续 不断 持续 大力 切实 全面 深入 积极 认真 严格 逐步 稳步 高度 有效 显著 明显 有序 加强 加大 加快 强化 "
                "提高 提升 增强 完善 健全 优化 深化 细化 改进 改善 规范 推进 推动 促进 落实 落细 狠抓 抓好 抓实 抓紧 压实 夯实 "
                "做好 重视 统一 思想 认识 领导 管理 力度 工作 制度 机制 体系 建设 质量 水平 意识 责任 能力 素质 作风 教学 师生 "
                "教师 学生 学校 我校 全校 各部门 各学院 各单位 二级学院 人员 队伍 相关 有关 各项 整体 总体 措施 到位 常抓不懈 "
                "齐抓共管 形成 合力 氛围 良好 效果 成效 取得 得到 稳定 秩序 运行 开展 实现 营造 确保 保障 保证 发展 文化 观念 "
                "理念 引导 更加 有所 较大 较好 一定 进展 程度 个别 部分 少数 有的 一些 还需 仍需 尚需 需要 有待 不够 不足 不强 "
                "不高 存在 问题 薄弱 环节 已经 逐渐 日益 目标 全体 广大 基本 正常 顺利 完成 预期 任务 组织 实施 真正 充分 "
                "师资 诊改 走深走实 执行 过程 结果 运用 注重 顺畅 初显 凸显 坚决 相应"
            ).split(),
            key=len,
            reverse=True,
        )
    )
    + "|[的了和与及并等对在为使以把将还仍较需我校各地]"
)
_NUMERAL = "[一二三四五六七八九十百两双半]"
_PARTICULAR = re.compile(r"[0-9０-９%％]|《|[一二三四五六七八九十]+[个项名次起件份条类场门]")
_HAN = re.compile(r"[\u3400-\u9fff]")
# What a vague text has nothing of: a number, a title, a name in quotation marks, a list behind a colon, how often.
_ANCHOR = re.compile(
    rf"[0-9０-９%％]|《|：[^，。；]{{2,}}|(?!一[个批支种]|二级){_NUMERAL}+(?:个|项|名|次|起|件|份|条|类|场|门|天|周|月|年|间|家|倍|成|台|套|人|"
    r"种|轮|所|处|支|本|册|[级届批]|课时|学时|小时|点)|每|逐[一人个班条项级户家]|轮流|首次|一律|方可|全部|不再"
)
# Digits that are part of a name count nothing: 1+X证书, 3+2, CET4, A4纸, 5G, 7S管理.
_NUMBERED_NAME = re.compile(r"\d[+＋][A-Za-z\d]|[A-Za-z]+-?\d+(?![\d.%％])|(?<![\d.])\d[A-Z](?![A-Za-z])")
_DOER = r"(?:[\u4e00-\u9fff]{0,10}?(?:处|部|办|科|室|中心|学院|系|馆|委员会|小组|主任|院长|专人|辅导员|班主任|教师|督导员?))"
# Somebody who does it, or a thing done that one could go and look at.
_DONE_BY = re.compile(
    rf"{_DOER}(?:负责|牵头|于|会同)|由[^，。；]{{2,12}}?(?:负责|牵头|[\u4e00-\u9fff]{{2}})|[把将][^，。；]{{2,16}}?(?:改[为成]|交[给由到至]|送[到至交]|报[送备]|发[到至给]|[列写计编]入|"
    r"贴[到在]|放[到在]|移[到至交]|拆[除分]|并入|避开)|更换|购置|采购|安装|拆除|改造|签订|签名|签字|签署|取消|停[用止招办]|撤[回销]|改[用为由]|延长|增聘|增设|加装|开设|开通|"
    r"编印|编写(?![^，。；]{0,2}(?:热情|积极|能力|水平))|印发|出台|修订|制定|张贴|公示|公布|走访|回访|点名|抽查|复[审核查]|核[对验]|清退|退[出回]|抄送|备案|抽测|面谈|约谈|补[签考发]|停课|"
    r"列为|转[入岗]|接收|上墙|上门|挂牌|扫码|报销|合并|关闭|兑现|发放|招聘|外聘|挂职|顶岗|跟岗|入户|登记|签到|摄像|直播|录像|双人"
)
_BY_DEGREES = (
    "(?:进一步|切实|大力|着力|不断|持续|全面|深入|充分|积极|高度|统筹|合理|扎实|牢固|努力|稳步|有效|加快|广泛|认真|严格|更加|注重|继续|逐步|"
    "主动|科学|精准|全方位|多维度|全过程|高位|纵深|系统|常态化|强力|合力|协同|紧密|紧紧|大胆|用心|要|以|应|将|须|需|会)"
)
# How a slogan's clauses open: with a verb that asks for more of something, and no word of how.
_SLOGAN = re.compile(
    rf"(?:{_DOER}|我校|学校|全校|各单位|各部门|要|通过)??{_BY_DEGREES}*(?:提高|加强|加大|强化|提升|增强|优化|完善|健全|建立健全|深化|推进|推动|促进|"
    r"拓宽|拓展|丰富|激发|调动|树立|打造|营造|凝聚|凝心|压实|夯实|筑牢|狠抓|紧抓|抓好|抓实|抓紧|抓严|落实|落细|实现|确保|保障|保证|重视|坚持|贯彻|"
    r"围绕|聚焦|紧盯|紧扣|创新|理顺|培育|弘扬|争取|严格|规范|细化|改善|改进|关注|关心|突出|发挥|引导|鼓励|倡导|扎实|做好|做细|做实|做优|做强|转变|"
    r"统一(?:思想|认识|部署|领导|步调)|协调|统筹|实施[^，。；]{0,12}(?:战略|工程|行动|改革)|扩大|打破|打通|助力|赋能|服务|立足|以[^，。；]{1,10}为|把[^，。；]{2,14}(?:抓|落到|摆在|放在|作为)|合理|汇聚|形成|端正|严肃|严明|增进|"
    r"着眼|瞄准|对标|补齐|破解|助推|结合|擦亮|提质|擘画|厚植|涵养|锻造|锤炼|彰显|释放|增添|履行|肩负|扛[起牢]|担[起当]|践行|遵循|秉[持承]|恪守|锚定|下大力气|多措并举|加快|加速|支持|探索|构筑|擦亮|健康|有序|宣传(?:动员|引导|教育)|高质量|挖掘|整合|盘活|搭建)"
    r"|(?:[\u4e00-\u9fff]{0,6}(?:深入|广泛|大力|积极|扎实|认真|有效)开展)"
    r"|(?:建立|构建|建设|形成)[^，。；]{0,16}(?:体系|格局|体制|生态|环境|氛围|合力|共同体|文化|队伍|(?:长效|工作|联动|协同|激励|约束|协调|运行|有效|良性|动力)(?:机制|制度))$"
)
# … and how such clauses end, whatever verb they open with: on something that has no measure.
_LOFTY = re.compile(
    r"(?:水平|能力|质量|活力|动力|环境|氛围|改革|发展|转型|升级|跃升|格局|效益|成效|实效|合力|意识|素养|素质|品牌|形象|育人|(?:加以|予以|得到|有效)解决|落地|见效|"
    r"使命|高度|更多支持|有力保障|生源|步伐|力度|积极性|主动性|影响力|竞争力|凝聚力|战斗力|存在的问题|增效|提质|内涵|特色|根本任务)$"
)
_WATCHWORD = re.compile(r"[^、]{2,5}(?:、[^、]{2,5})*")  # 真抓实干; 补短板、强弱项
_SHORT_CLAUSE = 4  # characters: 真抓实干, 物尽其用
# Something to go and look at that a slogan's verb may be about: 完善应急预案 says what is to be written.
_OBJECT = re.compile(
    r"(?:办法|细则|规程|台账|清单|题库|手册|系统|平台|数据库|合同|协议|名单|预案|(?<!对)表|流程图|系数|单价|定额|设备|教室|机房|食堂|宿舍|锅炉|管道|窗口)$"
)
# How an effect's clauses end that is only praised.
_PRAISE = re.compile(
    r"(?:增强|提高|提升|优化|改善|改观|合理|高涨|浓厚|彰显|凸显|显现|初显|形成|成[型形]|好评|盘活|成效|成风|调动|稳定|好转|融洽|顺畅|畅通|规范|"
    r"新台阶|活力|满意|认可|赞[誉扬]|支撑|基础|氛围|热情|契合|趋于[\u4e00-\u9fff]{2}|释放|激发|迸发|一新|完善|健全|良好|较好|很好|明显|显著|突出|"
    r"攀升|上升|走高|贴心|深入人心|深化|巩固|夯实|加强|强化|扩大|见效|到位|落实|有序|保障|推进|促进|推动|发展|进步|进展|突破|飞跃|转变|高效|"
    r"便捷|科学|有力|丰硕|拓宽|拓展|入脑入心|扎实|丰富|充实|多元|紧密|密切|和谐|向好|向上|积极|主动|自觉|踊跃|信心|合力|格局|典范|标杆|口碑|声誉|影响力|(?:得到|有效|妥善|圆满|逐步)解决|大半|新局面)(?:了)?$"
    r"|更加|越[\u4e00-\u9fff]{1,2}越|日渐|愈[发加]|长足|空前|稳中[有向求]|跃升|有目共睹|有条不紊|有声有色|井然有序|卓有成效|蒸蒸日上|(?:持续|稳步|不断)(?!下降|减少|缩短|降低|开)"
    r"|迈上|迈出|再上|再创|蔚然|日益|日趋|节节|更趋|趋于|上[了]?[一]?个?新?台阶|好评|(?:得到|取得|收到|赢得|获得|受到)了?[^，。；]{0,16}"
    r"(?:提高|提升|改善|增强|效果|成效|成绩|成果|评价|好评|肯定|赞誉|认可)"
)
# How something is said to be wrong without saying what: short of the mark, of some quality that has no measure.
_SHORT_OF = (
    r"(?:有待|有所|不够|有限|不高|不强|不深|不足|不到位|欠缺|偏弱|较弱|薄弱|滞后|不理想|不完善|不健全|不充分|不平衡|不均衡|不显著|不明显|"
    r"不突出|不扎实|不深入|不精细|不紧密|不主动|不畅|不优|不大|不广|不佳|不浓|不实|不牢|参差不齐|良莠不齐|不[尽够太甚大][\u4e00-\u9fff]{1,3}|(?:需|需要|还需|仍需|亟待|亟需|尚待|尚需|须)(?:进一步|不断|持续|大力|继续)?(?:加强|提高|提升|完善|优化|改进|深化|强化|加大|激发|增强|拓展|拓宽|健全|规范|凝练|压实|夯实|挖掘))"
)
_QUALITY = (
    r"(?:水平|能力|意识|质量|深度|广度|力度|程度|建设|工作|凝练|[\u4e00-\u9fff]性|机制|制度|体系|作用|影响力|融合|效果|成效|效益|内涵|特色|"
    r"管理|服务|认识|重视|推进|落实|责任|协同|合作|创新|改革|发展|理念|观念|思想|氛围|研究|应用|结合|统筹|衔接|保障|示范|辐射|监管|监督|"
    r"沟通|引领|投入|队伍|结构|素质|精细化|信息化|规范化|条件|努力|指导|宣传|培养|执行力|竞争力|吸引力|凝聚力|动力|活力)"
)
_SPEAKS_OF_QUALITY = re.compile(_QUALITY)
_VAGUELY_WRONG = re.compile(
    rf"{_QUALITY}.{{0,8}}{_SHORT_OF}|{_SHORT_OF}.{{0,6}}{_QUALITY}|薄弱环节|短板和不足|(?:一定|较大|不小|明显|些许)?(?:的)?差距|提升空间|改进空间|"
    r"进步空间|存在[^，。；]{0,6}(?:不足|短板|问题)$|还有[^，。；]{0,4}(?:不足|短板)$"
)
_COMPARED = re.compile(r"(?:与|同|跟|和|对照|对标|对比|距离?|离|从)[^，。；]{1,20}")  # 与先进院校相比
_NAMES_A_FACT = re.compile(
    r"没有(?!压实|真正|完全|充分|有效|很好)|未[曾能]?(?!来|形成|完全)|不会|不能|不知|无法|无人|缺[少勤岗编口]|仍在|仅[有能靠由]|只[有能靠由]|靠|从不|超过|空置|闲置|停[机用课]|脱节于|流失"
)
# A plain thing that somebody met with, beside which an evaluation is how people round off what they tell.
_MET_WITH = re.compile(
    r"[对赶用看听说查找排够连配坐住装吃办拿买学做修接进]不[上到了出完着住起动清齐开成]|不用|不必|不愿|不敢|不肯|当[天场日晚]|手机|晚上|周末|"
    r"反映|投诉|抱怨|排队|停电|断电|老化|损坏|漏[水电报填]|迟到|旷课|重复|混用|改[为成由到用在]|退[给到]|送[到给]|搬|锁|照抄|代[填写签]|垫付|"
    r"看得|看到|查到|找到|拿到|收到[^，。；]{0,6}(?:编号|短信|通知)|已在|已经在"
)
# Reasons that fit every problem.
_FITS_ALL = re.compile(
    rf"{_QUALITY}.{{0,8}}{_SHORT_OF}|{_SHORT_OF}.{{0,6}}{_QUALITY}|历史(?:原因|遗留)|客观(?:条件|原因|因素|上)|主观(?:原因|因素|努力|上)|"
    r"(?:多|诸多|种种|各)(?:方面|种)?[^，。；]{0,4}(?:因素|原因)|涉及面广|情况复杂|条件(?:所限|有限|限制)|认识(?:有|存在|上有)?[^，。；]{0,3}偏差|"
    r"时间紧|任务重|努力不[够足]|不够(?:理想|重视|主动|深入|扎实|到位|有力)|重视不[够足]|(?:思想|行动|工作|落实)上?[^，。；]{0,4}不[够足]|不够[\u4e00-\u9fff]{2}$|不到位$|(?:推动|推进|落实|执行|监管|督促)不力|没有压实|(?:合力|氛围|机制|格局|体系)[^，。；]{0,4}(?:尚未|没有|未)(?:完全)?形成|缺乏[^，。；]{0,6}(?:监督|意识|认识|合力|统筹|经验|手段|抓手|主动)|"
    r"经验不足|精力有限|人手有限"
)
_BECAUSE = re.compile(
    r"(?:的?(?:主要|根本|直接)?原因(?:主要)?(?:是|在于|为)|主要(?:是|因为|由于)|是因为|是由于|因为|由于|源于|在于)"
)
_AMOUNT = re.compile(
    r"数量|人数|次数|比例|总量|规模|情况|问题|现象|[设做办开]得|造成|导致|引起|所致|偏|较|过|太|不多|不够|不足|不高|很|比较|相对|少|多|低|高|差|弱|慢|大|小|的|了|是|"
    r"学生|教师|人员|主要|有些|一些|部分|本身|存在|没有?|无|未|缺[乏少]?|还|仍"
)
# A promise of a basis or a demand made of others is no effect.
_NO_EFFECT = re.compile(
    r"(?:奠定|打下|夯实)[^，。；\n]{0,8}基础|提供[^，。；\n]{0,10}(?:保障|支撑|保证)|^(?:要求|督促|强调|号召|部署|倡导)"
)
_BY_DEGREE = re.compile(
    r"(?:明显|显著|大幅|有效|稳步|不断|逐步|进一步|较大)(?:地|得到)?(?:提高|提升|增强|改善|下降|减少|降低|好转|缩短)"
)
_NUMERAL_BEFORE = re.compile(r"[一二两三四五六七八九十]+(?=[个名门项所条次家份间])")  # 七个 is 7个
_RESTATED = 0.7  # of a cause's pairs of characters that stand in the problems too
_LEAST_PAIRS = 8


def check(bench: Bench, cell: Cell) -> Iterator[Finding]:
    """Findings on what the parts of one cell say, or do not."""
    if cell.element == OVERVIEW:
        return
    yield from _problems(bench, cell)
    yield from _causes(bench, cell)
    yield from _measures(bench, cell)
    yield from _effects(bench, cell)


def left(text: str) -> int:
    """How many characters of `text` say something in particular; many where it has a number or a title."""
    return 99 if _is_particular(text) else len(_HAN.findall(_TRADE.sub("", text)))


def _is_particular(text: str) -> bool:
    return _PARTICULAR.search(_NUMBERED_NAME.sub("", text)) is not None


def _told(
    bench: Bench, cell: Cell, rule_id: str, key: PartKey, item: Item, fault: str, fix: str, note: bool
) -> Finding:
    rule, words = bench.rule(rule_id), shortened(said(item))
    severity = Severity.NOTE if note else rule.severity
    message = f"“{words}”{fault}"
    return Finding(rule, severity, cell.element, message, fix, key, item[0].id, words)


def _clauses(text: str) -> list[str]:
    return [clause for found in CLAUSE.findall(text) if (clause := found.strip(" \u3000“”‘’、"))]


def _slogans(text: str) -> tuple[int, int]:
    """How many clauses of a measure only ask for more of something, and how many it has; none where one is particular."""
    clauses = _clauses(text)
    if _anchored(text) or _DONE_BY.search(text):
        return 0, len(clauses)
    return sum(map(_is_slogan, clauses)), len(clauses)


def _is_slogan(clause: str) -> bool:
    if _OBJECT.search(clause):
        return False
    if len(clause) <= _SHORT_CLAUSE or ("、" in clause and _WATCHWORD.fullmatch(clause)):
        return True
    return bool(_SLOGAN.match(clause) or _LOFTY.search(clause))


def _anchored(text: str) -> bool:
    return _ANCHOR.search(_NUMBERED_NAME.sub("", text)) is not None


def _praised(text: str) -> bool:
    """Whether an effect has no fact and is for the most part praise."""
    return not _anchored(text) and not _DONE_BY.search(text) and _mostly(_PRAISE, text)


def _vaguely_wrong(text: str) -> bool:
    """Whether a problem for the most part says that some quality falls short, and nowhere of what."""
    return not _anchored(text) and not _NAMES_A_FACT.search(text) and _mostly(_VAGUELY_WRONG, text)


def _fits_all(text: str) -> bool:
    """Whether a cause would for the most part be the cause of any problem."""
    return not _anchored(text) and not _NAMES_A_FACT.search(text) and _mostly(_FITS_ALL, text)


def _mostly(evaluative: re.Pattern[str], text: str) -> bool:
    """Whether at least half of the clauses are evaluative, and the rest speak of a quality and tell nothing met with."""
    clauses = [clause for clause in _clauses(text) if not _COMPARED.fullmatch(clause)]
    rest = [clause for clause in clauses if not evaluative.search(clause)]
    told = any(_MET_WITH.search(clause) or not _SPEAKS_OF_QUALITY.search(clause) for clause in rest)
    return bool(clauses) and 2 * len(rest) <= len(clauses) and not told


def _restated(text: str, problems: frozenset[str]) -> bool:
    """Whether a cause has nothing that the problems, or its own words before “的原因是”, have not."""
    told = _BECAUSE.split(text, maxsplit=1)
    for own in (_uncounted(text), _uncounted(told[-1])):
        if len(own) >= _LEAST_PAIRS and len(own & problems) >= _RESTATED * len(own):
            return True
    if len(told) < 2:
        return False
    reason = [run for piece in _AMOUNT.split(told[1]) if (run := "".join(_HAN.findall(piece)))]
    known = problems | _uncounted(told[0])
    characters = {character for pair in known for character in pair}
    return all(_uncounted(run) <= known if len(run) > 1 else run in characters for run in reason) and bool(
        reason
    )


def _uncounted(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters, numbers left out in whichever script they stand."""
    return neighbours(_NUMERAL_BEFORE.sub("0", text))


def _problems(bench: Bench, cell: Cell) -> Iterator[Finding]:
    found = items(cell.part(PartKey.PROBLEMS))
    for item in found:
        words = said(item)
        none = NO_PROBLEM.match(words) is not None
        if owed(item) or (not none and left(words) > 1 and not _vaguely_wrong(words)):
            continue
        if none:
            fault, fix = (
                "等于没有问题。",
                "自我诊改要找问题；写出范围、数量和影响，确实没有的说明怎样核对过。",
            )
        else:
            fault, fix = "没有说清是什么问题。", "写出在哪里、有多少、造成什么影响。"
        yield _told(bench, cell, "problem-vague", PartKey.PROBLEMS, item, fault, fix, none and len(found) > 1)


def _causes(bench: Bench, cell: Cell) -> Iterator[Finding]:
    problems = _uncounted(cell.text(PartKey.PROBLEMS))
    fix = "写出为什么会这样：制度、人员、经费、流程中的哪一处。"
    for item in items(cell.part(PartKey.CAUSES)):
        words = said(item)
        if owed(item):
            continue
        if _restated(words, problems):
            fault = "只是把问题又说了一遍。"
            yield _told(bench, cell, "cause-restated", PartKey.CAUSES, item, fault, fix, True)
        elif _fits_all(words) or left(words) <= 1:
            fault = "放在哪个问题后面都说得通。"
            yield _told(bench, cell, "cause-vague", PartKey.CAUSES, item, fault, fix, True)


def _measures(bench: Bench, cell: Cell) -> Iterator[Finding]:
    for item in items(cell.part(PartKey.MEASURES)):
        words = said(item)
        slogans, clauses = _slogans(words)
        # One clause of two that says what is done is enough; of three and more it may have been overlooked here.
        if owed(item) or (left(words) > 1 and slogans * 2 <= clauses):
            continue
        yield _told(
            bench,
            cell,
            "measure-vague",
            PartKey.MEASURES,
            item,
            "像是口号：没有写谁来做、做什么、什么时候做到什么程度。",
            "写明负责部门、具体做法、时间和数量。",
            left(words) > 1 and slogans < clauses,
        )


def _effects(bench: Bench, cell: Cell) -> Iterator[Finding]:
    for item in items(cell.part(PartKey.EFFECTS)):
        words = said(item)
        if owed(item) or not_yet(item) or _is_particular(words):
            continue
        empty = bool(_NO_EFFECT.search(words)) or left(words) <= 1 or _praised(words)
        if empty or _BY_DEGREE.search(words):
            yield _told(
                bench,
                cell,
                "effect-vague",
                PartKey.EFFECTS,
                item,
                "只有评价，没有看得见的事实。" if empty else "没有数字或事实可以核对。",
                "写已经发生的变化：由多少变成多少、完成了什么、谁看得到。",
                not empty,
            )
