import { clockTime, type Instant } from '../../../core/time.ts';

/** Whether the bell on Redis can be counted on; `say` is a sentence for a person either way. Not `ok` until it was asked once. */
export type RedisHealth = { readonly ok: boolean; readonly asked: boolean; readonly say: string };

export interface HealthKeeper {
  now(): RedisHealth;
  /** Redis took a write. */
  answered(): void;
  /** Redis did not answer, or refused. */
  failed(fault: unknown): void;
  /** Redis answers, and what was put there does not come back. */
  deaf(): void;
  /** What was put there came back. */
  heard(): void;
}

type State = 'new' | 'well' | 'away' | 'refusing' | 'deaf';

/** `onChange` hears of each change once, however often it is confirmed. */
export function healthKeeper(now: () => Instant, onChange: (health: RedisHealth) => void): HealthKeeper {
  let state: State = 'new';
  let since = now();
  let reason = '';

  const become = (next: State, why = '') => {
    if (next === state) return;
    const from = state;
    state = next;
    reason = why;
    since = now();
    // That it works from the first moment on is no news.
    if (!(from === 'new' && next === 'well')) onChange(tell());
  };
  const tell = (): RedisHealth => ({ ok: state === 'well', asked: state !== 'new', say: sentence() });
  const sentence = (): string => {
    const hour = `${clockTime(since, 'UTC')} UTC`;
    switch (state) {
      case 'new':
        return 'Redis has not been asked yet. Deadlines ring without it.';
      case 'well':
        return 'Redis answers.';
      case 'away':
        return `Redis has not answered since ${hour}. Deadlines ring without it.`;
      case 'refusing':
        return `Redis has refused to be written to since ${hour} (${reason}). Deadlines ring without it.`;
      case 'deaf':
        return `Redis answers, but what was put there has not come back since ${hour}; the connection is made anew. Deadlines ring without it.`;
    }
  };
  return {
    now: tell,
    answered: () => state !== 'deaf' && become('well'),
    failed: (fault) => {
      const refusal = refusalIn(fault);
      if (refusal === undefined) become('away');
      else become('refusing', refusal);
    },
    deaf: () => become('deaf'),
    heard: () => become('well'),
  };
}

/** An answer that says no begins with a word in capitals: `OOM command not allowed …`, `READONLY You can't write …`. */
function refusalIn(fault: unknown): string | undefined {
  const text = fault instanceof Error ? fault.message : '';
  return /^-?([A-Z]{3,}[^\n]{0,120})/.exec(text)?.[1];
}
