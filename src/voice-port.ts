import type { VoicePort } from '#modules/distil/subjects.ts';
import { raiseOfVoice, tiedPairs, tieVoice, untieVoices } from '#modules/listen/tie-voice.ts';
import {
  PERSON_BEHIND,
  reportersBehind,
  voicesSeen,
  voicesToCompare,
  voiceSubjects,
} from '#modules/listen/voice-subjects.ts';

/** What the still may know of the voices, and how it moves them: the same in the house and in its thread of jobs. */
export const voicePort: VoicePort = {
  subjects: voiceSubjects,
  seen: voicesSeen,
  reporters: reportersBehind,
  person: PERSON_BEHIND,
  toCompare: voicesToCompare,
  tied: tiedPairs,
  tie: tieVoice,
  raise: raiseOfVoice,
  untie: untieVoices,
};
