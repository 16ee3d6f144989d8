/** Why a file that is handed in is not kept. `{name}` is what its giver calls it. */
export const FILE_REFUSALS = {
  'file-too-large': {
    status: 413,
    zh: '文件 {name} 太大，最大 {limit}。请缩小后再传',
    en: 'The file {name} is too large: {limit} at most. Make it smaller and send it again',
  },
  'file-type': {
    status: 415,
    zh: '文件 {name} 的内容不是所允许的类型（{allowed}）',
    en: 'The content of {name} is not an allowed type ({allowed})',
  },
  'file-broken': {
    status: 422,
    zh: '文件 {name} 不完整或已损坏，请换一份完好的再传',
    en: 'The file {name} is damaged or not whole; send a sound one',
  },
  'file-empty': { status: 422, zh: '文件 {name} 是空的', en: 'The file {name} is empty' },
  'file-encrypted': {
    status: 422,
    zh: '文件 {name} 设了打开密码，请取消密码后再上传',
    en: 'The file {name} is protected by a password; remove it and upload again',
  },
  'file-active': {
    status: 422,
    zh: '文件 {name} 含有宏、脚本或外部引用，请另存为不含宏的文件后再上传',
    en: 'The file {name} holds macros, scripts or references to outside; save it without them and upload again',
  },
  'file-archive': {
    status: 415,
    zh: '文件 {name} 是压缩包，请解压后逐个上传',
    en: 'The file {name} is an archive; unpack it and upload its files one by one',
  },
  'file-old-office': {
    status: 415,
    zh: '文件 {name} 是旧格式或加密的 Office 文件，请取消密码并另存为 .docx、.xlsx 或 PDF 后再上传',
    en: 'The file {name} is of an old Office format or encrypted; remove the password, save it as .docx, .xlsx or PDF and upload that',
  },
  'file-bomb': {
    status: 422,
    zh: '文件 {name} 解压后过大，疑似压缩炸弹，不予保存',
    en: 'The file {name} expands far beyond its size, as a zip bomb does, and is not kept',
  },
  'picture-too-large': {
    status: 422,
    zh: '图片 {name} 为 {size} 像素，超过上限 {limit} 百万像素，请缩小后再上传',
    en: 'The picture {name} has {size} pixels, over the limit of {limit} megapixels; make it smaller and upload again',
  },
  'picture-heic': {
    status: 415,
    zh: '读不了 HEIC 照片 {name}，没有保存。苹果手机请在“设置→相机→格式”里选“兼容性最好”后重拍；其他手机请另存为 JPG 再上传',
    en: 'The HEIC photo {name} cannot be read here and was not kept. On an iPhone choose Settings → Camera → Formats → Most Compatible and take it again; elsewhere save it as JPG and upload that',
  },
  'file-missing': {
    status: 404,
    zh: '文件库中找不到 {name} 的内容，请联系管理员',
    en: 'The content of {name} is not in the file store; tell an administrator',
  },
  'files-unavailable': {
    status: 503,
    zh: '文件库暂时连接不上，文件未保存，请稍后重试',
    en: 'The file store cannot be reached; nothing was saved, try again shortly',
  },
  'classified-file': {
    status: 422,
    zh: '文件 {name} 标有密级，本系统为非涉密系统，不予保存',
    en: 'The file {name} bears a secrecy mark; this is a non-secret system and does not keep it',
  },
} as const;
