import type { Lang } from '#web/words/lang.ts';

interface Said {
  readonly sign: RegExp;
  readonly zh: string;
  readonly en: string;
}

function said(sign: RegExp, zh: string, en = zh): Said {
  return { sign, zh, en };
}

/** The first that fits counts: most browsers also name the one they descend from. */
const BROWSERS: readonly Said[] = [
  said(/wxwork/i, '企业微信', 'WeCom'),
  said(/MicroMessenger/i, '微信', 'WeChat'),
  said(/DingTalk/i, '钉钉', 'DingTalk'),
  said(/360SE|360EE|QIHU/i, '360 浏览器', '360 Browser'),
  said(/QQBrowser/i, 'QQ 浏览器', 'QQ Browser'),
  said(/QAXBrowser|Qaxbrowser/i, '奇安信浏览器', 'Qi An Xin Browser'),
  said(/HuaweiBrowser/i, '华为浏览器', 'Huawei Browser'),
  said(/UCBrowser/i, 'UC 浏览器', 'UC Browser'),
  said(/Edg(?:e|A|iOS)?\//, 'Edge'),
  said(/Firefox|FxiOS/, 'Firefox'),
  said(/HeadlessChrome|Chrome|CriOS/, 'Chrome'),
  said(/Safari/, 'Safari'),
  said(/^luoshi/i, '命令行', 'Command line'),
  said(/curl|python|node|okhttp|java/i, '程序', 'A program'),
];

const SYSTEMS: readonly Said[] = [
  said(/HarmonyOS|OpenHarmony/i, '鸿蒙', 'HarmonyOS'),
  said(/Android/, '安卓', 'Android'),
  said(/iPhone/, 'iPhone'),
  said(/iPad/, 'iPad'),
  said(/Windows NT 10/, 'Windows 10/11'),
  said(/Windows NT 6\.1/, 'Windows 7'),
  said(/Windows/, 'Windows'),
  said(/Mac OS X|Macintosh/, 'macOS'),
  said(/UOS|uniontech/i, '统信 UOS', 'UOS'),
  said(/Kylin/i, '麒麟', 'Kylin'),
  said(/Linux/, 'Linux'),
];

/** A browser's own long name as one says it: `Edge · Windows 10/11`; what is not known is left out. */
export function sayAgent(agent: string, lang: Lang): string | undefined {
  const parts = [BROWSERS, SYSTEMS].flatMap((known) => {
    const found = known.find(({ sign }) => sign.test(agent));
    return found === undefined ? [] : [found[lang]];
  });
  return parts.length === 0 ? undefined : parts.join(' · ');
}
