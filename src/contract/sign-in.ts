import * as z from 'zod/mini';
import { line } from './fields.ts';
import { operation } from './operation.ts';

/* The ways in: the first set-up, the sign-in page, an invitation, the identity provider. */

const group = 'account';
export const Done = z.object({ done: z.literal(true) });

export const Nothing = z.strictObject({});

export const Login = z.string().check(z.trim(), z.minLength(2), z.maxLength(64));

const PersonName = line(60);

/** The rules of a password are judged by the domain, which says what is wrong; this only bounds the work. */
export const Secret = z.string().check(z.minLength(1), z.maxLength(512));

export const Code = z.string().check(z.regex(/^\d{6}$/));

/** How strongly a session was opened; `first_password` may only change the password. */
export const Strength = z.enum(['password', 'two_factor', 'oidc', 'first_password']);

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
