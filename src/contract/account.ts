import * as z from 'zod/mini';
import { ROLES } from '#domain/org/actor.ts';
import { Id, line } from './fields.ts';
import { operation, SCOPES } from './operation.ts';

const group = 'account';
const Done = z.object({ done: z.literal(true) });
const Nothing = z.strictObject({});
export const Login = z.string().check(z.trim(), z.minLength(2), z.maxLength(64));
const PersonName = line(60);
/** The rules of a password are judged by the domain, which says what is wrong; this only bounds the work. */
const Secret = z.string().check(z.minLength(1), z.maxLength(512));
const Code = z.string().check(z.regex(/^\d{6}$/));

/** How strongly a session was opened; `first_password` may only change the password. */
const Strength = z.enum(['password', 'two_factor', 'oidc', 'first_password']);

export const signInWays = operation({
  id: 'signInWays',
  method: 'GET',
  path: '/sign-in',
  group,
  summary: { zh: '登录页所需：辖区名称与可用的登录方式', en: 'What the sign-in page needs' },
  access: 'public',
  scope: 'account',
  input: Nothing,
  output: z.object({
    cityName: z.nullable(z.string()),
    setUp: z.boolean(),
    oidc: z.boolean(),
  }),
  refusals: [],
});

const FirstAdmin = z.strictObject({ name: PersonName, login: Login });
const SetUpWord = z.object({ login: z.string(), word: z.string() });

export const setUp = operation({
  id: 'setUp',
  method: 'POST',
  path: '/set-up',
  group,
  summary: {
    zh: '初始设置：凭启动时打印的一次性口令，设立安全、系统、审计管理员',
    en: 'First set-up with the one-time word printed at the start: three administrators, three people',
  },
  access: 'public',
  scope: 'account',
  input: z.strictObject({
    word: Secret,
    cityName: line(100),
    securityAdmin: z.strictObject({ name: PersonName, login: Login, password: Secret }),
    systemAdmin: FirstAdmin,
    auditAdmin: FirstAdmin,
  }),
  output: z.object({
    /** One-time words to hand to the other two, with which they choose their own passwords. */
    systemAdmin: SetUpWord,
    auditAdmin: SetUpWord,
  }),
  refusals: [
    'too-many',
    'busy',
    'word-expired',
    'already-set-up',
    'name-taken',
    'password-length',
    'password-common',
    'password-personal',
  ],
});

export const login = operation({
  id: 'login',
  method: 'POST',
  path: '/login',
  group,
  summary: { zh: '登录', en: 'Sign in' },
  access: 'public',
  scope: 'account',
  input: z.strictObject({ login: Login, password: Secret, code: z.optional(Code) }),
  output: z.object({ strength: Strength }),
  refusals: ['bad-credentials', 'code-needed', 'too-many', 'busy'],
});

export const logout = operation({
  id: 'logout',
  method: 'POST',
  path: '/logout',
  group,
  summary: { zh: '退出登录', en: 'Sign out' },
  access: 'public',
  scope: 'account',
  input: Nothing,
  output: Done,
  refusals: [],
});

const MyPost = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  acting: z.boolean(),
  unitId: z.string(),
  unitName: z.string(),
  unitPath: z.string(),
});

export const me = operation({
  id: 'me',
  method: 'GET',
  path: '/me',
  group,
  summary: { zh: '我是谁：本人、在任岗位、辖区', en: 'Who I am: person, posts held today, city' },
  access: 'signed-in',
  scope: 'account',
  input: Nothing,
  output: z.object({
    accountId: z.string(),
    login: z.string(),
    personId: z.string(),
    name: z.string(),
    cityName: z.string(),
    posts: z.array(MyPost),
    mustChangePassword: z.boolean(),
    twoFactor: z.boolean(),
    /** Only for a token: what it is limited to. */
    scopes: z.nullable(z.array(z.string())),
  }),
  refusals: [],
});

export const changePassword = operation({
  id: 'changePassword',
  method: 'POST',
  path: '/account/password',
  group,
  summary: {
    zh: '修改密码：其他会话随即失效',
    en: 'Change the password; all other sessions end',
  },
  access: 'signed-in',
  scope: 'account',
  input: z.strictObject({ current: Secret, next: Secret }),
  output: z.object({ strength: Strength }),
  refusals: [
    'sign-in-needed',
    'bad-credentials',
    'too-many',
    'busy',
    'password-length',
    'password-common',
    'password-personal',
    'password-same',
  ],
});

export const beginTotp = operation({
  id: 'beginTotp',
  method: 'POST',
  path: '/account/totp/begin',
  group,
  summary: {
    zh: '启用动态验证码第一步：取得密钥（二维码）',
    en: 'Begin a second factor: the secret for the authenticator',
  },
  access: 'signed-in',
  scope: 'account',
  input: z.strictObject({ password: Secret }),
  output: z.object({ secret: z.string(), uri: z.string() }),
  refusals: [
    'totp-on',
    'sign-in-needed',
    'bad-credentials',
    'too-many',
    'busy',
    'password-change-due',
  ],
});

