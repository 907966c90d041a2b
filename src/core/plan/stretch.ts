import type { z } from 'zod';
import type { PlainTime } from './times.ts';

type Stretch = { readonly from: PlainTime; readonly to: PlainTime };

/** Refuses a stretch that ends before it begins. A day as the end counts to its evening when `wholeDays`. */
export const forward =
  (wholeDays: boolean) =>
  ({ value: { from, to }, issues }: z.core.ParsePayload<Stretch>) => {
    const ends = wholeDays && to.length === 10 ? `${to}T24:00` : to;
    const message = `This ends (${to}) before it begins (${from}).`;
    if (ends <= from) issues.push({ code: 'custom', message, params: { rule: 'L004' }, input: to, path: ['to'] });
  };
