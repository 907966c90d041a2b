import { type Called, limited, type Priority } from '../../../../../src/adapters/chat/slack/api/called.ts';
import type { Method } from '../../../../../src/adapters/chat/slack/api/methods.ts';
import { pacer } from '../../../../../src/adapters/chat/slack/api/pacer.ts';
import { instant, msBetween, plusMs } from '../../../../../src/core/time.ts';
import { virtualClock } from '../../../../support/virtual-clock.ts';

const START = instant('2026-11-22T09:00:00Z');

/** How one call goes: after so long, and how often Slack says 429 first. */
export type Plan = { readonly ms?: number; readonly tooMany?: readonly number[]; readonly hang?: boolean };

/** One call to ask for; a step in channel C1 of workspace T1 unless told. */
export type AskedCall = {
  readonly method?: Method;
  readonly channel?: string;
  readonly plan?: Plan;
  readonly priority?: Priority;
  readonly team?: string;
  readonly coalesce?: string | undefined;
  readonly signal?: AbortSignal;
  readonly maxWaitMs?: number;
};

/** A call that was made: when, in ms from the start. */
export type Start = { readonly name: string; readonly atMs: number };

/** A pacer under a clock that stands still, with calls that only say when they were made. */
export function pacerWorld() {
  const clock = virtualClock(START);
  const pace = pacer(clock);
  const starts: Start[] = [];
  const answers = new Map<string, Called<string>>();
  const answeredAt = new Map<string, number>();
  const atMs = () => msBetween(START, clock.now());

  const run = (name: string, { method = 'chat.postMessage', channel = 'C1', plan = {}, ...call }: AskedCall = {}) => {
    const { priority = 'step', team = 'T1', coalesce, signal, maxWaitMs = 10_000 } = call;
    const wishes = { ...(coalesce === undefined ? {} : { coalesce }), ...(signal === undefined ? {} : { signal }) };
    const options = { priority, team, maxWaitMs, ...wishes };
    const waits = [...(plan.tooMany ?? [])];
    const go = (): Promise<Called<string>> => {
      starts.push({ name, atMs: atMs() });
      const { promise, resolve } = Promise.withResolvers<Called<string>>();
      const wait = waits.shift();
      const called: Called<string> = wait === undefined ? { ok: true, value: name } : limited(wait);
      if (plan.hang !== true) clock.ring(plusMs(clock.now(), plan.ms ?? 0), () => resolve(called));
      return promise;
    };
    const running = pace.run({ method, channel, options, go });
    void running.then((called) => {
      answers.set(name, called);
      answeredAt.set(name, atMs());
    });
    return running;
  };

  return {
    clock,
    pace,
    run,
    starts,
    answers,
    answeredAt,
    names: () => starts.map(({ name }) => name),
    startOf: (name: string) => starts.findLast((start) => start.name === name)?.atMs,
  };
}
