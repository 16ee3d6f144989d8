/** Surnames that more than four of five people bear (姓). */
const WIDE =
  '王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤';
/** Others of the book of surnames and of the street: after “我是” or “本人” these are enough to know a name by too. */
const COMMON = `
温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利于呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由`;

/** Surnames of two characters (复姓). */
const COMPOUND = `
欧阳 司马 上官 诸葛 司徒 尉迟 令狐 呼延 皇甫 夏侯 东方 公孙 慕容 长孙 宇文 轩辕 独孤 南宫 端木 百里 闻人 澹台 公冶 宗政 濮阳 淳于 单于 太叔 申屠 仲孙 钟离 司空 司寇 鲜于 闾丘 子车 亓官 西门 东郭 南门 呼延 左丘 谷梁 第五 拓跋 耶律 完颜 赫连 纳兰 叶赫 那拉 爱新觉罗`;

/** Names of one character that no book of surnames leaves out and few bear; known by a plain cue (姓名：) alone. */
const RARE = `郄逄乜仉璩䶮仝昝亓佴佟佘冮尕山水火土木竹才操撒问旷邸禤麴牧耑缑舍蹇晁暴`;

const COMMON_SET: ReadonlySet<string> = new Set(WIDE + COMMON.replaceAll(/\s/g, ''));
const RARE_SET: ReadonlySet<string> = new Set(RARE);
const COMPOUND_SET: ReadonlySet<string> = new Set(COMPOUND.trim().split(/\s+/));

/**
 * Words that begin like a name and are none: 高中, 本人曾经, 方便, 安徽人. Known by their first two characters, whatever
 * follows.
 */
const NO_NAME: ReadonlySet<string> = new Set(
  `
高中 高三 高二 高一 高龄 高考 高校 高层 高速 高压 高兴 高度 高价 高新 高铁 高空 高家 高职
马上 马路 马桶 马匹 许多 许久 许可 方便 方才 方面 方式 方案 常年 常住 常常 常务 何时 何处 何必 何况 何人 何以 何事 何地
任何 任职 任教 任由 任意 曾经 曾在 曾多 曾向 曾于 曾打 曾是 曾两 曾三 曾找 曾反 曾因 曾就 于去 于今 于昨 于上 于本 于前 于近 于此 于每 于当 于早 于晚 于年 于月 于日 于是 于某 于二
应该 应当 应届 应有 应予 应急 时常 时间 时时 时候 时值 安全 安装 安排 安徽 安置 安静 安心 安家 安保 强烈 强行 强制 强占 严重 严查 严格 严惩 严厉 严禁 白天 白领 白白 白酒 黄土 黄河 黄昏 黄线
关于 关注 关心 关闭 关系 关爱 关停 荣幸 荣誉 原来 原先 原住 原因 原本 原为 原系 原告 乐意 乐于 周末 周一 周二 周三 周四 周五 周六 周日 周边 周围 周年 周岁 周期
毕业 毕竟 毕生 路过 路上 路经 路人 路边 路面 路灯 路口 满意 满足 满腔 满心 张贴 张家 谢谢 谢意 谢绝 谢家 祝愿 祝福 祝您 祝好 房子 房屋 房产 房东 房主 房租 房客 房间 党员 党委 党支 党组 党政 农民 农户 农村 农业 农家 农资 农场 农机
司机 司法 车主 车辆 车位 车库 车间 车站 车险 文员 文盲 文化 文艺 商户 商家 商铺 商贩 商场 商业 牧民 家长 干部 干活 干群 单亲 单身 单独 单位 单元 单纯 单方 计划 计生 计量 计算 平时 平常 平日 平房 平安 平台
连续 连夜 连年 连同 连接 全家 全体 全村 全程 全部 全面 全都 全靠 全县 全市 全镇 全职 全力 简单 简易 简直 明白 明天 明年 明显 明确 明知 明明 景区 景点 元旦 国家 国庆 国土 国道 国有 公司 公众 公路 公园 公租 公交 公共 公民 公示 公安 公墓 公告 公开 公职
施工 施肥 施救 向您 向贵 向市 向县 向镇 向村 向有 向上 向政 向社 向物 向领 向社 向其 向我 向你 向他 向前 向东 向西 向南 向北 向阳 石头 石家 石子 温度 温室 江西 江苏 江边 江南 江北 金额 金融 牛奶 牛羊 牛粪 花钱 花费 花园 花坛 花农 花店 水电 水费 水库 水管 水井 水表 水利 水务 水源 水泵 水泥 水果 水产 水厂 水价 水压 水质 水路 水沟 水渠 山上 山西 山东 山区 山体 山路 山林 山坡 火灾 土地 土路 土豆 木材 木工 才能 才是 问题 问过 问下 问了 问你 问您
成立 成为 成都 成天 成年 成功 成人 成绩 游客 游泳 沙河 沙石 沙子 商住 商量 郎中 官员 官方 南边 南方 南京 南街 南路 班级 班主 初中 初一 初二 初三 初步 初次 门口 门前 门面 门诊 门店 门卫 门锁 云南 容易 容积 敬老 敬请 敬爱 来电 来信 来访 来自 来到 来源 普通 普遍 平米 羊群 羊肉 乌鲁 母亲 母女 母子 修路 修理 修建 修车 修缮 战友 利用 利益 但是 但因 但愿 居民 居住 居委 居家 居然 干净 干扰 信访 信用 信任 信息 信号 展开 阴雨 智能 富裕 由于 由此 由我 由本 由县 由村
相关 相信 相邻 相应 相比 相当 盖房 盖章 盖了 强电 权益 权利 海边 海南 支付 支持 支部 支书 支出 丰富 祖辈 祖父 祖传 祖坟 宁可 宁愿 宁夏 齐全 尚未 尚有 尚无 尚欠 左右 左边 左侧 左手 左腿 甘肃 甘愿 包括 包工 包装 包地 章程 管理 管道 管护 管线 管网 管委 管辖 管管 古稀 古城 古镇 古树 吉林 麦子 麦田 麦收 冷库 冷水 冷藏 卫生 卫计 米面 宗教 边上 边境 师傅 师范 师生 师母 明察 封闭 封路 封山 谈及 惠民 燕郊 楚河 劳动 劳务 劳保 皮肤 盘山 区里 区政 区内 区域 查询 查看 查处 查明 查无 查清 麻烦 麻将 池塘 苗木 苗圃 谷子 盛世 盛夏 曲线 管子 华北 华润 华夏 解决 解释 解放 解除 屈指 古老 连带 项目 费用 费劲 席位 桂花 应聘 商品 荣军
王府 王家 王村 王庄 李家 李村 李庄 刘家 刘村 刘庄 陈家 陈村 杨家 杨村 杨庄 赵家 赵村 赵庄 周家 周村 吴家 吴村 徐家 孙家 孙村 马家 马村 马庄 马坊 朱家 胡家 胡同 郭家 郭村 林家 林业 林地 林场 林区 林权 罗家 郑家 郑州 梁家 宋家 唐家 唐山 韩家 韩国 冯家 邓家 曹家 彭家 曾家 田家 田地 田间 田里 董家 潘家 蔡家 蒋家 余家 余款 余额 余下 余人 余名 余户 杜家 叶家 叶子 程家 程序 苏家 苏州 魏家 吕家 丁家 沈家 沈阳 姚家 姜家 崔家 汪家 范家 范围 石油 贾家 夏家 夏天 夏季 夏县 万家 万达 万分 万望 万元 万一 万科 万余 钱款 钱财 钱家 武汉 武警 孔家 汤家 温州 康复 康宁 文明 文物 文件 安置 易燃 易发 易受 乔家 庄稼 庄园 岳父 岳母 申请 申报 申诉 欧洲 焦虑 焦炭 焦急 兰州 柳河 柳树 柳州 梅花 梅雨 童年 毕节 季节 成片 谷物 时任 时不 时有 穆斯 农药 农闲 农忙 古代 车祸 车牌 车费 车票 车道 车流
`
    .trim()
    .split(/\s+/),
);

