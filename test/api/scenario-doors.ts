import * as collection from '#contract/collection.ts';
import type { Caller } from './record-examples.ts';
import type { Stage } from './scenario.ts';
import { token } from './scenario-voices.ts';

/** The doors beside the form: a box emptied by the county's office. */
export async function doorStory(stage: Stage): Promise<void> {
  const { api } = stage;
  const county: Caller = await token(stage, 'county');
  const lines = [
    { key: 'box-2026-05-22-01', words: '集市日桥头没有厕所', subject: 'cleanliness' },
    { key: 'box-2026-05-22-02', words: '建议村里的图书室周末开门', kind: 'opinion' },
  ];
  await api.call(collection.enterVoices, county, { channel: 'box', lines });
}
