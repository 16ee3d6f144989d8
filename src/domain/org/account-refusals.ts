/** What is refused to an account: signing in, passwords, second factors, one-time links. */
export const ACCOUNT_REFUSALS = {
  'bad-credentials': {
    status: 401,
    zh: '账号、密码或验证码不正确',
    en: 'The account, password or code is not right',
  },
  'code-needed': {
    status: 401,
    zh: '请输入动态验证码',
    en: 'Enter the code of your authenticator',
  },
  'totp-on': {
    status: 409,
    zh: '动态验证码已经启用；要更换，请先用现在的验证码停用',
    en: 'A second factor is on already; turn it off with its own code before setting up another',
  },
  'word-expired': {
    status: 401,
    zh: '该一次性口令无效或已过期，请联系安全管理员重新发放',
    en: 'The one-time word is not valid any more; ask the security administrator for a new one',
  },
  'sign-in-needed': {
    status: 403,
    zh: '此操作须本人登录后办理，令牌不能代办',
    en: 'This takes a signed-in person; a token may not do it',
  },
  'account-unconfirmed': {
    status: 403,
    zh: '这个账号的登录方式 {since} 由安全管理员重新发放，还没有核实。请本人联系系统管理员或审计管理员，在“账号管理”里确认后再办',
    en: 'The security administrator gave this account a new way in on {since}. Ask the system or the audit administrator to confirm it under Accounts, then try again',
  },
  'account-not-taken': {
    status: 409,
    zh: '本人还没有用一次性口令设好密码。请等本人登录后，当面或打电话核实是本人，再确认',
    en: 'Nobody has chosen a password with the one-time word yet. Wait for the person to sign in, make sure that it was him, then confirm',
  },
  'account-reset-again': {
    status: 409,
    zh: '这个账号的登录方式此后又有变动，或已经确认过。请刷新，再向本人核实',
    en: 'The way into this account has changed since, or is confirmed already. Reload, and ask the person again',
  },
  'password-change-due': {
    status: 403,
    zh: '首次登录须先修改密码',
    en: 'Change the first password before going on',
  },
  'password-length': {
    status: 422,
    zh: '密码须为 12 至 128 个字符',
    en: 'A password has 12 to 128 characters',
  },
  'password-common': {
    status: 422,
    zh: '密码过于常见或有规律，请换一个更难猜的',
    en: 'The password is too common or regular; choose one that is harder to guess',
  },
  'password-personal': {
    status: 422,
    zh: '密码主要由账号、姓名或本地名称组成，请换一个更难猜的',
    en: 'The password is mostly the login, a name or the city; choose one that is harder to guess',
  },
  'password-same': {
    status: 422,
    zh: '新密码不得与原密码相同',
    en: 'The new password must differ from the old one',
  },
  'link-over': {
    status: 403,
    zh: '这个链接已经用过或已过期，请在电脑上重新打开二维码',
    en: 'This link has been used or is over; open a new code on the computer',
  },
  'already-set-up': {
    status: 409,
    zh: '系统已完成初始设置',
    en: 'The system has already been set up',
  },
} as const;
