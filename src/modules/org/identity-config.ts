import { ExplainedError } from '#platform/db/explained-error.ts';

/** How people sign in to this installation. */
export interface IdentityConfig {
  /** Is the site reached by https? Then the cookie is `__Host-` and Secure. */
  readonly secureCookie: boolean;
  /** The installation's key, of `installationKey`. */
  readonly key: Uint8Array;
  /** Undefined: passwords only, and no outbound call is ever made. */
  readonly oidc?: OidcConfig | undefined;
}

export interface OidcConfig {
  readonly issuer: URL;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where this site is reached from outside, for the address the provider sends back to. */
  readonly publicUrl: URL;
}

/**
 * The identity provider of LUOSHI_OIDC_ISSUER, LUOSHI_OIDC_CLIENT_ID and LUOSHI_OIDC_CLIENT_SECRET;
 * undefined when none of them is set.
 *
 * @throws ExplainedError when only some are set, or the issuer is no https address.
 */
export function oidcFromEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  publicUrl: URL,
): OidcConfig | undefined {
  const names = ['LUOSHI_OIDC_ISSUER', 'LUOSHI_OIDC_CLIENT_ID', 'LUOSHI_OIDC_CLIENT_SECRET'];
  const [issuer = '', clientId = '', clientSecret = ''] = names.map((name) => env[name]);
  if (issuer === '' && clientId === '' && clientSecret === '') return undefined;
  const missing = names.filter((name) => (env[name] ?? '') === '');
  if (missing.length > 0)
    throw new ExplainedError(
      'oidc-incomplete',
      `统一身份认证的配置不全，缺少 ${missing.join('、')}。请补全，或全部去掉以只用密码登录。`,
      `The identity provider is configured in part; ${missing.join(', ')} is missing. Set it, or unset all to use passwords only.`,
    );
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined;
  const local = url !== undefined && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  if (url === undefined || (url.protocol !== 'https:' && !local))
    throw new ExplainedError(
      'oidc-issuer',
      `LUOSHI_OIDC_ISSUER 须为 https 地址，现为“${issuer}”。`,
      `LUOSHI_OIDC_ISSUER must be an https address; it is ${issuer}.`,
    );
  return { issuer: url, clientId, clientSecret, publicUrl };
}
