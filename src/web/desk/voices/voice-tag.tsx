import type { ReactElement } from 'react';
import type { VoiceState } from '#domain/voice/lifecycle.ts';
import { Tag, type Tone } from '#web/kit/status-tag.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { voicesWords } from './voice-words.ts';

const LOOK = {
  received: ['ochre', 'empty'],
  held: ['ochre', 'bar'],
  registered: ['azure', 'empty'],
  routed: ['ochre', 'half'],
  linked: ['azure', 'half'],
  handling: ['azure', 'half'],
  answered: ['malachite', 'half'],
  reviewing: ['wisteria', 'half'],
  rated: ['malachite', 'full'],
  ended: ['malachite', 'full'],
  dismissed: ['ink', 'bar'],
} as const satisfies Record<VoiceState, readonly [Tone, 'empty' | 'half' | 'full' | 'bar']>;

/** Where a voice stands: shape, word and colour. */
export function VoiceTag({ state }: { readonly state: VoiceState }): ReactElement {
  const r = useRoomWords(voicesWords);
  const [tone, shape] = LOOK[state];
  return (
    <Tag tone={tone} shape={shape}>
      {r.states[state]}
    </Tag>
  );
}
