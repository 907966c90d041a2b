import { readInstant, type Instant } from '../../../core/time.ts';

/** What lies in a job: whose ring it is, and for which hour it was asked. */
export type Asked = { readonly key: string; readonly at: Instant };

export const RING = 'ring';
const LONGEST_KEY = 500;

/** A key as BullMQ takes it: no `:`, and never digits only. Different keys stay different. */
export const idOf = (key: string) => `k-${key.replaceAll('%', '%25').replaceAll(':', '%3A')}`;

/** What a job says, if it is one of ours. Others may write into the same Redis: what does not fit is nobody's ring. */
export function askedOf(job: { readonly name: string; readonly data: unknown }): Asked | undefined {
  if (job.name !== RING || typeof job.data !== 'object' || job.data === null) return undefined;
  const { key, at } = job.data as { readonly key?: unknown; readonly at?: unknown };
  if (typeof key !== 'string' || key === '' || key.length > LONGEST_KEY || typeof at !== 'string') return undefined;
  const hour = readInstant(at);
  return hour === undefined ? undefined : { key, at: hour };
}
