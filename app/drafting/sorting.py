"""Which part of a cell a sentence of evidence belongs to, by the words it uses; whoever knows better says so.

What no word decides is nobody's achievement: it is asked about.
"""

from __future__ import annotations

import re
from datetime import date

from app.domain.drafts import PartKey
from app.drafting.changes import better, changes
from app.drafting.dates import earliest, is_date
from app.drafting.text import TITLE, sentences

_READ = 400  # characters of a sentence that are looked at
_STOPS = ("。", "！", "？", "!", "?", "”", "）", ")")
_PAIRED = (("“", "”"), ("（", "）"), ("《", "》"), ("(", ")"))
BUT = re.compile(r"[，,；;](?:但是?|然而|不过|可是)(?=[^，。；]{2})")
_CAUSE = re.compile(
    r"^(?:[究追溯推查]其|分析其?|追溯其?|其|其中)?(?:主要|深层次?|根本|直接|客观|主观)?(?:的)?(?:原因|成因|症结|根源|根由|缘由|根子|问题在于)"
    r"|(?:原因|成因|根子|症结|根源|缘由)(?:主要|就|还)?[在出]在?于?(?=[^，。；]{2})|问题(?:主要|就|还)?出在|^(?:经)?(?:分析|研判|研讨)认为|^(?:主要|关键|根本|根子|问题|核心)(?:还)?(?:在于|是因为|是由于)|^(?:这|主要)?(?:是)?(?:由于|因为|鉴于)"
    r"|是[^，。；]{0,24}(?:原因|根源|症结|根子)(?:之一|所在)?[。；]?$|(?:^|[，,；;])受[^，。；]{1,24}(?:影响|制约|限制|所限)|^(?:这)?与[^，。；]{2,30}有关"
    r"|^(?:主要)?因(?!此|材|地制|时制|人而|应|势|故)[^，。；]{2,30}[，,]"
)
_CAUSE_INSIDE = re.compile(
    r"由于|因为|源于|归因于|归咎于|根源|原因(?:是|在于|为|主要)|主要在于|(?:均|都|多|主要)(?:是)?因(?!此)|(?:所|从而|因此|容易)?导致|所致"
    r"|造成[^，。；]{0,12}(?:缺失|滞后|不足|不清|脱节|流失|困难|断档)|使得[^，。；]{0,16}(?:不|难|缺|滞后)"
)
# What a college names as the ground of a problem, though it reads like one.
_CAUSE_LIKELY = re.compile(
    r"(?:没有?|未能?|尚未|不)[^，。；]{0,14}(?:挂钩|[纳计列写]入[^，。；]{0,6}(?:绩效|考核|职称|评优|工作量))|缺(?:少|乏|失)[^，。；]{0,10}(?:手段|约束|激励|联动|竞争力|吸引力|抓手)"
    r"|编制[^，。；]{0,8}(?:未增|没有增|不足|紧张|有限|偏紧|受限|冻结|已满)|(?:薪酬|待遇|收入)[^，。；]{0,8}(?:低|缺|不|偏)|认识不(?:到位|足|够|高|清|深)"
    r"|重视(?:程度)?不(?:够|足|高)|认为[^，。；]{0,20}(?:不是|无关|不必|没有?必要)|精力(?:不足|有限|分散|不够)|重[^，。；]{1,6}轻[^，。；]{1,6}|历史(?:遗留|原因|欠账)|审批(?:环节|流程|周期|手续)[^，。；]{0,4}(?:多|长|繁|慢)"
    r"|任务(?:较|过|繁)?重|不[算计]入?工作量|兼职多|须报批|需报批|周期(?:较|过|太)?长|地处|建(?:成|造|设)于\s*(?:19|20)\d\d\s*年?|建校(?:时间|历史)(?:较)?短|参与(?:度)?不(?:足|够)"
)
_SOME = re.compile(r"个别|部分|少数|少部分|有的")  # as problems begin
_DIRECTED = re.compile(
    r"(?:由|责任部门|责任人|牵头)[^，。；]{0,16}(?:负责|落实|牵头)[^。；]{0,24}(?:前|内|底)(?:完成|落实|建成|到位)?"
    r"|(?:责任部门|责任单位|责任人|完成时限|完成时间)[：:为]|限期|(?:月|年)底前(?:完成(?!了?\s*\d+[^。；]{0,4}[，,])|建成|增设|补齐|落实|明确|出台|配齐)|整改方案提出"
    r"|^(?:针对|为解决|为(?:了|此)|着力解决)|要求[^。；]{2,40}(?:\d月|月底|年底|学期|日|限时|期限)[^，。；]{0,4}(?:前|内)|(?:要求|规定)[^。；]{2,60}(?:必须|一律|方可|不得)|由[^，。；]{2,14}(?:于|在)[^，。；]{2,14}(?:完成|落实|到位)"
)
_FUTURE = re.compile(
    r"^(?:今后|下一步|接下来|下阶段|下一阶段|未来|明年|下(?:一)?(?:学期|学年|年度))|(?:今后|下一步)[^，。；]{0,6}(?:将|要|继续|进一步)"
    r"|将(?:进一步|继续|逐步|不断|于|在\s*(?:20|今|明|下)|加强|加大|会|力争|适时|尽快|按计划)|(?<![模虚])拟(?![定订合])|力争|预计|争取在|有望"
    r"|(?:^|[，,；;])(?:学校|学院|我校|[^，。；]{2,8}[处部办])?(?:计划|准备|打算)(?:于|在|到|用|将|新|增|投|引|开|建|对|再|招|购|\s*20)"
)
_DATED = re.compile(r"(20\d\d)\s*年(?:\s*(\d{1,2})\s*月)?")
_BEFORE = re.compile(
    r"20\d\d\s*年?(?:\s*\d{1,2}\s*月)?[^，。；]{0,5}(?:之)?前(?!期)[^，。；]{0,2}(?:完成|增|建|明确|配|出台|制定|实现|落实|补|解决|达|投|整改|上线|修订|印发|引进|招|启)"
)
_DOING = re.compile(
    r"完成|增|扩|招|迁|建|配|改造|实施|出台|制定|开展|引进|招聘|接入|启动|覆盖|解决|补|投入|修订|落实|推行|上线|采购|更换|培训|明确|[列纳写]入|分解|成立|组织|推进"
)
_AIM = r"(?:目标|规划|计划|指标|任务|预期)"
_REACHED = r"(?:完成|达到|达成|实现|未达|差\s*\d|超额|超过|高于|低于|兑现|做到)"
_GOAL = re.compile(
    rf"{_AIM}[^。；]{{0,40}}?{_REACHED}|{_REACHED}[^。；，]{{0,14}}?{_AIM}|提出[^。；]{{0,24}}(?:达到|实现|完成)"
)
# So many were wanted, so many are there: 应修订412门，已修订376门.
_WANTED = r"(?:(?<![相反对响适供效回呼])应(?![急用届聘对当时试变尽])|定下|年初(?:提出|确定|定)|核定|承诺)"
_COMPARED = re.compile(
    rf"(?:{_AIM}|{_WANTED})[^。；]{{0,40}}?[\d一二三四五六七八九十][^。；]{{0,20}}?[，,；;][^。；，]{{0,16}}?(?:实际|实有|现[有为]|目前|已|建成|做到|上线|到账|到岗|完工|交付|落地|完成)[^。；，]{{0,16}}?[\d一二三四五六七八九十]"
)
_RULED = re.compile(
    r"(?<!的)(?:规定|要求|约定)(?![^。；，]{0,14}(?:不超过|不高于|不多于|以内|至多|最多))[^。；]{0,30}?(\d+(?:\.\d+)?)\s*(?:%|[一-鿿])[^。；]{0,16}?[，,；;][^。；，]{0,8}?(?:实际|现[有为]|目前|已|只)[^。；，\d]{0,10}(\d+(?:\.\d+)?)\s*(?:%|[一-鿿])"
)
# 要求2025年29个专业全部完成一轮诊断，至11月完成29个: as many of the same were wanted as are counted then.
_NORMED = re.compile(
    rf"(?:(?<!提出)(?<!的)要求(?!\s*\d+\s*[条项个件])|设定|原定|下达|计划|{_WANTED})[^。；]{{0,40}}?\d(?:[\d.]*)\s*(?P<unit>%|(?![年月日届号级点时])[一-鿿])[^。；]{{0,24}}?[，,；;][^。；]{{0,16}}?(?:实际|至|到|为|完成|已|只|达|有)[^。；，\d]{{0,12}}\d[\d.]*\s*(?P=unit)(?=[^，。；的]{{0,6}}(?:[，。；]|$))"
)
_SET = re.compile(rf"{_AIM}(?:中)?(?:提出|确定|要求|设定|规定|为|是|到\s*20)")
_GOAL_PLAIN = re.compile(r"(?:目标|指标)[^。；，]{0,12}(?:实现|达成|达到)")