export const confirmTotp = operation({
  id: 'confirmTotp',
  method: 'POST',
  path: '/account/totp/confirm',
  group,
  summary: {
    zh: '启用动态验证码第二步：输入验证码确认',
    en: 'Confirm the second factor with a code; other sessions end',
  },
  access: 'signed-in',
  scope: 'account',
  input: z.strictObject({ code: Code }),
  output: z.object({ strength: Strength }),
  refusals: ['totp-on', 'sign-in-needed', 'bad-credentials', 'too-many', 'password-change-due'],
});

export const disableTotp = operation({
  id: 'disableTotp',
  method: 'POST',
  path: '/account/totp/disable',
  group,
  summary: { zh: '停用动态验证码', en: 'Give up the second factor; other sessions end' },
  access: 'signed-in',
  scope: 'account',
  input: z.strictObject({ password: Secret, code: Code }),
  output: z.object({ strength: Strength }),
  refusals: ['sign-in-needed', 'bad-credentials', 'too-many', 'busy', 'password-change-due'],
});

export const listSessions = operation({
  id: 'listSessions',
  method: 'GET',
  path: '/account/sessions',
  group,
  summary: { zh: '本人的登录会话', en: 'My sessions' },
  access: 'signed-in',
  scope: 'account',
  input: Nothing,
  output: z.object({
    sessions: z.array(
      z.object({
        id: z.string(),
        strength: Strength,
        agent: z.string(),
        createdAt: z.string(),
        seenAt: z.string(),
        endsAt: z.string(),
        present: z.boolean(),
      }),
    ),
  }),
  refusals: ['password-change-due'],
});

export const endSession = operation({
  id: 'endSession',
  method: 'POST',
  path: '/account/sessions/{id}/end',
  group,
  summary: { zh: '结束本人的一个会话', en: 'End one of my sessions' },
  access: 'signed-in',
  scope: 'account',
  input: z.strictObject({ id: z.string().check(z.regex(/^[0-9a-f]{32}$/)) }),
  output: Done,
  refusals: ['not-found', 'password-change-due'],
});

const TokenView = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  createdAt: z.string(),
  endsAt: z.string(),
  usedAt: z.nullable(z.string()),
  revokedAt: z.nullable(z.string()),
});

export const createToken = operation({
  id: 'createToken',
  method: 'POST',
  path: '/account/tokens',
  group,
  summary: {
    zh: '新建个人令牌（只显示一次）；岗位权限之内再按范围收窄',
    en: 'Make a personal token, shown once; it narrows what the posts allow',
  },
  access: 'signed-in',
  scope: 'account',
  input: z.strictObject({
    name: line(80),
    scopes: z.array(z.enum(SCOPES)).check(z.minLength(1), z.maxLength(SCOPES.length)),
    days: z.int().check(z.gte(1), z.lte(366)),
  }),
  output: z.object({ token: z.string(), view: TokenView }),
  refusals: ['sign-in-needed', 'password-change-due'],
});

export const listTokens = operation({
  id: 'listTokens',
  method: 'GET',
  path: '/account/tokens',
  group,
  summary: { zh: '本人的令牌', en: 'My tokens' },
  access: 'signed-in',
  scope: 'account',
  input: Nothing,
  output: z.object({ tokens: z.array(TokenView) }),
  refusals: ['password-change-due'],
});

export const revokeToken = operation({
  id: 'revokeToken',
  method: 'POST',
  path: '/account/tokens/{id}/revoke',
  group,
  summary: { zh: '吊销本人的一个令牌', en: 'Revoke one of my tokens' },
  access: 'signed-in',
  scope: 'account',
  input: z.strictObject({ id: Id }),
  output: TokenView,
  refusals: ['not-found', 'password-change-due'],
});

export const acceptInvitation = operation({
  id: 'acceptInvitation',
  method: 'POST',
  path: '/invitation',
  group,
  summary: {
    zh: '凭安全管理员发放的一次性口令设置密码',
    en: 'Choose a password with the one-time word of the security administrator',
  },
  access: 'public',
  scope: 'account',
  input: z.strictObject({ word: Secret, password: Secret }),
  output: z.object({ login: z.string() }),
  refusals: [
    'word-expired',
    'too-many',
    'busy',
    'password-length',
    'password-common',
    'password-personal',
  ],
});

export const startOidc = operation({
  id: 'startOidc',
  method: 'GET',
  path: '/oidc/start',
  group,
  summary: { zh: '转到统一身份认证', en: 'Go to the identity provider' },
  access: 'public',
  scope: 'account',
  answer: 'bytes',
  input: Nothing,
  output: z.object({}),
  refusals: ['not-found', 'oidc-unavailable'],
});

export const finishOidc = operation({
  id: 'finishOidc',
  method: 'GET',
  path: '/oidc/callback',
  group,
  summary: { zh: '统一身份认证返回', en: 'Return from the identity provider' },
  access: 'public',
  scope: 'account',
  answer: 'bytes',
  /** Whatever the provider sends along is judged by the OIDC library. */
  input: z.looseObject({}),
  output: z.object({}),
  refusals: ['not-found', 'bad-credentials', 'too-many', 'oidc-unavailable'],
});
