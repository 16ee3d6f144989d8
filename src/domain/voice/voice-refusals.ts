/** What is refused while listening (听), with its HTTP status and its sentence in both languages. */
export const VOICE_REFUSALS = {
  'answer-unfinished': {
    status: 422,
    zh: '答复还没写完：结论、答复正文、查明的事实都要有，请补全后再发布',
    en: 'The answer is not finished: it needs an outcome, the answer itself and the facts; complete it, then publish',
  },
  'no-draft': {
    status: 409,
    zh: '这件诉求没有待发布的答复草稿，请先起草',
    en: 'There is no draft answer waiting here; write one first',
  },
  'no-telling': {
    status: 422,
    zh: '这一件不能设提醒：没有留下收得到提醒的联系方式、是反映作风的，或者本地没有开通。请凭查询码在这里看进展',
    en: 'Nothing can be told of this one: no contact was left that can be reached, it is about conduct, or there is no way set up here. Look here with your code',
  },
  'news-address': {
    status: 422,
    zh: '这个地址不能用于该通道：邮件填邮箱，短信填 11 位手机号，企业微信填成员账号',
    en: 'The address does not fit: an e-mail address, a mobile number of 11 digits, or a WeCom user id',
  },
  'no-news-port': {
    status: 404,
    zh: '没有配置这个提醒通道。请先设置环境变量并重新启动，见 README',
    en: 'This way of telling is not configured; set its environment variables and start again, see README',
  },
  'mail-unreadable': {
    status: 422,
    zh: '这封邮件读不成，或者没有正文',
    en: 'The message cannot be read, or says nothing',
  },
  'nothing-to-draw': {
    status: 422,
    zh: '这段时间没有可回访的诉求：须已答复、本人同意回访、不是本单位承办的',
    en: 'Nothing to draw in this window: answered voices whose reporters agreed and that you did not handle',
  },
  'own-work': {
    status: 403,
    zh: '承办过这件诉求的单位和人不得回访',
    en: 'Who has handled a voice may not call its reporter',
  },
  'complaint-stays': {
    status: 422,
    zh: '作风投诉不转入台账，以免被反映单位看到',
    en: 'A complaint about conduct is not put on the ledger, where the unit named in it would see it',
  },
  'named-in-complaint': {
    status: 422,
    zh: '“{unit}”是被反映单位或其上下级，不得承办本件',
    en: '{unit} is named in the complaint, or above or below the unit that is; it may not handle it',
  },
  'reopen-late': {
    status: 409,
    zh: '已超过可以要求重办、复查的期限（答复后 30 天内）',
    en: 'The time to have it taken up again or reviewed is over (30 days after the answer)',
  },
  'proper-door': {
    status: 422,
    zh: '检举控告不在这里受理，也不会保存。请直接向纪检监察机关反映：电话 12388，网站 www.12388.gov.cn',
    en: 'Accusations of crime or breach of duty are not taken here and nothing was kept. Go to the discipline inspection organs: call 12388, or www.12388.gov.cn',
  },
  'code-unknown': {
    status: 404,
    zh: '没有查到。请核对查询码：20 位，由数字和字母组成，不含 0、1',
    en: 'Nothing was found. Check the code: 20 digits and letters, without 0 and 1',
  },
  'form-expired': {
    status: 422,
    zh: '这张表打开太久了，请重新打开再提交；您写的内容还在',
    en: 'This form was open too long; open it again and send it. What you wrote is still here',
  },
  'says-nothing': {
    status: 422,
    zh: '请用文字说明是什么事',
    en: 'Please say in words what it is about',
  },
  'same-unit': {
    status: 403,
    zh: '拆封须由不同单位的两个人办理，您不能批准',
    en: 'Unsealing takes two people of different units; you may not approve this one',
  },
  'unseal-over': {
    status: 403,
    zh: '没有有效的拆封批准，或已超过 24 小时',
    en: 'There is no approval to unseal, or its 24 hours are over',
  },
  'survey-question': {
    status: 422,
    zh: '第 {no} 题写得不对：选择题要有 2 至 10 个不重复的选项，其他题型不写选项',
    en: 'Question {no} cannot be put so: a choice needs 2 to 10 different options, other kinds none',
  },
  'survey-method': {
    status: 422,
    zh: '名单邀请和随机抽取要写明对象怎么产生、邀请多少人；自愿参加的不填邀请人数',
    en: 'A list or a random draw needs how its people were found and how many are invited; an open survey has no number',
  },
  'survey-state': {
    status: 409,
    zh: '问卷现在不能这样办：题目先审查后作答，结果要等结束后才有',
    en: 'Not now: questions are released before anybody answers, results exist once the survey is over',
  },
  'survey-closed': {
    status: 409,
    zh: '这份问卷现在不收答卷（{from} 至 {to}）',
    en: 'This survey takes no answers now ({from} to {to})',
  },
  'survey-answers': {
    status: 422,
    zh: '还有题目没有选：第 {numbers} 题。不清楚可以选“不清楚或不回答”',
    en: 'Not answered yet: question {numbers}. You may choose “do not know, or would rather not say”',
  },
  'survey-accusation': {
    status: 422,
    zh: '第 {numbers} 题写的像是检举控告，问卷不收，也没有保存：请打 12388 或登录 www.12388.gov.cn 直接反映。删去这几句就可以交卷，别的答案都还在',
    en: 'Question {numbers} reads like an accusation; a survey takes none and nothing was kept: call 12388, or go to www.12388.gov.cn. Take those words out and send the rest, which is still here',
  },
  'invite-unknown': {
    status: 422,
    zh: '邀请码不对，或者已经用过。请核对纸条上的 12 位字符',
    en: 'The invitation is not right, or has been used. Check the 12 characters on your slip',
  },
  'not-linked': {
    status: 422,
    zh: '本件没有并入事项 {no}',
    en: 'It is not linked to the item {no}',
  },
} as const;
