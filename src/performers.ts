import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { callHook } from './adapters/hooks/http-hook.ts';
import { postmortemFiles } from './adapters/postmortems/files.ts';
import type { Config } from './config.ts';
import type { Outcome } from './core/aggregate.ts';
import type { Effect } from './core/incident/effects.ts';
import type { IncidentEvent } from './core/incident/events.ts';
import type { Incident } from './core/incident/state.ts';
import { entryOf } from './core/playbook/run.ts';
import { postmortemOver } from './core/postmortem/postmortem.ts';
import { HOUR_MS, spanMs } from './core/time.ts';
import { pagePerformer } from './engine/paging.ts';
import type { Performers } from './engine/perform.ts';
import type { Pager } from './ports/pager.ts';
import type { Performer } from './ports/performer.ts';
import type { Store } from './ports/store.ts';

type Parts = {
  readonly config: Config;
  readonly store: Store;
  readonly read: (stream: string) => Promise<unknown>;
  readonly pagers: readonly Pager[];
};
type EffectOf<Kind extends Effect['kind']> = Extract<Effect, { readonly kind: Kind }>;
type Doing<Kind extends Effect['kind']> = Performer<EffectOf<Kind>>;

/** What is done for each kind of effect that an incident may owe. */
export function performersOf(parts: Parts): Performers {
  const all: { readonly [Kind in Effect['kind']]: Doing<Kind> } = {
    page: pagePerformer(parts.pagers),
    channel: {
      timeoutMs: 5_000,
      perform: ({ incident }) => Promise.resolve({ outcome: 'accepted', reference: `console /incidents/${incident}` }),
    },
    postmortem: postmortemPerformer(parts),
    hook: hookPerformer(parts),
  };
  return all;
}

/** Finds the file that an earlier run may have written and brings it up to date: what people wrote stays. */
function postmortemPerformer({ config, store, read }: Parts): Doing<'postmortem'> {
  const files = postmortemFiles(join(config.data, 'postmortems'));
  return {
    timeoutMs: 30_000,
    async perform({ incident: id }): Promise<Outcome> {
      const { book } = (await read(id)) as Incident;
      const events = (await store.read(id)).map(({ body }) => body as IncidentEvent);
      const file = await files.write(id, (existing) => postmortemOver({ book, events }, existing));
      return { outcome: 'accepted', reference: file };
    },
  };
}

function hookPerformer({ config, read }: Parts): Doing<'hook'> {
  return {
    timeoutMs: HOUR_MS,
    async perform({ incident: id, name, step, dry, idempotencyKey }, signal): Promise<Outcome> {
      const { book, steps } = (await read(id)) as Incident;
      const hook = Object.hasOwn(book.plan.hooks, name) ? book.plan.hooks[name] : undefined;
      if (hook === undefined)
        return { outcome: 'failed', reason: `nobody has registered "${name}" in the plan's hooks`, permanent: true };
      if (dry)
        return {
          outcome: 'accepted',
          reference: hook.dry_answer ?? `${name} would have run (exercise: nothing was called)`,
        };
      const key = secretOf(config, hook.key);
      if (key === undefined)
        return {
          outcome: 'failed',
          reason: `the key of "${name}" is not set: put ${hook.key.slice(7)} into the environment`,
          permanent: true,
        };
      const given = entryOf(steps.run, step)?.step.with ?? {};
      const limit = AbortSignal.any([signal, AbortSignal.timeout(spanMs(hook.timeout))]);
      return callHook({ name, hook, key, idempotencyKey, incident: id, with: given }, limit);
    },
  };
}

/** `secret:NAME` → the environment's NAME, or the file that NAME_FILE names. Only ever handed to what needs it. */
function secretOf({ environment }: Config, pointer: string): string | undefined {
  const name = pointer.replace(/^secret:/, '');
  const file = environment[`${name}_FILE`];
  return environment[name] ?? (file === undefined ? undefined : readFileSync(file, 'utf8').trim());
}
