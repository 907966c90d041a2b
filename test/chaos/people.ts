import { MINUTE_MS, SECOND_MS } from '../../src/core/time.ts';
import type { Random } from '../simulation/random.ts';

/** One line of an incident's script: who says what, so many ms of the incident's time after the line before it. */
export type Cue = { readonly after: number; readonly as: string; readonly words: (incident: string) => string };
export type Script = { readonly start: Cue; readonly lines: readonly Cue[] };

const PEOPLE = ['marcus', 'priya', 'nina', 'lena', 'ivy', 'owen'];
const STARTS = [
  'phones send callers in a loop',
  'the files have funny names',
  'nobody can sign in',
  'something odd',
  'card machine declines everybody',
];

/** Writes what people will say about so many incidents. Every line that becomes part of an event carries a mark of its own. */
export function scripts(random: Random, many: number): readonly Script[] {
  let marks = 0;
  const mark = () => `mark-${(marks += 1)}`;
  const cue = (after: number, words: Cue['words'], as = random.pick(PEOPLE)): Cue => ({ after, as, words });
  const somewhen = (most: number) => random.between(5, most) * SECOND_MS;

  const middle = (): Cue => {
    const m = mark();
    return random.weighted<() => Cue>([
      [5, () => cue(somewhen(180), (id) => `note ${id} ${m}`)],
      [2, () => cue(somewhen(180), (id) => `update ${id} ${m}`)],
      [2, () => cue(somewhen(180), (id) => `doing ${id} 1`)],
      [2, () => cue(somewhen(180), (id) => `done ${id} 1 ${m}`)],
      [1, () => cue(somewhen(180), (id) => `cant ${id}`)],
      [2, () => cue(somewhen(180), (id) => `ack ${id}`)],
      [1, () => cue(somewhen(180), (id) => `page ${id} @nina`)],
      [1, () => cue(somewhen(180), (id) => `sev ${id} ${random.between(1, 2)}`)],
    ])();
  };
  const acks = (): readonly Cue[] =>
    random.weighted<() => readonly Cue[]>([
      // At once; while the first level has its turn; about when its turn ends; after the ladder; never.
      [2, () => [cue(somewhen(30), (id) => `ack ${id}`)]],
      [4, () => [cue(somewhen(280), (id) => `ack ${id}`)]],
      [3, () => [cue(random.between(290, 310) * SECOND_MS, (id) => `ack ${id}`)]],
      [1, () => [cue(random.between(8, 18) * MINUTE_MS, (id) => `ack ${id}`)]],
      [1, () => []],
    ])();

  return Array.from({ length: many }, () => {
    const m = mark();
    const severity = random.weighted([
      [1, ' --sev 1'],
      [4, ' --sev 2'],
      [2, ''],
    ]);
    const what = random.pick(STARTS);
    const end = mark();
    return {
      start: cue(0, () => `start ${what} ${m}${severity} --new`),
      lines: [
        ...acks(),
        ...Array.from({ length: random.between(2, 7) }, middle),
        ...(random.chance(0.8) ? [cue(somewhen(240), (id) => `close ${id} ${end} --anyway`)] : []),
      ],
    };
  });
}