_AFTER = re.compile(
    r"(?:整改|改进|实施|落实|修订|增设|推行|培训|改造|调整|增配|配齐|建立|建成|运行|启用|开通|推广|出台|比对|采购|补齐|新增|施行|上线|优化)(?:措施)?(?:以|之)?(?:后|来)(?!的)"
    r"|(?:以来|之后)[，,]|经(?:过)?整改|整改完成"
)
_BEHIND = re.compile(r"(?:^|[，,；;])[^，。；,;]{2,16}(?<![今最前先落背午课])后(?![勤备期续来台的])")
_BEHIND_FIRST = re.compile(r"[^，。；,;]{2,16}?(?<![今最前先落背午课])后(?![勤备期续来台的])[，,]?")
_PROBLEM = re.compile(
    r"尚?未(?!发生|出现|有投诉|见异常|来|央)|没有|尚[有无需]|无(?:进展|记录|专人|专职|机构|制度|标准|预案|方案|依据|人负责|法)|不足|不够|不完善|不健全|不平衡|不均衡"
    r"|不及时|不到位|不规范|不明确|不清|不稳(?!妥)|不理想|不高|不强|不严|不全|不细|不实|不深|不畅|不便|不了解|不熟悉|不统一|不一致|不合理|不匹配|不对应|不紧密|不平|不知"
    r"|缺少|缺乏|缺失|欠缺|缺口|缺编|缺员|薄弱|滞后|偏(?:低|少|弱|高|慢|大|小|重|软|紧)|较(?:低|少|弱|慢|差|窄)|过(?:低|少|慢|长|多|高|于|窄)|太(?:低|少|慢|长|多)|下滑|空白|流于形式|走过场|卡顿|盲[区点]|死角|堵点|瓶颈|孤岛|缓慢|迟缓|拖延|空缺|缺\s*\d|不到\s*[\d一二三四五六七八九]|有限|不能|无法|不熟练|繁琐|繁杂|紧缺|受(?:到)?(?:影响|限制)|受损|挫伤|参差|跟不上|不平衡|[一-鿿]不(?:上|来|出|起|动|齐|了|到|开|住|及|多|紧)(?=[，。；、来]|$)|只(?:在|用于|到|能|限于|针对|涉及)"
    r"|超(?:出|过)[^，。；]{0,6}(?:规定|标准|时限|限额|要求)|(?<![减缩降多至不])(?:少|小|慢|差|弱|低|窄|难|乱|旧|散|浅|粗|短|贵|松)(?=[，,。；;、]|$)"
    r"|脱节|有待|亟待|逾期|未达|低于|仅(?:有|为|占|开|完成|覆盖|剩)?|只(?:有|占|覆盖|完成|建|开|发|剩|做)|迟迟|断档|流失|投诉(?:集中|较多|增)|反映.{0,12}(?:难|慢|差|少|高|贵)|短板|漏洞|隐患"
    r"|存在[^，。；]{0,30}(?:现象|问题|情况|不|差距|短板)|(?:情况|现象)[^，。；]{0,4}(?:不少|较多|严重|普遍)|时有发生|屡有|模糊|单一|主要(?:还)?(?:靠|依靠|依赖)|仍(?:有|然|是|存|靠|需|未|主|以|不)|还(?:存在|主要|不|没|需|是靠|停留)|停留在|差距"
    r"|困难(?!学生|生|群体|家庭|补助|认定|职工|资助|毕业)|老化|陈旧|破损|拥挤|推诿|混乱|随意|退回|难以|难度|不愿|不想|超时|超员|(?:等待|排队|延误|积压)[^，。；]{0,8}\d|应付|雷同|敷衍|空泛|笼统"
)
_NO_PROBLEM = re.compile(
    r"(?:没有|无)(?:明显)?变化|(?:没有|未)(?:再)?(?:发生|出现|发现)|(?:无|零)(?:重大|责任)?(?:安全|质量|教学)?(?:事故|投诉|差错|违规|伤亡)|不(?:仅|断|低于|少于)|(?:从|由)?无到有|不(?:再)?存在[^，。；]*"
    r"|(?:问题|不足|短板|缺口|漏洞|隐患|困难)[^，。；]{0,8}(?:已|均|全部|得到)[^，。；]{0,4}(?:解决|整改|补齐|消除|销号|化解)"
    r"|(?:未|不|没有|缺)[^，。；]{1,10}的[^，。；]{1,12}(?=(?:均|都|全部)?已)|(?:解决|补齐|消除|整改|克服|破解|查找|梳理|发现|清退|核减|淘汰|剔除|处理|排查|化解|整治)了?(?:[^，。；]{0,10}(?:问题|不足|短板|缺口|隐患|困难|漏洞)|[^，。；]{0,4}(?:不|未)[^，。；]{1,8}的|[^，。；]{1,16}的(?:问题|难题|状况|现象))"
)
_FREE = re.compile(
    r"(?:没有|未)(?:再)?(?:发生|出现)|(?:没有|未)发现[^，。；]{0,10}(?:涉|违|不|问题|异常|隐患|事故|案|错|假)|不(?:再)?存在|(?:无|零)[^，。；]{0,6}(?:事故|事件|投诉|差错|违规|伤亡)"
)
_ACTOR = (
    r"(?:[一-鿿]{1,10}(?:处|办|部|中心|馆|学院|系|团委|工会|学校|集团|教研室|公司|委员会)"
    r"|学校|学院|我校|团委|工会|[一-鿿]{2,4}(?:办|处)与[一-鿿]{2,8})"
)
_WHEN = r"(?:20\d\d\s*年)?\d{1,2}\s*月(?:份|底|初|[上中下]旬|\d{1,2}\s*日)?"
_ACTS = (
    r"(?:招募|定[下出]|聘|请|派|举办|承办|开[设办放通]|购|买|建|增|改|修|编|制[定订]|出台|印|下发|组织|联合|安排|培训|走访|检查|抽查"
    r"|约谈|签|引进|推|成立|设[立置]|拨|奖|资助|更?换|装|调[到整]|合并|拆|清[理退]|搬|租|接[入通]|核|统一|明确|下达|讲|写|分[解给]|排[查出])"
)
# An office, a day, what it did: 图书馆于9月招募勤工助学学生60名. What is, came or was found out is no deed.
_DEED = re.compile(
    rf"^(?:[自从于在]?{_WHEN}(?:[至到—-]{_WHEN})?(?:起)?[，,]?{_ACTOR}|{_ACTOR}[自从于在]?{_WHEN}起?[，,]?)"
    rf"(?!的|[前后]|[^，。；]{{0,8}}(?:[有是没未被仅只才因停缺少占达降升漏迟错丢坏]|收到|接到|发生|出现|发现|查出|统计|反映|显示|要求|计划|罚|赔|辞退))(?:[将把]|[^，。；]{{0,14}}?{_ACTS}[^，。；]{{0,24}}?(?<![第年])[\d一二两三四五六七八九十])"
)
_ACT = re.compile(rf"(?:[自从于在]?{_WHEN}(?:[至到—-]{_WHEN})?起?[，,]?)?{_ACTOR}(?!的|[有是没未被仅只因缺])")
_USED = re.compile(
    r"被[^，。；]{2,14}(?:使用|借用|调用|选用|下载|浏览|点击|访问|观看|阅读|选修|转发)[^，。；]{0,6}\d"
)
_OTHERS = re.compile(
    r"[，,；;](?:其|但|却|还|仍|结果|效果|教师|老师|学生|师生|企业|家长|专家|评委|来的|到场|参加)"
)
# So many more after it: 周末开馆后，新增借阅学生1127人.
_BEHIND_MORE = re.compile(
    r"(?:^|[，,；;])[^，。；,;]{2,16}(?<![今最前先落背午课])(?:以|之)?后(?![勤备期续来台的])[^。；]{0,20}?(?:新增[^，。；\d]{0,6}(?:借阅|读者|注册|用户|访问|预约|订单|报名|参与|学生|合同)|(?:[日月周年]|(?<!每)人)均(?:有|达到?|为)?|到了|回到|突破|多了|增至)[^，。；\d]{0,8}\d"
)
# What went wrong, whatever was done before it.
_FAILED = re.compile(
    r"[有是][^，。；]{0,6}(?:代签|补签|代笔|编造|补填|抄来)的|停(?:工|业|办|摆|产|课|滞|止(?!使用))|停用(?:了|至今|近|约|达)?\s*[\d一二两三四五六七八九十半]+\s*(?:个?月|年|天|周|个?学期)|放弃|落空|流产|搁[置浅]|夭折|泡汤|作废|落[选榜]|颗粒无收|名存实亡|形同虚设|关[停闭门]|倒闭|破产|解散|崩溃|瘫痪|宕机|漏水|断[供电网]"
    r"|(?:烧|损|弄|用)坏|坏(?:了|掉|\d)|丢(?:了|失)|推[迟后]|延[期误]|晚(?:了|点)|[闲锁]着|吃灰|照[抄搬]|抄(?:的|袭|自)|走[低弱]|垫底|倒数|末位|中断|终止(?!协议|合同|合作)|叫停|过期|打不开|断断续续|时断时续|失[效败灵约]|顺延|跳票|打折扣|变形|走样|缩水|应付了事"
    r"|频[繁发现]|频频|耽[搁误]|贻误|断了|靠后|无缘|暂缓|到期$|超编|中途(?:离|退|脱|停|放弃)|止步|出局|腰斩|亏(?:了|损|空)|漏了|跑了|账实|推给|要(?:等|排)|成了?[^，。；]{0,10}(?:仓库|摆设)|耗尽|错了|占线|散了|拖到|两码事|多发|蔓延|居高不下|无(?:人|一(?!例外|缺席|缺考))|一[个项名家门次人]也?(?:没|不|未)|没(?![有收落入食])|(?:为|是|仅|只有)零(?![投事差违])|零(?:转化|产出|申报|立项|增长|进展)|挂(?:了)?空|(?:平均(?:水平|线|值|分|数)?|标准|中位数)(?:线)?(?:以下|之下)|不足|不[到满]\s*[\d一二两三四五六七八九十半]|[才仅]\s*\d|只[^，。；有]{0,3}?\s*\d"
    r"|只(?:收|用|招|来|到|开|完|做|出|能|有|用掉|覆盖)|看不|听不|对不|谈不|抽不|跟不|找不|用不[上起]|达不|满足不|又(?:漏|坏|停|断|裂|出现|发生|反弹)|反弹|反而|反倒|撤[走资]|(?:企业|公司|合作方|承包商|学员|学生|老师|教师|师傅|专家)[^，。；]{0,8}退出(?!条款|机制|办法|制度|标准|通道|程序)|流于|成了?(?:一张)?(?:废?纸|摆设|空架子)|落在纸面|压在|牵强|颠倒|张冠李戴"
)
# What was bad is no more: 挂名的教师没有了.
_GONE = re.compile(r"没有了(?=[，。；]|$)|不再有")
_MISSED = re.compile(
    r"经费|资金|生源|企业|订单|编制|津贴|补[助贴]|奖|机会|岗位|师傅|导师|专人|专职|骨干|人才|场[地所]|人[管手]|热情|兴趣|积极|资格|优势|合作|支持|保障|投入|收入|时间|动力|学生来|报名|掌声|活动|交流|平台|资源"
)
# Done to somebody is done against him, but for a few verbs.
_SUFFERED = re.compile(
    r"被(?!评|授|认|列|确|采|录|推|选|聘|纳|写|命|转载|报道|媒体|誉|称|吸|接|指定|表彰|树|遴|收录|引|邀|广泛|多[次家]|[^，。；]{0,14}(?:使用|借用|调用|选用|下载|浏览|点击|访问|观看|阅读|选修|转发)[^，。；]{0,6}\d|[^，。；]{0,14}(?:评为|授予|认定|列[为入]|确定|采[纳用]|录[用取]|推[荐广]|选[为入]|聘|纳入|写入|命名|转载|报道|表彰|收录|引用|借鉴|肯定|立项|批准))[^，。；]{1,16}"
)
# A thing put right is no problem any more, unless it says 没有, 有待, 仅.
_RIGHTED = re.compile(
    r"(?:完毕|清零|归零|消[失除]|补[足齐签报录]|配齐|修[复好]|恢复|到[岗任]|到位(?![率情])|化解|解决|销号|报废更新|报废|更新|更换|换[成为用]|改造[成为]|升级|整改|转化|还清|结清|办结)"
)
_NOT_RIGHTED = re.compile(
    r"没|未(?![签补报到办整结][^，。；]{0,8}的)|不(?!合格|达标|足|规范)[^，。；]{0,4}$|有待|亟待|需|难|无法|尚|仅|只|才|一半|迟|慢|滞后|率|[代补]签的$|不(?:及时|到位|彻底|够|力)|缺|欠|计划|经费|困难重重"
)
_BAD = (
    r"(?:陈旧|老旧|过时|破旧|破损|老化|不合格|不达标|不规范|闲置|空置|低效|落后|薄弱|过期|失效|短缺|缺编|缺失|缺额"
    r"|漏报|超期服役|重复|虚假|违规|超标|废弃|淘汰)"
)
_HURT = (
    r"(?:事故|投诉|差错|违纪|违规|违约|流失|作弊|舞弊|处分|纠纷|伤害|伤亡|火情|案件|工伤|受伤|死亡|伤人|意外|退学|辍学"
    r"|隐患|欠费|拖欠|积压|影响[^，。；]{0,8}|过夜|举报|封停|叫停|上涨|涨价|延误|中断|逾期|超期|超时|扣分|返工|挂科|缺考|脱岗|缺席|例外|被[^，。；]{2,4})"
)
_SPARED = (
    r"(?:没有|未|无|零)(?:(?!受理|处理|登记|统计|上?报|整改|消除|排查|解决|查处|制止|[计记]录)[^，。；]){0,18}?"
    + _HURT
    + r"(?=[，。；]|$)|没有?再[犯出]|不再(?:需要?|用|新购|临时|收费|重复|跑|排队|手工|人工)[^，。；]{0,8}"
)
_UNSAID = re.compile(
    rf"{_SPARED}|(?<!被)(?:废止|废除|关停|停招|停开|撤并|裁撤|注销|取缔|淘汰|清理)了?(?:{_BAD}|[^，。；]{{0,10}}(?:不足|不[^，。；]{{1,6}}|[低少差弱旧])的)[^，。；]{{0,12}}|(?:停用|停止使用|淘汰|更换|清退|取消|换掉|替换|报废|清理|拆除|撤[销除换]|修[复补缮]|更新|改造|翻新|盘活|调剂|启用|补[签报录足齐])了?{_BAD}[^，。；]{{0,12}}"
    rf"|{_BAD}[^，。；]{{0,12}}(?:换[成为]|更[换新]|改造|升级|调剂|盘活|变[成为]|翻新)|[^，。；]*[由从](?:空白|无|零|薄弱)(?:到|变)"
)
_ASIDE = re.compile(
    r"(?!低于|少于|不如|不及|落后于)[^，。；、,;]{0,22}?(?:(?<!目)(?<!有)(?:的)(?![有占共达是为]|现象|问题|情况|局面|状况|[，。；]|$)|(?<![今最前先落背午课])(?:之|以)?后(?![勤备期续来台])的?|当[天日月年晚](?![处反整解接办])的?|期间的?)(?=[^，。；])"
)
_RAN = re.compile(
    r"(?:成立|建成|开设|运行|实施|推行|上线|启用|投用|挂牌|开放|签约)[^，。；]{0,2}?[\d一二两三四五六七八九十]+(?:多|余)?(?:个?月|年|周|天|个?学期)(?=$|[^，。；度])"
)
_PREDICATE = re.compile(
    r"[有比被没未不只仅才又还却已都全无由从降减跌缩升增了过着给把在]|(?<![平人生])均|一直|提前|陆续|先后|最后|突然|为[\d一-鿿]|占"
)
_TRAILING = re.compile(
    r"^(?:其中|截至|分[别为成]?|占|含|包括|涉及|共|合计|累计|平均|折合|使|比|较|同比|每|人均|由|向|从|扩大|位居|服务|支出率|完成率|通过率|合格率|满意率|支持|用于|为[^，]{2,}|供|便于|方便|计入|汇编|以便|并|让|确保|人数)|一律|不得|方可|(?<!无)须"
)
_FIGURES = re.compile(r"[^，]{0,8}?\d[\d.]*\s*(?:%|[一-鿿]{1,3})")
_SINCE = re.compile(r"[年月日期度]起[，,]")  # a rule in force
_MAIN = re.compile(r"[^，。；]{3,}?(?:没有?|尚?未|不|缺|无|被)")
_OWN = re.compile(r"[有被了]|[已均都][一-鿿]|全部(?:完成|上线|补|配|整|建|更|到|投|恢|修|签)")
_SHORT = 3  # characters of a clause that may say anything after what was done
_PROGRESS = re.compile(
    r"截至|^[到至](?:20\d\d\s*年)?(?:\d+\s*月|年底|学期末)|(?:\d|[一二两三四五六七八九十])\s*[个名门项家间条件人][^，。；]{0,10}中[^，。；]{0,6}\d[^，。；]{0,4}(?:已|全部)|\d\s*([个条项门家间份名])[^，。；\d]{2,10}\d+\s*\1"
)
_BECAUSE = re.compile(r"(?:由于|因为?)(?!此)[^，。；]{2,40}[，,]")
# 培训项目, 整改意见, 岗前培训一天: no verb, though one elsewhere.
_NOUN = re.compile(
    r"(?<=[一-鿿])(?:培训|整改|开放|对接|招聘|检查|督查|巡查|抽查|调研|投入|奖励|演练|采购|认证|通报|安排|考核|改造|实训|共建|引进)(?:"
    r"[一-鿿]{0,4}?(?:项目|意见|平台|会|方案|率|班|经费|资金|费|工作|机制|制度|办法|报告|名单|记录|系统|计划|活动|清单|材料|成果|名额|耗材)"
    r"|(?=[一半两三]?(?:天|小时|个月|学期)|当[天日]|期间|[时中里上]))"
)
_ASKED = re.compile(r"[？?][”’」』）)]*$")
_DONE = re.compile(
    r"已(?:经)?(?!逾期|超|达\d|连续|[到过]期|离|退|走|少|不|无|没|有\s*\d)|建(?:立|成|起|设|有|好)|搭建|构建|完成|制[定订]|印发|出台|修[订编](?!工作|进展|周期)|发布|编[制印写]|开展|举办|举行|组织|召开|[设成]立|增[设加配聘]|新[增建设]|投入|发放|引[进入]|聘[请任用]|安排"
    r"|配[备齐置]|补齐|补充|[写纳列接]入|停招|废[止除](?!的)|关停(?!的)|撤并|裁撤|取缔|注销|清理|更[换新]|改(?:造(?!意见)|[建版为成])|合办|联办|配\s*[一两\d]|上线|启用|开[通设发放]|推[行广动进出]|定期|分解|共建|实[行施现]|落实|优化|完善|健全|核减|比对|对接|约谈|整[改治]|检查|督查|巡查|抽查|通报|培(?:训(?!机会|经费|工作|力度|制度|签到|班|收入|教师|教材)|训(?=教师[^，。；]{0,6}\d)|养(?!方案|模式|质量))|选派|招聘|购置|采购"
    r"|明确|公[示布开]|调[整研]|签[订约署]|公布|试行|试点|试运行|收集|采集|汇编|载明|写明|注明|联合|^[将把]|提[供取炼]|奖励|表彰|划拨|减免|疏散|演练|公开|吸纳|吸收|起[，,]"
    r"|受理|办结|处置完毕|处理完毕|销号|采纳|备案|回访|走访|邀请|重[编写]|加装|安装|捐[赠资]"
    r"|盘活|调剂|招聘|新招|[扩续]建|淘汰|清退|撤销|(?:取消|停用)(?=过时|陈旧|老旧|重复|不必要|收费)|换[成为用]|恢复|修复|当[天日场即](?:处[理置]|反馈|整改|解决|答复|办)|结对|帮扶|压缩(?=招生计划|流程|审批|会议|开支|环节)|督促|减[为至]"
)
_GAINED = re.compile(
    r"获|荣[获膺]|入选|立项|通过(?!率)|评[为选定上]|[达超]到?(?:了)?\s*\d|占[^，。；\d]{0,14}(?:[5-9]\d|100)(?:\.\d+)?\s*%|突破|覆盖|形成|保持|连续|承[办接]|承担(?=[^，。；]{0,16}(?:项|课题|任务|赛|会|试点|标准))|出版|发表|授权|转化|到账|认定|晋级|中标|名列|位居|位列|惠及|(?:参[加与]|服务|资助|培养(?!方案))[^，。；]{0,10}\d"
    r"|取得|考取|到位[^，。；率\d]{0,12}\d|到[岗任](?![率])|收入\s*\d|节[约省]|回升|补(?:足|报|签(?!手续))|清零|拿下|了结|追回|收录|引用|重新[一-鿿]|逐[条项一个][一-鿿]|重启|批复|领到|审[过定]|查处|享受|施行|吸引|应[助修]尽[助修]|用上了?|高出[^，。；]{0,10}\d|到账[^，。；\d]{0,4}\d|回校|消[失除]|完毕|解决|消除|化解|现有|共有|拥有|设有|配有|(?<![平人生])均(?![无未不没匀衡分值线])|提交|报送|全部|被[^，。；]{2,14}(?:使用|借用|调用|选用|下载|浏览|点击|访问|观看|阅读|选修|转发)[^，。；]{0,6}\d|均?设[^，。；]{0,14}岗|满意[度率][^，。；\d]{0,6}(?:9\d|100)|率[^，。；\d]{0,4}(?:9\d|100)(?:\.\d+)?\s*%"
)
_WHOLE = re.compile(
    r"全部|均已|均有|都已|都有|全覆盖|全员|到位|解决|归零|为零|0\s*[起件次例]|消除|不再|[未没]再"
)
_FIGURE = re.compile(r"\d|[一二三四五六七八九十两]\s*[项个人次起件成]|全部|均|一半|过半")


