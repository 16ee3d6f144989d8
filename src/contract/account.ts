import * as z from 'zod/mini';
import { ROLES } from '#domain/org/actor.ts';
import { Id, line } from './fields.ts';
import { operation, SCOPES } from './operation.ts';
import { Code, Done, Nothing, Secret, Strength } from './sign-in.ts';

/* One's own account, once signed in: who I am, password, second factor, sessions, tokens. */

const group = 'account';

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
    /** When an administrator last gave a way into it that is not confirmed yet. */
    resetAt: z.nullable(z.string()),
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
    zh: '修改密码：其他会话和个人令牌随即失效',
    en: 'Change the password; all other sessions and all tokens end',
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
