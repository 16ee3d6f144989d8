/** 扫码交接 */
export const handOverZh = {
  title: '用手机拍照',
  how: '用手机相机或微信扫一扫，拍好后照片直接进这个事项。',
  code: '二维码：打开手机上传页',
  once: (time: string) => `只能用一次，${time} 前有效。扫码的人不用登录，请当面出示。`,
  waiting: '等手机传照片……',
  came: (n: string) => `收到 ${n} 张照片`,
  over: '二维码已过期',
  again: '换一个新的',
  done: '完成',
  local: '您是用本机地址打开的，手机连不上。请改用单位内网地址打开电脑版再试。',
};
