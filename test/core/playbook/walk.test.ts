import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ahead } from '../../../src/core/playbook/ahead.ts';
import { stepDeadlines } from '../../../src/core/playbook/deadlines.ts';
import { evolveRun } from '../../../src/core/playbook/evolve.ts';
import { nextActions } from '../../../src/core/playbook/next-actions.ts';
import { remaining } from '../../../src/core/playbook/remaining.ts';
import { beginRun, entriesOf, isGroup, isLive, roleOf } from '../../../src/core/playbook/run.ts';
import type { Run } from '../../../src/core/playbook/run.ts';
import { fromMs, toMs } from '../../../src/core/time.ts';
import { answerHook, builtIn, pass, play, say, TIMES } from './players.ts';
import type { Play } from './players.ts';

const known = builtIn();
const ids = Object.keys(known);
const LINES = [
  'done',
  'doing',
  'check yes',
  'check no',
  'choose',
  'happened',
  'stuck',
  'skip',
  'impossible',
  'undo',
  'extend',
] as const;

type Move = { readonly line: number; readonly step: number; readonly choice: number; readonly by: number };
const moves = fc.array(fc.record({ line: fc.nat(17), step: fc.nat(200), choice: fc.nat(9), by: fc.nat(2) }), {
  minLength: 5,
  maxLength: 90,
  size: 'max',
});
const PEOPLE = ['marcus', 'nina', 'guest:u1'];

/** Anything that people, hooks or the clock can do at this moment, sensible or not. */
function move(now: Play, given: Move): void {
  const { line, choice, by } = given;
  const person = PEOPLE[by] ?? 'nina';
  if (line >= 11 && line <= 13) ring(now, choice);
  else if (line === 14) say(now, `exit ${1 + (choice % 4)}`, person);
  else if (line === 15) say(now, `clock ${now.clocks[choice % 2]}`, person);
  else if (line === 16)
    say(now, choice === 0 ? `enter ${ids[given.step % ids.length]}` : 'add call the landlord', person);
  else onStep(now, given, person);
  now.at += 60_000 * (1 + (choice % 5));
}

function ring(now: Play, nth: number): void {
  const due = stepDeadlines(now.run, TIMES).toSorted((a, b) => (a.at < b.at ? -1 : 1))[nth];
  if (due === undefined) return;
  now.at = Math.max(now.at, toMs(due.at));
  pass(now, due.key);
}

function onStep(now: Play, { line, step, choice }: Move, person: string): void {
  const entries = entriesOf(now.run);
  const open = entries.filter(isLive);
  const from = step % 3 === 0 ? entries : open;
  const entry = from[step % Math.max(1, from.length)];
  const n = entry?.n ?? step;
  const name = LINES[line];
  if (name === undefined) answerHook(now, n, { run: entry?.hookRuns ?? 1, ok: choice > 3 });
  else if (name === 'choose') {
    say(now, `choose ${n} ${Object.keys(entry?.step.choices ?? {})[choice] ?? 'nothing'}`, person);
  } else if (name.startsWith('check')) say(now, `check ${n} ${name.slice(6)} because`, person);
  else say(now, `${name} ${n} because`, person);
}

const walks = (given: (now: Play) => void) =>
  fc.assert(
    fc.property(fc.constantFrom(...ids), moves, (id, steps) => {
      const now = play(known, id);
      given(now);
      for (const step of steps) {
        move(now, step);
        given(now);
      }
    }),
    { numRuns: 150 },
  );

describe('whatever people do', () => {
  it('every role of the playbooks in play always has a next action, or hears until when there is nothing', () => {
    walks((now) => {
      const actions = nextActions(now.run, { holders: null, times: TIMES });
      const playing = now.run.frames
        .filter(({ state }) => state === 'running' || state === 'finished')
        .map(({ n }) => n);
      const named = entriesOf(now.run)
        .filter((entry) => playing.includes(entry.frame) && !isGroup(entry))
        .map(roleOf);
      for (const role of new Set(['incident_commander', ...named.filter((one) => one !== 'bot')])) {
        const own = actions.filter((action) => action.role === role);
        expect([role, own.length]).not.toEqual([role, 0]);
        for (const { text, words, kind } of own) expect(kind === 'nothing' ? text : words).not.toBe('');
      }
    });
  });

  it('a next action is never refused when its main button is pressed', () => {
    walks((now) => {
      for (const { kind, words, buttons } of nextActions(now.run, { holders: null, times: TIMES })) {
        if (kind === 'nothing' || words === 'close' || words.startsWith('assign')) continue;
        const line = buttons.find((button) => button.words === words)?.words ?? words;
        const probe: Play = { ...now, events: [], effects: [] };
        const decision = say(probe, line);
        expect(decision.ok ? '' : `${line}: ${decision.refusal.say}`).toBe('');
      }
    });
  });

  it('the record told again gives the same state', () => {
    walks(() => undefined);
    fc.assert(
      fc.property(fc.constantFrom(...ids), moves, (id, steps) => {
        const now = play(known, id);
        for (const step of steps) move(now, step);
        const again = now.events.reduce<Run>(
          (run, event) => evolveRun(run, JSON.parse(JSON.stringify(event)), known),
          beginRun,
        );
        expect(again).toEqual(now.run);
      }),
      { numRuns: 60 },
    );
  });

  it('a deadline that has passed or whose step ended never comes back under the same key', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ids), moves, (id, steps) => {
        const now = play(known, id);
        const gone = new Set<string>();
        let before = new Set<string>();
        for (const step of steps) {
          move(now, step);
          const keys = stepDeadlines(now.run, TIMES).map(({ key }) => key);
          expect(new Set(keys).size).toBe(keys.length);
          // The deadline of a step that is still to come may go while another way is taken.
          for (const key of before) if (!keys.includes(key) && !key.endsWith('/by')) gone.add(key);
          for (const key of keys) expect([key, gone.has(key), key.includes(':')]).toEqual([key, false, false]);
          before = new Set(keys);
        }
      }),
      { numRuns: 80 },
    );
  });

  it('events of unknown steps, events told twice and events out of order break nothing', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ids), moves, fc.array(fc.nat(500), { maxLength: 40 }), (id, steps, order) => {
        const now = play(known, id);
        for (const step of steps) move(now, step);
        const mixed = order.flatMap((i) => now.events[i % now.events.length] ?? []);
        const run = mixed.reduce<Run>((state, event) => evolveRun(state, event, known), beginRun);
        expect(() => [
          nextActions(run, { holders: null, times: TIMES }),
          stepDeadlines(run, TIMES),
          ahead(run),
        ]).not.toThrow();
        expect(remaining(now.run, fromMs(now.at)).ms).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 60 },
    );
  });
});
