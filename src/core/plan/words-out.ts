import { z } from 'zod';
import { roleId, systemId, whoId } from '../ids.ts';
import { span } from '../time.ts';
import { channel, secret } from './contacts.ts';
import { didYouMean } from './did-you-mean.ts';
import { type Read, block, id, leaf, listOf, oneOf, refuse, shown, someOf, text } from './leaves.ts';
import { anySpan, date, exactOr, exactSpan, spanOr } from './times.ts';

/** What leaves the company: the blocks `comms`, `obligations` and `hooks`. */
const audience = block({
  owner: id(whoId),
  /** Who must say yes before a message goes out; `none`: the owner alone. */
  approver: id(whoId),
  channels: someOf(channel),
  first_within: exactOr('none').default('none'),
  every: exactSpan.exactOptional(),
});

export const comms = block({
  /** Words that nobody may send before they are approved. */
  never_say: listOf(text).default([]),
  audiences: z.record(z.string(), audience).default({}),
  /** What each channel itself needs to work. */
  channel_needs: z.record(z.string(), listOf(id(systemId))).default({}),
  templates: z.record(z.string(), text).default({}),
  /** A public page that shows what these audiences were told. Left out: there is none. */
  status_page: block({ title: text.exactOptional(), audiences: someOf(id((name) => name)) }).exactOptional(),
}).check(({ value: { audiences, status_page: page }, issues }) => {
  const known = Object.keys(audiences);
  for (const [i, name] of (page?.audiences ?? []).entries()) {
    if (known.includes(name)) continue;
    const message = `${shown(name)} is not an audience of the plan.${didYouMean(name, known)}`;
    const path = ['status_page', 'audiences', i];
    issues.push({ code: 'custom', message, params: { rule: 'L002' }, input: name, path });
  }
});

/** Limits that are words in the law; the bot shows them and asks, it does not count. */
const SOON = [
  'immediately',
  'ask_counsel',
  'as-soon-as-possible',
  'as-soon-as-practicable',
  'without-undue-delay',
] as const;

const obligationFields = {
  /** An entry of the built-in clock library, such as `gdpr-33`; then the rest is optional. */
  use: text.exactOptional(),
  to: text.exactOptional(),
  law: text.exactOptional(),
  /** The moment the law counts from: suspected, aware, discovered, determined, paid … */
  starts: text.exactOptional(),
  within: spanOr(...SOON).exactOptional(),
  contract_within: spanOr(...SOON).exactOptional(),
  house_default: anySpan.exactOptional(),
  decides: id(whoId),
  applies_when: text.exactOptional(),
  by: text.exactOptional(),
  source: text.exactOptional(),
  checked: date.exactOptional(),
};

export const obligation = block(obligationFields).check((ctx) => {
  if (ctx.value.use !== undefined) return;
  for (const key of ['to', 'starts', 'within'] as const) {
    if (ctx.value[key] === undefined)
      ctx.issues.push({ code: 'custom', message: '', input: undefined, path: [key], continue: true });
  }
});

const address = leaf((value): Read<string> => {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol))
    return refuse('L000', `${shown(value)} is not a web address. Write it like https://automation.example/failover.`);
  if (url.username !== '' || url.password !== '')
    return refuse(
      'L006',
      'This address carries a user name or a password. Take it out; the hook signs with `key: secret:NAME`.',
    );
  return { value: url.href };
});

/** Registered automation: the only thing that a step's `run` may name (domain 3.1). */
export const hook = block({
  url: address,
  method: oneOf('POST', 'PUT', 'GET').default('POST'),
  timeout: exactSpan.default(span('10s')),
  /** Signs the call (HMAC). */
  key: secret,
  /** Who must confirm before it runs. */
  confirm_by: id(roleId).exactOptional(),
  /** What a drill gets back instead of a call. */
  dry_answer: text.exactOptional(),
});
