/** What is refused of documents, duties, indicators and readings, with its HTTP status and its sentence in both languages. */
export const DOCUMENT_REFUSALS = {
  'document-unreadable': {
    status: 422,
    zh: '文件 {name} 读不成：{why}',
    en: 'The document {name} cannot be read: {why}',
  },
  'document-known': {
    status: 409,
    zh: '{unit}已有同样文字的文件，不能再改归过去',
    en: '{unit} has a document of the same words already; this one cannot be moved there',
  },
  'document-reading': {
    status: 409,
    zh: '文件正在识读，读完再核对',
    en: 'The document is still being read; decide when it is done',
  },
  'document-superseded': {
    status: 409,
    zh: '该文件已有新版本，请在新版本上核对',
    en: 'A newer version has replaced this document; decide there',
  },
  'candidate-moved-on': {
    status: 409,
    zh: '“{title}”已{what}，不能再改',
    en: '{title} has been handed down, made a target, merged or split, and cannot be changed here',
  },
  'unfit-merge': {
    status: 422,
    zh: '只能把任务并入同一文件的另一条任务',
    en: 'Only tasks can be merged, into another task of the same document',
  },
  'bad-span': {
    status: 422,
    zh: '所划的文字不在一个句子之内，或与已有的重复',
    en: 'The marked stretch does not lie within one sentence, or is marked already',
  },
  'nothing-to-undo': {
    status: 409,
    zh: '这一步不能撤销：此后又有改动，或已经下达',
    en: 'This step cannot be undone: something was changed or handed down since',
  },
  'nothing-to-hand-down': {
    status: 422,
    zh: '没有可下达的任务，请先采纳',
    en: 'There is no accepted task to hand down',
  },
  'model-off': {
    status: 409,
    zh: '本系统没有配置模型',
    en: 'No language model is configured here',
  },
  'no-duty-header': {
    status: 422,
    zh: '工作表“{sheet}”中没有找到“职责”“事项名称”一类的列，请确认表头',
    en: 'The sheet {sheet} has no column such as 职责 or 事项名称; look at its header',
  },
  'nothing-to-restate': {
    status: 422,
    zh: '该期尚无数值，请先填报，再谈修正',
    en: 'There is no figure for this period yet; report it first',
  },
  'restate-instead': {
    status: 409,
    zh: '该期数值已终核，更正请用“修正”并说明原因',
    en: 'The figure of this period is final; restate it and say why',
  },
  'no-final-reading': {
    status: 422,
    zh: '{day} 没有终核数，只能评定为“无法评价”',
    en: 'There is no final figure for {day}; it can only be concluded as not assessable',
  },
  'verdict-contradicts': {
    status: 422,
    zh: '终核数为 {value}，目标为 {goal}，与所评结论不符',
    en: 'The final figure {value} and the goal {goal} say otherwise',
  },
  'no-goal': {
    status: 422,
    zh: '目标值尚未明确，不能生效',
    en: 'The goal has no value yet and cannot take effect',
  },
  'no-definition': {
    status: 422,
    zh: '指标“{indicator}”口径待明确，写明口径后目标方可生效',
    en: 'The indicator {indicator} has no definition yet; write it before a target takes effect',
  },
  'bad-path': {
    status: 422,
    zh: '目标路径有误：{why}',
    en: 'The path of the target is not sound: {why}',
  },
  'stricter-than-parent': {
    status: 422,
    zh: '比上级目标加码（{more}），请说明理由',
    en: 'It asks more than the target above ({more}); give a reason',
  },
  'not-below': {
    status: 422,
    zh: '“{unit}”不在下达单位之下',
    en: '{unit} does not lie below the unit that hands down',
  },
  'not-period-end': {
    status: 422,
    zh: '{day} 不是该指标报数期的最后一天（如 {next}）',
    en: '{day} is not the last day of a period of this indicator (such as {next})',
  },
  'period-ahead': {
    status: 422,
    zh: '{day} 这一期尚未结束，不能填报',
    en: 'The period that ends on {day} is not over yet',
  },
  'no-reading-columns': {
    status: 422,
    zh: '没有找到表头。前 30 行内须有“指标”“单位”“期间”“数值”四列',
    en: 'No header was found; the first 30 rows must name the columns 指标, 单位, 期间 and 数值',
  },
} as const;
