import { senderOf } from '../src/engine/paging.ts';
import { describe, expect, it } from 'vitest';
import type { Medium } from '../src/core/media.ts';
import { personId } from '../src/core/ids.ts';
import type { Notices } from '../src/core/notices/notices.ts';
import { noticesOf } from '../src/core/notices/notices.ts';
import { clockTime, HOUR_MS, instant, MINUTE_MS } from '../src/core/time.ts';
import { noticePerformer, tellPersonOf } from '../src/notices.ts';
import { planWith } from './support/clinic.ts';
import { failForNow } from './support/scripted-pager.ts';
import type { Story, StoryParts } from './support/story.ts';
import { story } from './support/story.ts';

/** Friday 20 November 2026 in Detroit. */
const AFTERNOON = instant('2026-11-20T21:40:00Z');
const LATE = instant('2026-11-21T02:55:00Z');
const plan = planWith((raw) => ({
  ...raw,
  people: {
    ...raw.people,
    ann: { ...raw.people.ann, reach: [{ sms: '+1 616 555 0101' }, { email: 'ann@harbor.example' }] },
    bob: {
      ...raw.people.bob,
      away: [{ from: '2026-11-18', to: '2026-11-30', cover: 'ann' }],
    },
  },
}));

async function tellingStory(at = AFTERNOON) {
  const live: { told?: Story } = {};
  const past = new Set<string>();
  const now = async () => live.told?.clock.now() ?? at;
  const performers: StoryParts['performers'] = (usual) => ({
    ...usual,
    notice: { timeoutMs: 5_000, perform: (effect, signal) => performer().perform(effect as never, signal) },
  });
  const performer = () => {
    if (live.told === undefined) throw new Error('nothing is sent before the story begins');
    const isPast = async (key: string) => past.has(key);
    return noticePerformer({ sender: senderOf([live.told.pager], live.told.clock), plan: () => plan, now, isPast });
  };
  const told = await story({ at, book: { plan, playbooks: {} }, performers });
  live.told = told;
  const tell = tellPersonOf({ engine: () => told.engine(), plan: () => plan, now });
  const note = (person: string, key: string) =>
    tell({ person: personId(person), key, subject: `About ${key}`, text: `${key} happened.` });
  const noteNow = (person: string, key: string) =>
    tell({ person: personId(person), key, subject: `${key}: now`, text: `${key} happens.`, now: true });
  return { ...told, tell, note, noteNow, past };
}
const sentBy = (told: {
  readonly pager: {
    readonly sent: readonly { readonly person: string; readonly medium: Medium; readonly subject: string }[];
  };
}) => told.pager.sent.map(({ person, medium, subject }) => `${person} ${medium} ${subject}`);

describe('telling somebody', () => {
  it('goes by mail before SMS, whatever stands first, and never by a call', async () => {
    const told = await tellingStory();
    await told.note('ann', 'a');
    await told.note('dan', 'b');
    await told.pass(HOUR_MS);
    expect(sentBy(told)).toEqual(['ann email About a']);
    expect(told.pager.sent).toMatchObject([{ incident: 'note', to: 'ann@harbor.example', drill: false }]);
    const dan = (await told.engine().read(noticesOf(personId('dan')))).state as Notices;
    expect(dan).toMatchObject({ waiting: [], known: ['b'] });
  });

  it('waits for the end of quiet hours, also for one that would fall into them while it is gathered', async () => {
    const told = await tellingStory(LATE);
    await told.note('ann', 'a');
    await told.pass(8 * HOUR_MS);
    expect(sentBy(told)).toEqual([]);
    await told.pass(HOUR_MS);
    expect(sentBy(told)).toEqual(['ann email About a']);
  });

  it('does not wake anybody in the night after an outage either', async () => {
    const told = await tellingStory();
    await told.note('ann', 'a');
    told.clock.jump(6 * HOUR_MS);
    await told.restart();
    await told.pass(MINUTE_MS);
    expect(clockTime(told.clock.now(), 'America/Detroit')).toBe('22:41');
    expect(sentBy(told)).toEqual([]);
    await told.pass(8 * HOUR_MS);
    expect(sentBy(told)).toEqual(['ann email About a']);
  });

  it('who is away gets it, and not the cover', async () => {
    const told = await tellingStory();
    await told.note('bob', 'a');
    await told.pass(HOUR_MS);
    expect(sentBy(told)).toEqual(['bob sms About a']);
  });

  it('a restart loses nothing and repeats nothing', async () => {
    const told = await tellingStory();
    await told.note('ann', 'a');
    await told.restart();
    await told.note('ann', 'b');
    await told.pass(HOUR_MS);
    await told.restart();
    await told.note('ann', 'a');
    await told.pass(HOUR_MS);
    expect(sentBy(told)).toEqual(['ann email 2 notes from Muster']);
  });

  it('goes by the next way when the first one is broken', async () => {
    const told = await tellingStory();
    told.pager.script({ medium: 'email' }, failForNow);
    await told.note('ann', 'a');
    await told.pass(HOUR_MS);
    expect(told.pager.asked.map(({ medium, key }) => `${medium} ${key}`)).toEqual([
      'email NOTE-ann/1/email/1',
      'email NOTE-ann/1/email/2',
      'email NOTE-ann/1/email/3',
      'sms NOTE-ann/1/sms/4',
    ]);
  });

  it('of what is of use only within minutes leaves at once, alone, before what is gathered', async () => {
    const told = await tellingStory();
    await told.note('ann', 'a');
    await told.noteNow('ann', 'AL-1/ann');
    await told.pass(0);
    expect(sentBy(told)).toEqual(['ann email AL-1/ann: now']);
    await told.pass(HOUR_MS);
    expect(sentBy(told)).toEqual(['ann email AL-1/ann: now', 'ann email About a']);
  });

  it('of what is of use only within minutes wakes nobody all the same, and is not sent when it is over by then', async () => {
    const told = await tellingStory(instant('2026-11-21T03:30:00Z'));
    await told.noteNow('ann', 'AL-1/ann');
    await told.noteNow('ann', 'AL-2/ann');
    await told.pass(HOUR_MS);
    expect(sentBy(told)).toEqual([]);
    told.past.add('AL-1/ann');
    await told.pass(10 * HOUR_MS);
    expect(sentBy(told)).toEqual(['ann email AL-2/ann: now']);
    const state = (await told.engine().read(noticesOf(personId('ann')))).state as Notices;
    expect(state).toMatchObject({ alone: [], known: ['AL-1/ann', 'AL-2/ann'] });
  });

  it('passes over somebody whom the plan does not know', async () => {
    const told = await tellingStory();
    await told.note('zoe', 'a');
    expect(await told.store.read('NOTE-zoe')).toEqual([]);
  });
});
