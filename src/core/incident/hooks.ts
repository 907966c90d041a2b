import type { Owed, Settled } from '../aggregate.ts';
import type { Instant } from '../time.ts';
import { plusMs, span, spanMs } from '../time.ts';
import type { Effect } from './effects.ts';
import type { IncidentChange, IncidentEvent } from './events.ts';
import { isLive } from './lifecycle.ts';
import type { Facet, Incident } from './state.ts';
import { stepsAfterHook } from './decide-step.ts';
import { hooksAsked } from './steps.ts';

/** One automation asked for by a step: recorded before it is called, so that a crash leaves a question and not a repeat. */
export type HookRun = {
  readonly step: number;
  readonly name: string;
  readonly run: number;
  readonly state: 'intended' | 'returned' | 'in doubt';
  readonly at: Instant;
};
export type Hooks = { readonly runs: readonly HookRun[] };

const begin: Hooks = { runs: [] };

function evolve(slice: Hooks, event: IncidentEvent): Hooks {
  switch (event.type) {
    case 'hookIntended':
      return {
        runs: [...slice.runs, { step: event.step, name: event.name, run: event.run, state: 'intended', at: event.at }],
      };
    case 'hookReturned':
      return { runs: slice.runs.map((run) => (same(run, event) ? { ...run, state: 'returned' } : run)) };
    case 'hookInDoubt':
      return { runs: slice.runs.map((run) => (same(run, event) ? { ...run, state: 'in doubt' } : run)) };
    default:
      return slice;
  }
}

const same = (run: HookRun, event: { readonly step: number; readonly run: number }) =>
  run.step === event.step && run.run === event.run;

/** So long after its own time limit a run whose outcome is not on record is in doubt, in ms. */
const GRACE_MS = 15_000;
/** For a hook that the plan does not name: nothing is called, so the answer comes at once. */
const UNKNOWN_HOOK = span('10s');

/**
 * A hook is owed when its step is released and no run of it is recorded yet, or when its intent is recorded and the outcome
 * is not: then it is looked at again once the run must have ended, and a person is asked.
 */
function outstanding(incident: Incident): readonly Owed<Effect>[] {
  if (!isLive(incident)) return [];
  const { id, kind, declaredAt } = incident.lifecycle;
  return hooksAsked(incident).flatMap(({ step, name, run, at }) => {
    const known = incident.hooks.runs.find((other) => other.step === step && other.run === run);
    if (known !== undefined && known.state !== 'intended') return [];
    const limitMs = spanMs(incident.book.plan.hooks[name]?.timeout ?? UNKNOWN_HOOK);
    const hour = known === undefined ? at : plusMs(known.at, limitMs + GRACE_MS);
    const key = `${id}/hook/${step}/${run}`;
    const effect = {
      kind: 'hook',
      incident: id,
      step,
      run,
      name,
      idempotencyKey: `${key}/${declaredAt}`,
      dry: kind === 'drill',
    } as const;
    return [{ key, at: hour, lane: 'room', class: 'ask when in doubt', effect } as const];
  });
}

function settle(incident: Incident, { effect }: Owed<Effect>, { outcome, moment }: Settled): readonly IncidentChange[] {
  if (effect.kind !== 'hook') return [];
  const { step, run, dry } = effect;
  const ok = outcome.outcome === 'accepted';
  const result = ok ? outcome.reference : outcome.reason;
  const doubt = `It may have run, nobody knows (${result}). Look first; then "doing ${step}" runs it again, "done ${step}" goes on`;
  const unknown = outcome.outcome === 'unknown';
  const after = stepsAfterHook(incident, { step, run, ok, text: unknown ? doubt : result }, moment);
  return [
    unknown ? { type: 'hookInDoubt', step, run, reason: result } : { type: 'hookReturned', step, run, ok, result, dry },
    ...after,
  ];
}

/** Another process may have doubted it meanwhile, and told people so: then only an answer is news. */
function late(incident: Incident, owed: Owed<Effect>, settled: Settled): readonly IncidentChange[] {
  const { effect } = owed;
  if (effect.kind !== 'hook') return [];
  const state = incident.hooks.runs.find((run) => same(run, effect))?.state;
  const isNews = state === 'intended' || (state === 'in doubt' && settled.outcome.outcome !== 'unknown');
  return isNews ? settle(incident, owed, settled) : [];
}

export const hooks: Facet<Hooks> = { begin, evolve, outstanding, settle, late };
