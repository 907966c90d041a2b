import { readFileSync } from 'node:fs';
import { callHook } from './adapters/hooks/http-hook.ts';
import type { Config } from './config.ts';
import type { Outcome } from './core/aggregate.ts';
import type { Effect } from './core/incident/effects.ts';
import type { Incident } from './core/incident/state.ts';
import { entryOf } from './core/playbook/run.ts';
import { HOUR_MS } from './core/time.ts';
import type { Performer } from './ports/performer.ts';

type Parts = {
  readonly config: Pick<Config, 'environment' | 'hooksAllow'>;
  readonly read: (stream: string) => Promise<unknown>;
};
type Doing = Performer<Extract<Effect, { readonly kind: 'hook' }>>;

/** Calls what the plan has registered under the step's `run`, signed with its own key; a drill calls nothing. */
export function hookPerformer({ config, read }: Parts): Doing {
  return {
    // Each hook has a `timeout` of its own.
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
      const key = pointedSecret(config, hook.key);
      if (key === undefined)
        return {
          outcome: 'failed',
          reason: `the key of "${name}" is not set: put ${hook.key.slice(7)} into the environment`,
          permanent: true,
        };
      const given = entryOf(steps.run, step)?.step.with ?? {};
      const call = { name, hook, key, idempotencyKey, incident: id, with: given, allow: config.hooksAllow };
      return callHook(call, signal);
    },
  };
}

/** `secret:NAME` → the environment's NAME, or the file that NAME_FILE names. Only ever handed to what needs it. */
export function pointedSecret({ environment }: Pick<Config, 'environment'>, pointer: string): string | undefined {
  const name = pointer.replace(/^secret:/, '');
  const file = environment[`${name}_FILE`];
  return environment[name] ?? (file === undefined ? undefined : readFileSync(file, 'utf8').trim());
}
