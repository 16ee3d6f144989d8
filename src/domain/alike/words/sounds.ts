/**
 * Which characters sound alike (同音): typed by sound, one is written for the other. The first level of GB 2312 lists its
 * 3,755 everyday characters by sound; here stands with each sound the character it begins with there.
 */
const SOUNDS = `
a啊 ai埃 an鞍 ang肮 ao凹 ba芭 bai白 ban斑 bang邦 bao苞 bei杯 ben奔 beng崩 bi逼 bian鞭 biao标 bie鳖 bin彬 bing兵 bo玻
bu哺 ca擦 cai猜 can餐 cang苍 cao操 ce厕 ceng层 cha插 chai拆 chan搀 chang昌 chao超 che车 chen郴 cheng撑 chi吃
chong充 chou抽 chu初 chuai揣 chuan川 chuang疮 chui吹 chun春 chuo戳 ci疵 cong聪 cou凑 cu粗 cuan蹿 cui摧 cun村
cuo磋 da搭 dai呆 dan耽 dang当 dao刀 de德 deng蹬 di堤 dian颠 diao碉 die跌 ding丁 diu丢 dong东 dou兜 du都 duan端
dui堆 dun墩 duo掇 e蛾 en恩 er而 fa发 fan藩 fang坊 fei菲 fen芬 feng丰 fo佛 fou否 fu夫 ga噶 gai该 gan干 gang冈 gao篙
ge哥 gei给 gen根 geng耕 gong工 gou钩 gu辜 gua刮 guai乖 guan棺 guang光 gui瑰 gun辊 guo锅 ha哈 hai骸 han酣 hang夯
hao壕 he呵 hei嘿 hen痕 heng哼 hong轰 hou喉 hu呼 hua花 huai槐 huan欢 huang荒 hui灰 hun荤 huo豁 ji击 jia嘉 jian歼
jiang僵 jiao蕉 jie揭 jin巾 jing荆 jiong炯 jiu揪 ju鞠 juan捐 jue撅 jun均 ka喀 kai开 kan刊 kang康 kao考 ke坷 ken肯
keng坑 kong空 kou抠 ku枯 kua夸 kuai块 kuan宽 kuang匡 kui亏 kun坤 kuo括 la垃 lai莱 lan蓝 lang琅 lao捞 le勒 lei雷
leng棱 li厘 lia俩 lian联 liang粮 liao撩 lie列 lin琳 ling玲 liu溜 long龙 lou楼 lu芦 lv驴 luan峦 lue掠 lun抡 luo萝
ma妈 mai埋 man瞒 mang芒 mao猫 me么 mei玫 men门 meng萌 mi眯 mian棉 miao苗 mie蔑 min民 ming明 miu谬 mo摸 mou谋 mu拇
na拿 nai氖 nan南 nang囊 nao挠 ne呢 nei馁 nen嫩 neng能 ni妮 nian蔫 niang娘 niao鸟 nie捏 nin您 ning柠 niu牛 nong脓
nu奴 nv女 nuan暖 nue虐 nuo挪 o哦 ou欧 pa啪 pai拍 pan攀 pang乓 pao抛 pei呸 pen喷 peng砰 pi坯 pian篇 piao飘 pie撇
pin拼 ping乒 po坡 pu扑 qi期 qia掐 qian牵 qiang枪 qiao橇 qie切 qin钦 qing青 qiong琼 qiu秋 qu趋 quan圈 que缺 qun裙
ran然 rang瓤 rao饶 re惹 ren壬 reng扔 ri日 rong戎 rou揉 ru茹 ruan软 rui蕊 run闰 ruo若 sa撒 sai腮 san三 sang桑 sao搔
se瑟 sen森 seng僧 sha莎 shai筛 shan珊 shang墒 shao梢 she奢 shen砷 sheng声 shi师 shou收 shu蔬 shua刷 shuai摔
shuan栓 shuang霜 shui谁 shun吮 shuo说 si斯 song松 sou搜 su嗽 suan酸 sui虽 sun孙 suo蓑 ta塌 tai胎 tan坍 tang汤
tao掏 te特 teng藤 ti梯 tian天 tiao挑 tie贴 ting厅 tong通 tou偷 tu凸 tuan湍 tui推 tun吞 tuo拖 wa挖 wai歪 wan豌
wang汪 wei威 wen瘟 weng嗡 wo挝 wu巫 xi昔 xia瞎 xian掀 xiang相 xiao萧 xie楔 xin薪 xing星 xiong兄 xiu休 xu墟 xuan轩
xue靴 xun勋 ya压 yan焉 yang殃 yao邀 ye椰 yi一 yin茵 ying英 yo哟 yong拥 you幽 yu淤 yuan鸳 yue曰 yun耘 za匝 zai栽
zan咱 zang赃 zao遭 ze责 zei贼 zen怎 zeng增 zha扎 zhai摘 zhan瞻 zhang樟 zhao招 zhe遮 zhen珍 zheng蒸 zhi芝 zhong中
zhou舟 zhu珠 zhua抓 zhuai拽 zhuan专 zhuang桩 zhui椎 zhun谆 zhuo捉 zi兹 zong鬃 zou邹 zu租 zuan钻 zui嘴 zun尊 zuo昨
`;

