import type { PersonId } from './core/ids.ts';
import type { NearMissCommand } from './core/nearmiss/near-misses.ts';
import type { NearMissState } from './core/nearmiss/state.ts';
import { NEAR_MISSES } from './core/nearmiss/near-misses.ts';
import { isApprover, isReceiver } from './core/nearmiss/receivers.ts';
import { textProblem } from './core/nearmiss/report.ts';
import { trendsOf } from './core/nearmiss/trends.ts';
import { monthOfWeek } from './core/nearmiss/weeks.ts';
import { dateOf } from './core/time.ts';
import type { NearMissParts } from './near-misses.ts';
import type { NearMisses, Refused } from './ports/near-misses.ts';

type Desk = Pick<
  NearMisses,
  'reports' | 'one' | 'answer' | 'work' | 'proposals' | 'decide' | 'isReceiver' | 'trends' | 'digests'
>;

const NOT_YOURS: Refused = {
  refused: { code: 'not-a-receiver', say: 'Only the receivers that the plan names read near-miss reports.' },
};
const NOT_THERE: Refused = { refused: { code: 'no-such-report', say: 'There is no such report any more.' } };

/** What receivers, the plan's approver and everybody of the firm do with near misses. They are signed in, and known. */
export function receiversDesk({ engine, vault, plan, clock, planVersion }: NearMissParts): Desk {
  const state = async () => (await engine.read(NEAR_MISSES)).state as NearMissState;
  const say = async (command: NearMissCommand, by: PersonId): Promise<Refused | undefined> => {
    const handled = await engine.handle({ stream: NEAR_MISSES, command, by, reply: () => '' });
    return handled.ok ? undefined : { refused: handled.refusal };
  };
  const may = (person: PersonId) => isReceiver(plan(), person);
  const zone = () => plan().plan.timezone;

  return {
    isReceiver: may,
    async reports(reader) {
      if (!may(reader)) return NOT_YOURS;
      const [{ all }, threads] = [await state(), await vault.read()];
      return Object.values(all)
        .map((report) => ({ report, thread: report.forgotten ? undefined : threads.get(report.id) }))
        .toSorted((a, b) =>
          a.report.week < b.report.week ? 1 : a.report.week > b.report.week ? -1 : a.report.id < b.report.id ? -1 : 1,
        );
    },
    async one(reader, id) {
      if (!may(reader)) return NOT_YOURS;
      const { all } = await state();
      const report = Object.hasOwn(all, id) ? all[id] : undefined;
      if (report === undefined) return NOT_THERE;
      return { report, thread: report.forgotten ? undefined : (await vault.read()).get(id) };
    },
    async answer(reader, id, { text, status, asks }) {
      if (!may(reader)) return NOT_YOURS;
      if (text.trim() === '')
        return {
          refused: { code: 'empty', say: 'Write what you decided, and why. Feedback is what reporters come back for.' },
        };
      const { all } = await state();
      const report = Object.hasOwn(all, id) ? all[id] : undefined;
      if (report === undefined || report.forgotten) return NOT_THERE;
      if (asks && !report.mayAsk) return say({ type: 'answer', id, status, asks }, reader);
      const letter = { from: 'receivers', when: dateOf(clock.now(), zone()), text: text.trim() } as const;
      await vault.change((threads) => {
        const thread = threads.get(id);
        if (thread !== undefined) threads.set(id, { ...thread, letters: [...thread.letters, letter] });
      });
      return say({ type: 'answer', id, status, asks }, reader);
    },
    async work(reader, id, work) {
      if (!may(reader)) return NOT_YOURS;
      if (work.type === 'write') {
        if (work.text.trim() === '') return { refused: { code: 'empty', say: 'Write the lesson in your own words.' } };
        const problem = textProblem(work.text, plan());
        if (problem?.code === 'not-scrubbed') return { refused: { code: 'names', say: NAMES } };
        if (problem !== undefined) return { refused: problem };
      }
      if (work.type === 'propose' && work.say.trim() === '')
        return { refused: { code: 'empty', say: 'Say in a sentence what shall change in the plan.' } };
      return say({ ...work, id }, reader);
    },
    async proposals(approver) {
      if (!isApprover(plan(), approver)) return [];
      const { all } = await state();
      return Object.values(all).flatMap(({ id, week, changes }) =>
        changes.flatMap(({ decided, ...change }, nth) =>
          decided === null ? [{ id, nth, reportedIn: monthOfWeek(week), ...change }] : [],
        ),
      );
    },
    async decide(approver, { id, nth, accepted, why }) {
      if (!isApprover(plan(), approver))
        return {
          refused: { code: 'not-the-approver', say: 'Only whoever approves the plan decides about a change of it.' },
        };
      return say({ type: 'decide', id, nth, accepted, why: why.trim(), plan: planVersion() }, approver);
    },
    async trends() {
      const { all } = await state();
      return trendsOf(Object.values(all), {
        least: plan().near_miss.min_reports_to_publish,
        zone: zone(),
        at: clock.now(),
      });
    },
    digests: async () => (await state()).digests.toReversed(),
  };
}

const NAMES =
  'There is a name, a number, a date or an hour in the lesson. Say "somebody in operations" instead of a name, and leave the numbers out: everybody will read it.';
