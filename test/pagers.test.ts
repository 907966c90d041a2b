import { expect, it } from 'vitest';
import { missingOf } from '../src/missing.ts';
import { mediaSimulated, simulatedWords } from '../src/pagers.ts';
import { planWith } from './support/clinic.ts';

const SIMULATED = { name: 'simulated', media: ['sms', 'call', 'push'] } as const;
const MAIL = { name: 'smtp', media: ['email'] } as const;

it('media that go to simulated phones beside real ones are named, where the plan has them', () => {
  const media = mediaSimulated(planWith(), [MAIL, SIMULATED]);
  expect(simulatedWords(media)).toEqual([
    'SMS and call go to simulated phones (MUSTER_SIMULATE=yes): nobody real is reached by them.',
  ]);
});

it('nothing is named where all phones are simulated, or none', () => {
  expect(mediaSimulated(planWith(), [SIMULATED])).toEqual([]);
  expect(mediaSimulated(planWith(), [MAIL])).toEqual([]);
  expect(simulatedWords([])).toEqual([]);
});

it('"setup" and the start of Muster name them', () => {
  const book = { plan: planWith() } as ReturnType<Parameters<typeof missingOf>[0]['plans']['book']>;
  const missing = missingOf({
    store: { setAside: () => [] },
    plans: { refused: () => undefined, book: () => book, isSample: false },
    pack: { missing: () => [] },
    chats: [],
    beats: { missing: () => [] },
    pagers: [
      { ...MAIL, send: async () => ({ outcome: 'accepted', reference: '1' }) },
      { ...SIMULATED, send: async () => ({ outcome: 'accepted', reference: '1' }) },
    ],
    notReady: [],
  });
  expect(missing).toEqual([
    'SMS and call go to simulated phones (MUSTER_SIMULATE=yes): nobody real is reached by them.',
    expect.stringContaining('Nothing is set up for chat'),
  ]);
});
