import { expect, it } from 'vitest';
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
