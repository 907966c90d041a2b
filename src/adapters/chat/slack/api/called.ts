/** What has to wait for what, highest first. A page waits for nothing. */
export const PRIORITIES = ['page', 'answer', 'step', 'timer', 'nicety'] as const;
export type Priority = (typeof PRIORITIES)[number];

export type CallOptions = {
  readonly priority: Priority;
  /** The workspace, `T012…`. */
  readonly team: string;
  /** A newer call with the same word, method and channel takes the place of an older one that still waits. */
  readonly coalesce?: string;
  /** Ends the waiting; a call that is on its way is no longer waited for, its outcome is then unknown. */
  readonly signal?: AbortSignal;
  /** How long it may wait for its turn before it is answered `limited`; 10 s unless told. A page never waits. */
  readonly maxWaitMs?: number;
};

export type Failure =
  /** Too many calls: nothing was done, and it is worth trying again after so long. */
  | { readonly ok: false; readonly kind: 'limited'; readonly retryAfterMs: number }
  /** Slack said no. `needed` names the missing scope. */
  | { readonly ok: false; readonly kind: 'refused'; readonly code: string; readonly needed?: string }
  /** The way to Slack, or Slack itself, is ill. `no`: it surely did nothing; `maybe`: it may have been done. */
  | { readonly ok: false; readonly kind: 'broken'; readonly reason: string; readonly sent: 'no' | 'maybe' }
  /** A newer call with the same `coalesce` took its place. */
  | { readonly ok: false; readonly kind: 'superseded' };

export type Called<T> = { readonly ok: true; readonly value: T } | Failure;

export const limited = (retryAfterMs: number): Failure => ({ ok: false, kind: 'limited', retryAfterMs });
export const broken = (reason: string, sent: 'no' | 'maybe'): Failure => ({ ok: false, kind: 'broken', reason, sent });
export const refused = (code: string, needed?: string): Failure =>
  needed === undefined ? { ok: false, kind: 'refused', code } : { ok: false, kind: 'refused', code, needed };