def part_said(text: str, until: str = "", trouble: str = "") -> PartKey | None:
    """The part that a sentence belongs to; None where its words do not tell. `until`: the day the report speaks of.

    `trouble`: what other evidence tells of problems and causes; less of what it names is better.
    """
    told = TITLE.sub("《》", " ".join(text[:_READ].split()))
    if but := BUT.search(told):
        rest = told[but.end() :]
        if (part := _part(rest, until, trouble)) is not None:
            return PartKey.CAUSES if _CAUSE.search(told) else part
    return _part(told, until, trouble)


def pieces(text: str) -> tuple[str, ...]:
    """The sentences of a piece of evidence; joined they are `text`. A quotation or a semicolon ends none."""
    found: list[list[str]] = []
    depth = [0] * len(_PAIRED)  # of what is open
    ended = True
    for one in sentences(text):
        if found and (not ended or any(depth) or not one.strip()):
            found[-1].append(one)
        else:
            found.append([one])
            depth = [0] * len(_PAIRED)
        for i, (opening, closing) in enumerate(_PAIRED):
            depth[i] = max(0, depth[i] + one.count(opening) - one.count(closing))
        if one.strip():
            ended = one.endswith("\n") or one.rstrip().endswith(_STOPS)
    return tuple(map("".join, found))


