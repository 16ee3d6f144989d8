import * as collection from '#contract/collection.ts';
import * as open311 from '#contract/open311.ts';
import type { Caller } from './record-examples.ts';
import type { Stage } from './scenario.ts';
import { token } from './scenario-voices.ts';

/** The doors beside the form: a box emptied by the county's office, another system that hands a request in. */
export async function doorStory(stage: Stage): Promise<void> {
  const { api } = stage;
  const county: Caller = await token(stage, 'county');
  const lines = [
    { key: 'box-2026-05-22-01', words: '集市日桥头没有厕所', subject: 'cleanliness' },
    { key: 'box-2026-05-22-02', words: '建议村里的图书室周末开门', kind: 'opinion' },
  ];
  await api.call(collection.enterVoices, county, { channel: 'box', lines });
  const taken = await api.call(open311.takeRequest, county, {
    service: 'lighting',
    words: '桥头村口路灯不亮',
    place: '桥头村口',
    key: 'hotline-20260522-0001',
  });
  await api.call(open311.findRequest, undefined, { token: taken.body['token'] });
  await api.call(open311.listRequests, undefined, { notes: true });
}
