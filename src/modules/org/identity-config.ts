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