def is_better(text: str, trouble: str = "") -> bool:
    """Whether it tells of a change for the better, in figures, and not of what was changed by itself (将…提高到)."""
    return not text.startswith(("将", "把")) and better(TITLE.sub("《》", text[:_READ]), trouble) is True


def is_done(text: str) -> bool:
    """Whether it tells of something that the school did, as it may do to answer a problem."""
    return _DONE.search(text[:_READ]) is not None or _is_deed(text[:_READ])


def is_whole(text: str) -> bool:
    """Whether it tells that a thing is now so everywhere, as the outcome of a measure."""
    return _WHOLE.search(text[:_READ]) is not None


def is_question(text: str) -> bool:
    return _ASKED.search(text.strip()) is not None


def is_detail(text: str) -> bool:
    """Whether it only says more of what stands before it: 其中省级3项."""
    return all(_TRAILING.search(one) or _FIGURES.fullmatch(one) for one in _clauses(text[:_READ]))


def is_progress(text: str) -> bool:
    """Whether it tells how many of so many are done by now."""
    return _PROGRESS.search(text[:_READ]) is not None


def is_first_done(text: str) -> bool:
    """Whether it begins with what the school did and goes on with what came of it."""
    first, *rest = _clauses(text[:_READ]) or [""]
    return bool(rest) and is_done(first) and not is_better(first)