/** What a person is called by his office; who is named with it is not the one who speaks of himself (职务). */
export const OFFICE =
  /^\s?[（(]?(?:原|前|现任|时任|镇|乡|村|县|区|市|省|局|副|正|分管|支|大队|街道|社区|的){0,4}(?:主任|书记|局长|镇长|乡长|县长|区长|市长|村长|支书|所长|科长|处长|站长|队长|厂长|校长|院长|园长|会长|组长|股长|段长|网格员|经理|总经理|董事长|老板|主席|部长|委员|干部|警官|法官|医生|大夫|教授|总(?![0-9一-鿿])|工程师|师傅|老师)/u;

/** Surnames that stand in a sentence far oftener as what they mean: 都, 和, 向. Only a plain cue makes names of them. */
const ORDINARY: ReadonlySet<string> = new Set(
  '都时应和向由但官容相单全成可因及将就与同连干公那信管能计查解利普展来于从过被经后即则且对要水火土木竹才山问难农商车路景家房石门花田平高初区',
);
/** Of those, what many are called all the same: a name of three characters is believed. */
const BORNE: ReadonlySet<string> = new Set('于成石田平高向车花商');

/** How sure a sentence makes us that a name follows: 我叫 and 姓名：are plain, 我是 and 本人 are not. */
export type Cue = 'plain' | 'loose';

/** The length of the surname that stands at this place, 0 for none. */
export function surnameAt(text: string, at: number, cue: Cue): number {
  if (COMPOUND_SET.has(text.slice(at, at + 4))) return 4;
  if (COMPOUND_SET.has(text.slice(at, at + 2))) return 2;
  const one = text[at] ?? '';
  if (NO_NAME.has(text.slice(at, at + 2))) return 0;
  if (cue === 'plain') return COMMON_SET.has(one) || RARE_SET.has(one) ? 1 : 0;
  return COMMON_SET.has(one) && (!ORDINARY.has(one) || BORNE.has(one)) ? 1 : 0;
}

/** In a loose place two characters are no name of these: 高温, 石子. */
export function needsThree(text: string, at: number): boolean {
  return BORNE.has(text[at] ?? '');
}

/** Borne by so many that 小王 and 老李 are people. */
export function isWidelyBorne(text: string, at: number): boolean {
  return WIDE.includes(text[at] ?? ' ');
}
