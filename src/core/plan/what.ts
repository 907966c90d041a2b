import { type SystemId, systemId, whoId } from '../ids.ts';
import type { Span } from '../time.ts';
import { phone, secret, way } from './contacts.ts';
import { block, choose, id, isBlock, listOf, oneOf, someOf, text, whole, yesNo } from './leaves.ts';
import { anySpan, date, exactOr, exactSpan, hours } from './times.ts';
import { z } from 'zod';

/** What the company does and what that hangs on: the blocks `sites`, `functions`, `systems` and `vendors`. */
export type Need =
  | { readonly any: readonly SystemId[]; readonly note?: string }
  | {
      readonly system: SystemId;
      /** `degraded`: without it the work goes on, worse. */
      readonly kind: 'hard' | 'degraded';
      /** How long one can do without it, such as a battery's time. */
      readonly survives?: Span;
      readonly note?: string;
    };

const anyOf = block({ any: someOf(id(systemId)), note: text.exactOptional() });
const one = block({
  system: id(systemId),
  kind: oneOf('hard', 'degraded').default('hard'),
  survives: exactSpan.exactOptional(),
  note: text.exactOptional(),
});
const plain = id(systemId).transform((system) => ({ system, kind: 'hard' as const }));

const need = choose<Need>((value) => (isBlock(value) ? ('any' in value ? anyOf : one) : plain));

export const site = block({
  name: text,
  address: text.exactOptional(),
  people: whole(0, 100_000).exactOptional(),
  fallback: text.exactOptional(),
});

const workaroundBlock = block({
  do: text,
  time_to_start: exactSpan.exactOptional(),
  /** How long the company can go on like that. */
  good_for: exactSpan.exactOptional(),
  /** The card or page with the steps. */
  steps: text.exactOptional(),
  needs: listOf(id(systemId)).default([]),
  tested: date.exactOptional(),
});
const workaroundText = text.transform((what) => ({ do: what, needs: [] }));

export const businessFunction = block({
  name: text,
  owner: id(whoId).exactOptional(),
  deputy: id(whoId).exactOptional(),
  customer_facing: yesNo.default(false),
  impact: listOf(block({ after: exactSpan, level: oneOf('minor', 'serious', 'severe'), what: text })).default([]),
  mtd: exactSpan.exactOptional(),
  rto: exactSpan,
  /** Replaces `rto` inside a peak (domain 2.4). */
  peak_rto: exactSpan.exactOptional(),
  rpo: exactOr('none').exactOptional(),
  /** Clearing the backlog after the systems are back. */
  work_recovery: exactSpan.exactOptional(),
  minimum: text.exactOptional(),
  needs: listOf(need).exactOptional(),
  workaround: choose<z.output<typeof workaroundBlock>>((value) =>
    isBlock(value) ? workaroundBlock : workaroundText,
  ).exactOptional(),
});

export const SYSTEM_KINDS = [
  'sign-in',
  'internet',
  'power',
  'phones',
  'computers',
  'remote-access',
  'chat',
  'mail',
  'files',
  'backup',
  'payments',
  'other',
] as const;

const recovery = block({
  method: text.exactOptional(),
  runbook: text.exactOptional(),
  /** What must be there before this can be restored: the backup appliance, the safe with the passwords. */
  needs: listOf(id(systemId)).default([]),
  options: listOf(block({ name: text, time: exactSpan, avoids: listOf(id(systemId)).default([]) })).default([]),
});

export const system = block({
  name: text,
  kind: oneOf(...SYSTEM_KINDS).exactOptional(),
  owner: id(whoId).exactOptional(),
  deputy: id(whoId).exactOptional(),
  vendor: id(whoId).exactOptional(),
  run_by: oneOf('internal', 'msp', 'vendor', 'shared').exactOptional(),
  site: text.exactOptional(),
  /** Kinds of data a breach here would touch: patient, staff, card … */
  data: listOf(text).default([]),
  rto: exactSpan.exactOptional(),
  rpo: exactOr('none').exactOptional(),
  restore_time: exactSpan.exactOptional(),
  /** Left out: nobody has said. `[]`: needs nothing, on purpose (L048). */
  needs: listOf(need).exactOptional(),
  recovery: recovery.exactOptional(),
  backup: block({
    by: text,
    every: anySpan,
    keep: anySpan.exactOptional(),
    offsite: yesNo.exactOptional(),
    immutable: yesNo.exactOptional(),
    separate_login: yesNo.exactOptional(),
    test: text.exactOptional(),
  }).exactOptional(),
  break_glass: block({
    accounts: whole(1, 100).exactOptional(),
    sealed_with: listOf(id(whoId)).default([]),
    last_checked: date.exactOptional(),
    check_every: anySpan.exactOptional(),
  }).exactOptional(),
  monitored: block({ by: id(whoId), last_alert_test: date.exactOptional() }).exactOptional(),
  last_used_ok: date.exactOptional(),
  last_changed: date.exactOptional(),
});

export const vendor = block({
  name: text,
  reach: listOf(way).default([]),
  hours: hours.exactOptional(),
  contract: text.exactOptional(),
  account: text.exactOptional(),
  pin: secret.exactOptional(),
  /** Promises by name: `sev1: 30m`, `repair: 8h`. */
  sla: z.record(z.string(), anySpan).default({}),
  say: text.exactOptional(),
  may_call: listOf(id(whoId)).default([]),
  does: listOf(text).default([]),
  does_not: listOf(text).default([]),
  portal: text.exactOptional(),
  status_page: text.exactOptional(),
  last_contact_test: date.exactOptional(),
  /** Without it a drill never reaches this vendor (domain 6.2, D2). */
  drills: oneOf('allowed').exactOptional(),
  policy: text.exactOptional(),
  hotline_is_notice: yesNo.exactOptional(),
  consent_before: listOf(text).default([]),
  panel: listOf(z.record(z.string(), text)).default([]),
});

export const phoneTest = block({
  number: phone,
  needs: listOf(id(systemId)).default([]),
  cases: someOf(
    block({
      id: id((text) => text),
      at: oneOf('open', 'closed', 'holiday'),
      press: listOf(
        choose<string>((key) =>
          typeof key === 'number'
            ? whole(0, 9).transform(String)
            : oneOf('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#'),
        ),
      ).default([]),
      expect: text,
      within: exactSpan.exactOptional(),
    }),
  ),
});