def is_planned(text: str, until: str) -> bool:
    """Whether it tells of what was still to be done on that day."""
    return _is_planned(text[:_READ], until, lacks=False)


def is_act(text: str) -> bool:
    """Whether it begins with the office that did it."""
    return _ACT.match(text[:_READ]) is not None


def is_used(text: str) -> bool:
    """Whether it tells how often a thing was used."""
    return _USED.search(text[:_READ]) is not None


def is_ground(text: str) -> bool:
    """Whether it tells a problem and its cause in one: 由于缺少企业参与，7门课程内容陈旧."""
    found = _BECAUSE.match(text[:_READ])
    return found is not None and _part(text[found.end() : _READ], "", "") is PartKey.PROBLEMS


def _part(text: str, until: str, trouble: str) -> PartKey | None:
    if _ASKED.search(text):
        return None
    lacks = _PROBLEM.search(_NO_PROBLEM.sub("", text)) is not None
    if _CAUSE.search(text):
        return PartKey.CAUSES
    goal = _goal(text)
    if goal is PartKey.GOALS and _is_past(_NORMED.search(text), until):
        return goal
    if _is_planned(text, until, lacks) or (goal is not PartKey.GOALS and _DIRECTED.search(text)):
        return PartKey.MEASURES
    if goal:
        return goal
    every = changes(text, trouble)
    change = better(text, trouble)
    if change:
        return PartKey.EFFECTS if _AFTER.search(text) or _BEHIND.search(text) else PartKey.ACHIEVEMENTS
    if _CAUSE_INSIDE.search(text) or (_CAUSE_LIKELY.search(text) and not _SOME.match(text)):
        return PartKey.CAUSES
    good = _is_good(text)
    wrong = _is_wrong(text, good)
    if _is_gone(text):
        return PartKey.EFFECTS
    if wrong or change is False or _CAUSE_LIKELY.search(text):
        return PartKey.PROBLEMS
    if wrong is None or None in every:
        return None
    if _BEHIND_MORE.search(text):
        return PartKey.EFFECTS
    if not good and not _is_deed(text):
        return None
    return PartKey.EFFECTS if _AFTER.search(text) else PartKey.ACHIEVEMENTS


