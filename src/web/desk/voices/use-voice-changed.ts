import { useQueryClient } from '@tanstack/react-query';
import type { VoiceDetail } from './voice-calls.ts';

/** Take the new state of a voice into everything that shows it. */
export function useVoiceChanged(): (voice: VoiceDetail) => void {
  const queries = useQueryClient();
  return (voice) => {
    queries.setQueryData(['voices', 'one', voice.id], voice);
    for (const key of ['list', 'count', 'entry'])
      void queries.invalidateQueries({ queryKey: ['voices', key] });
  };
}
