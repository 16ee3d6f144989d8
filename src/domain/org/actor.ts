import { isWithin, type OrgPath } from './path.ts';

/** 督查室/大讨论办, 联络员, 承办人(支部书记), 核查人, 领导, 审计, and the three administrators 系统/安全/审计管理员. */
export const ROLES = [
  'office',
  'liaison',
  'handler',
  'inspector',
  'leader',
  'auditor',
  'system_admin',
  'security_admin',
  'audit_admin',
] as const;
export type Role = (typeof ROLES)[number];

/** Roles that see no business content; no person may hold two of them, nor one beside a business role. */
export const ADMIN_ROLES = ['system_admin', 'security_admin', 'audit_admin'] as const;

/** Roles that look at the business of a subtree. */
export const BUSINESS_ROLES = [
  'office',
  'liaison',
  'handler',
  'inspector',
  'leader',
  'auditor',
] as const;

/** A post held today (岗位), and whether it is held for the time being (代理). */
export interface HeldPost {
  readonly postId: string;
  readonly unitId: string;
  readonly path: OrgPath;
  /** Roots of the units this post's unit stands above by 条线 or Party relation. */
  readonly linked: readonly OrgPath[];
  readonly role: Role;
  readonly acting: boolean;
}

/** Who acts. All duty comes from the posts held at this moment; nothing from the name. */
export interface Actor {
  readonly cityId: number;
  readonly accountId: string;
  readonly personId: string;
  readonly posts: readonly HeldPost[];
  /** Undefined: everything the posts allow (a person at the screen); otherwise the scopes of a token. */
  readonly scopes?: readonly string[];
  /** When an administrator last gave a way into this account that nobody of another kind has confirmed since. */
  readonly resetAt?: Date;
}

/** The first post of one of `roles` whose unit stands over (or at) `path`, by territory, line or Party. */
export function postOver(
  actor: Actor,
  roles: readonly Role[],
  path: OrgPath,
): HeldPost | undefined {
  return actor.posts.find(
    (post) =>
      roles.includes(post.role) &&
      (isWithin(path, post.path) || post.linked.some((root) => isWithin(path, root))),
  );
}

/** The first post of one of `roles` at exactly this unit. */
export function postAt(actor: Actor, roles: readonly Role[], unitId: string): HeldPost | undefined {
  return actor.posts.find((post) => roles.includes(post.role) && post.unitId === unitId);
}

/** Would these roles, held by one person, break the separation of administrators? */
export function rolesClash(roles: readonly Role[]): boolean {
  const admin = new Set(roles.filter((role) => (ADMIN_ROLES as readonly Role[]).includes(role)));
  return admin.size > 1 || (admin.size === 1 && roles.some((role) => !admin.has(role)));
}
