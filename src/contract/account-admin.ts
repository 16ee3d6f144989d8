import * as z from 'zod/mini';
import { ROLES } from '#domain/org/actor.ts';
import { Login } from './sign-in.ts';
import { Flag, Id } from './fields.ts';
import { operation } from './operation.ts';

const group = 'account';

const AccountView = z.object({
  id: z.string(),
  login: z.string(),
  personId: z.string(),
  name: z.string(),
  roles: z.array(z.enum(ROLES)),
  hasPassword: z.boolean(),
  twoFactor: z.boolean(),
  oidcSubject: z.nullable(z.string()),
  disabledAt: z.nullable(z.string()),
  /** When somebody else last gave a way into it that is not confirmed. */
  resetAt: z.nullable(z.string()),
});
export type AccountView = z.infer<typeof AccountView>;

const SECURITY = ['security_admin'] as const;
/** Who confirms what the security administrator gave. */
export const SECOND = ['system_admin', 'audit_admin'] as const;

export const listAccounts = operation({
  id: 'listAccounts',
  method: 'GET',
  path: '/accounts',
  group,
  summary: { zh: '账号列表（三个管理员）', en: 'Accounts, for the three administrators' },
  access: [...SECURITY, ...SECOND],
  scope: 'account',
  input: z.strictObject({
    q: z.optional(z.string().check(z.maxLength(60))),
    after: z.optional(z.string().check(z.maxLength(64))),
    /** Only those that wait to be confirmed. */
    unconfirmed: z.optional(Flag),
  }),
  output: z.object({ accounts: z.array(AccountView), next: z.nullable(z.string()) }),
  refusals: [],
});

export const createAccount = operation({
  id: 'createAccount',
  method: 'POST',
  path: '/accounts',
  group,
  summary: {
    zh: '为人员开立账号（随后发放一次性口令或登记统一身份）',
    en: 'Open an account for a person; an invitation or an OIDC subject follows',
  },
  access: SECURITY,
  scope: 'account',
  input: z.strictObject({ personId: Id, login: Login }),
  output: AccountView,
  refusals: ['not-found', 'name-taken'],
});

export const inviteAccount = operation({
  id: 'inviteAccount',
  method: 'POST',
  path: '/accounts/{id}/invite',
  group,
  summary: {
    zh: '发放一次性口令：原密码、会话、令牌即刻作废；可同时清除动态验证码',
    en: 'Give a one-time word; the old password, sessions and tokens end at once',
  },
  access: SECURITY,
  scope: 'account',
  input: z.strictObject({ id: Id, clearTotp: z.optional(z.boolean()) }),
  output: z.object({ word: z.string(), endsAt: z.string() }),
  refusals: ['not-found', 'own-post', 'sign-in-needed'],
});

export const confirmAccount = operation({
  id: 'confirmAccount',
  method: 'POST',
  path: '/accounts/{id}/confirm',
  group,
  summary: {
    zh: '核实本人：重新发放登录方式的账号，须系统或审计管理员确认后才能拆封、查看联系方式、调阅原文、公开审查',
    en: 'Confirm who holds an account that was given a new way in; until then it unseals and releases nothing',
  },
  access: SECOND,
  scope: 'account',
  confirmed: true,
  input: z.strictObject({ id: Id, resetAt: z.iso.datetime() }),
  output: AccountView,
  refusals: [
    'not-found',
    'own-post',
    'account-unconfirmed',
    'account-not-taken',
    'account-reset-again',
    'key-missing',
    'key-reused',
  ],
});

export const disableAccount = operation({
  id: 'disableAccount',
  method: 'POST',
  path: '/accounts/{id}/disable',
  group,
  summary: {
    zh: '停用账号：会话与令牌即刻失效',
    en: 'Disable an account; its sessions end at once',
  },
  access: SECURITY,
  scope: 'account',
  input: z.strictObject({ id: Id }),
  output: AccountView,
  refusals: ['not-found', 'own-post'],
});

export const enableAccount = operation({
  id: 'enableAccount',
  method: 'POST',
  path: '/accounts/{id}/enable',
  group,
  summary: { zh: '恢复停用的账号', en: 'Enable an account again' },
  access: SECURITY,
  scope: 'account',
  input: z.strictObject({ id: Id }),
  output: AccountView,
  refusals: ['not-found', 'own-post'],
});

export const linkOidc = operation({
  id: 'linkOidc',
  method: 'POST',
  path: '/accounts/{id}/oidc',
  group,
  summary: {
    zh: '登记或取消账号的统一身份标识（OIDC subject）',
    en: 'Register or remove the OIDC subject of an account',
  },
  access: SECURITY,
  scope: 'account',
  input: z.strictObject({
    id: Id,
    subject: z.nullable(z.string().check(z.minLength(1), z.maxLength(255))),
  }),
  output: AccountView,
  refusals: ['not-found', 'name-taken', 'own-post'],
});
