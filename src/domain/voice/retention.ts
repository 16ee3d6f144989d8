/** 保存期限: what is let go, so many days after what. */
export interface RetentionRule {
  readonly what:
    | 'identity'
    | 'dismissed_words'
    | 'open_identity'
    | 'words'
    | 'open_words'
    | 'tries'
    | 'loose_photos'
    | 'survey_order';
  readonly days: number;
  readonly zh: string;
  readonly en: string;
}

/** The rules; the row of a voice, its counts and its answers stay for ever, they say nothing of anybody. */
export const RETENTION: readonly RetentionRule[] = [
  {
    what: 'identity',
    days: 180,
    zh: '办结满180天的联系方式：销毁密钥，原文中的号码和姓名隐去',
    en: 'contact details 180 days after the end: the key is destroyed, numbers and names in the words are hidden',
  },
  {
    what: 'open_identity',
    days: 730,
    zh: '提交满两年仍未办结的联系方式：销毁密钥，原文中的号码和姓名隐去',
    en: 'contact details two years after submission, ended or not: the same',
  },
  {
    what: 'words',
    days: 180,
    zh: '办结满180天、没有联系方式的原文：其中的号码和姓名隐去',
    en: 'words 180 days after the end where no contact was left: numbers and names in them are hidden',
  },
  {
    what: 'open_words',
    days: 730,
    zh: '提交满两年仍未办结、没有联系方式的原文：其中的号码和姓名隐去',
    en: 'words two years after submission, ended or not: the same',
  },
  {
    what: 'dismissed_words',
    days: 90,
    zh: '不予受理满90天的原文：清除',
    en: 'words of dismissed submissions after 90 days: cleared',
  },
  {
    what: 'tries',
    days: 2,
    zh: '限流计数满2天：删除',
    en: 'counts of tries after 2 days: deleted',
  },
  {
    what: 'loose_photos',
    days: 1,
    zh: '传了图而没有提交的，满1天：删除',
    en: 'photos whose form never came, after a day: deleted',
  },
  {
    what: 'survey_order',
    days: 0,
    zh: '已结束问卷的答卷：打乱次序重写，去掉一码一卷的记号',
    en: 'answers of surveys that are over: written anew in a drawn order, without the mark of their invitation',
  },
];