def _goal(text: str) -> PartKey | None:
    """Goals where it tells how far a goal is reached; a rule not kept to is a problem."""
    told = _main(text)
    if (_GOAL.search(told) and _FIGURE.search(told)) or _GOAL_PLAIN.search(told) or _COMPARED.search(told):
        return PartKey.GOALS
    ruled = _RULED.search(text)
    if _NORMED.search(told) and not (ruled and "要求" not in told):
        return PartKey.GOALS
    return PartKey.PROBLEMS if ruled and float(ruled[2]) < float(ruled[1]) else None


def _is_past(found: re.Match[str] | None, until: str) -> bool:
    """Whether what is counted behind a norm is there by now."""
    if found is None:
        return False
    now = found.string[found.start("unit") :]
    late = is_date(until) and any(_first(one) > earliest(until) for one in _DATED.finditer(now))
    return not late and _FUTURE.search(now) is None


def _main(text: str) -> str:
    """Without the 计划完成后 that a sentence begins with."""
    found = _BEHIND_FIRST.match(text)
    return text[found.end() :] if found else text


def _is_wrong(text: str, good: bool) -> bool | None:
    """Whether it tells of something amiss; None where only what it says of a thing by the way does."""
    bare = _UNSAID.sub("", _NO_PROBLEM.sub("", text))
    told = [(one, _predicate(one, every=True)) for one in _clauses(bare)]
    told = [(one, said) for one, said in told if not _RIGHTED.search(said) or _NOT_RIGHTED.search(said)]
    if any(_amiss(said) for _, said in told):
        return True
    by_the_way = [said for one, said in told if _PROBLEM.search(one)]
    if not by_the_way:
        return False
    if not good:
        return True if any(_PREDICATE.search(said) is None for said in by_the_way) else None
    return False if all(map(_OWN.search, by_the_way)) else None