/** Sounds that many write for one another: no difference is made in speech over half of the country. */
const MERGED: readonly (readonly [RegExp, string])[] = [
  [/^([zcs])h/u, '$1'],
  [/^l(?=[aeiou])/u, 'n'],
  [/([aei])ng$/u, '$1n'],
];

/** Alike in sound, and the contrary or another thing in meaning. */
const TELLING = ['买卖', '受授', '园院', '进禁', '增征', '工公', '年念', '是十', '市县'];

/** What is taken for one another by the eye (形近): by a scanner, by handwriting input, by a tired reader. */
const LOOKS =
  '水氺 车东 没设 无设 坏怀 坏环 环怀 停仃 漏露 拆折 析折 拔拨 侯候 今令 免兔 天夫 休体 住往 佳住 请清 情清 清青 情晴 晴睛 渴喝 遣遗 徒徙 乌鸟 鸣呜 爪瓜 贝见 户尸 风凤 仓仑 抢抡 冷泠 冶治 兑兄 刺剌 即既 施旋 部陪 部倍 陪倍 待侍 持特 待特 博搏 傅博 钓钩 钩钧 载栽 裁载 载戴 货贷 责贵 赔陪 堵睹 赌睹 赌堵 蓝篮 籍藉 辨辩 辨辫 账帐 竟竞 亮高 路露 题提 堤提 护沪 护户 站粘 站沾 站占 占沾 电申 由甲 由田 石右 厕侧 测侧 楼搂 梯悌 栏拦 挡档 桩庄 灯钉 灯打 官管 排徘 场扬 汤场 房户 木本 未末 己已 己巳 士土 日曰 人入 干千 历厉 厂广 欠次 收改 放政 故放 改政 洒酒 染梁 梁粱 桥娇 桥乔 校较 村材 枝技 杆秆 杆竿 砍坎 吹次 炊吹 采菜 彩采 坝霸 场厂 费废 收受 补部 倒到 建健 拖脱 断段 修休 修俯 亮量';
const SIGHT = new Set(LOOKS.split(' ').flatMap((pair) => [pair, pair.charAt(1) + pair.charAt(0)]));

const SOUND_OF = soundTable();

/** Is one of two characters a likely slip for the other, by its sound or its looks? */
export function isTakenFor(a: string, b: string): boolean {
  if (SIGHT.has(a + b)) return true;
  const [left, right] = [SOUND_OF.get(a), SOUND_OF.get(b)];
  if (left === undefined || left !== right) return false;
  return !TELLING.some((pair) => pair.includes(a) && pair.includes(b));
}

function soundTable(): ReadonlyMap<string, string> {
  const starts = new Map(
    SOUNDS.trim()
      .split(/\s+/u)
      .map((entry) => [entry.slice(-1), merged(entry.slice(0, -1))]),
  );
  const found = new Map<string, string>();
  let sound = '';
  for (const character of levelOne()) {
    sound = starts.get(character) ?? sound;
    found.set(character, sound);
  }
  return found;
}

function merged(sound: string): string {
  return MERGED.reduce((told, [from, to]) => told.replace(from, to), sound);
}

/** Rows 16 to 55 of GB 2312, each of 94 characters; the last is five short. */
function levelOne(): string {
  const rows = Array.from({ length: 40 }, (_, row) => 0xb0 + row);
  const bytes = rows.flatMap((row) =>
    Array.from({ length: row === 0xd7 ? 89 : 94 }, (_, cell) => [row, 0xa1 + cell]).flat(),
  );
  return new TextDecoder('gbk').decode(Uint8Array.from(bytes));
}
