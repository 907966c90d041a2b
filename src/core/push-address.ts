/** What stands after `push:` in the plan, taken apart. */
export type PushAddress =
  /** The console, on the phones whose browsers the person let ring. */
  | { readonly by: 'app' }
  /** A topic of ntfy. Whoever knows it reads along: it is as good as a password. */
  | { readonly by: 'ntfy'; readonly topic: string }
  /** Another system that pages. The name tells its rules for whom it is; without one, it goes to whoever is on call there. */
  | { readonly by: 'pagerduty' | 'webhook'; readonly name: string | undefined };

/** ntfy takes 64 letters, digits, - and _ as a topic (docs.ntfy.sh/publish). */
const FORM = /^(?:(app)|ntfy:([A-Za-z0-9_-]{1,64})|(pagerduty|webhook)(?::([A-Za-z0-9_.-]{1,64}))?)$/;

/** Reads `app`, `ntfy:TOPIC`, `pagerduty`, `pagerduty:NAME`, `webhook`, `webhook:NAME`; undefined for anything else. */
export function readPushAddress(text: string): PushAddress | undefined {
  const [, app, topic, by, name] = FORM.exec(text) ?? [];
  if (app !== undefined) return { by: 'app' };
  if (topic !== undefined) return { by: 'ntfy', topic };
  return by === 'pagerduty' || by === 'webhook' ? { by, name } : undefined;
}

/** Whether an address is one of this kind. */
export const isPushBy =
  (by: PushAddress['by']) =>
  (to: string): boolean =>
    readPushAddress(to)?.by === by;