def _is_deed(text: str) -> bool:
    """Whether an office did it on some day, and what follows tells of nobody else."""
    return _DEED.match(text) is not None and _OTHERS.search(text) is None


def _is_gone(text: str) -> bool:
    """Whether it tells that there is no more of what nobody misses."""
    found = _GONE.search(text)
    if found is None or _MISSED.search(text):
        return False
    return not _is_wrong(text[: found.start()] + text[found.end() :], good=True)


def _amiss(text: str) -> bool:
    return any(one.search(text) for one in (_PROBLEM, _FAILED, _SUFFERED))


def _is_good(text: str) -> bool:
    """Whether what it says last of a thing is good: what was done with it before is not enough."""
    if _SINCE.search(text) or text.startswith(("将", "把")):
        return True
    for clause in reversed(_clauses(text)):
        if _FREE.search(clause) or re.search(_SPARED, clause):
            return True
        said = _NOUN.sub("", _predicate(clause))
        if _DONE.search(said) or _GAINED.search(said):
            return True
        if len(said) > _SHORT and not _TRAILING.search(said) and not _FIGURES.fullmatch(said):
            return False
    return False


def _clauses(text: str) -> list[str]:
    return [one.strip() for one in re.split(r"[，,；;。！!]", text) if one.strip()]


