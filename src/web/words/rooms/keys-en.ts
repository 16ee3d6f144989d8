import type { keysZh } from './keys-zh.ts';

export const keysEn: typeof keysZh = {
  lead: 'A hotline platform or a mail gateway signs what it hands in with a key; it is placed at the unit of the key. Revoke what is not used.',
  make: 'Make a key',
  none: 'No key yet',
  noneHint: 'Then give its number and its secret to who runs the other system.',
  name: 'For which system',
  nameHint: 'For example: hotline platform',
  unit: 'Placed at which unit',
  madeAt: 'Made',
  lastUsed: 'Last used',
  never: 'never',
  state: 'State',
  valid: 'valid',
  revoked: (at) => `revoked ${at}`,
  revoke: 'Revoke',
  revokeAsk: (name) => `Revoke “${name}”?`,
  revokeHint: 'It stops working at once and cannot be brought back.',
  id: 'Number of the key',
  secret: 'The secret, shown this once only',
  how: 'How to sign is in the description of the interface.',
};