def _predicate(clause: str, every: bool = False) -> str:
    """A clause without what it says by the way: 新建的, 验收后, 成立三年.

    In 建立覆盖全校的制度 nothing is told of the 制度 then, so it stays; with `every` it does not.
    """
    clause = _RAN.sub("", clause)
    for _ in range(3):
        aside = _ASIDE.match(clause)
        if aside is None:
            break
        head, rest = aside[0], clause[aside.end() :]
        if head.endswith("的") and _MAIN.match(head) and not _OWN.search(rest):
            break
        if head.endswith("的") and not _PREDICATE.search(rest):
            verbs = (*_DONE.finditer(head), *_GAINED.finditer(head))
            if not (every or any(one.end() >= len(head) - 2 for one in verbs)):
                break
        clause = rest
    return clause


def _is_planned(text: str, until: str, lacks: bool) -> bool:
    """Whether it tells of what is still to be done."""
    if _FUTURE.search(text):
        return True
    if lacks:
        return False
    if is_date(until) and _DOING.search(text) and not _SET.search(text):
        return any(_first(match) > earliest(until) for match in _DATED.finditer(text))
    return not is_date(until) and _BEFORE.search(text) is not None


def _first(match: re.Match[str]) -> date:
    try:
        return earliest(f"{match[1]}-{int(match[2]):02}" if match[2] else match[1])
    except ValueError:
        return date.min
