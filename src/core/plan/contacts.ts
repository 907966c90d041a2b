import { MEDIA, type Medium } from '../media.ts';
import { readPushAddress } from '../push-address.ts';
import { type Read, block, isBlock, leaf, refuse, shown, text, yesNo } from './leaves.ts';

/** A phone number: `+`, country, number; 8 to 15 digits (ITU E.164); spaces, dots, hyphens and brackets for the eye. */
export const phone = leaf((value): Read<string> => {
  if (typeof value === 'number')
    return refuse(
      'L005',
      `Put the number in quotes: YAML read it as the plain number ${value} and the + is gone.`,
      `Write "+${value}".`,
    );
  if (typeof value !== 'string') return refuse('L005', `${shown(value)} is not a phone number.`);
  const digits = value.replaceAll(/\D/g, '');
  if (/^\+[1-9][\d\s().-]*$/.test(value) && digits.length >= 8 && digits.length <= 15) return { value };
  return refuse(
    'L005',
    `${shown(value)} is not a phone number in international form. Write it like "+1 616 555 0101".`,
  );
});

const email = leaf((value): Read<string> =>
  typeof value === 'string' && /^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;"]+$/.test(value)
    ? { value }
    : refuse('L000', `${shown(value)} is not an e-mail address.`),
);

/** `app`, `ntfy:TOPIC`, `pagerduty`, `pagerduty:NAME`, `webhook`, `webhook:NAME`. */
const push = leaf((value): Read<string> => {
  if (typeof value === 'string' && readPushAddress(value) !== undefined) return { value };
  if (typeof value === 'string' && /^ntfy(?::|$)/.test(value))
    return refuse(
      'L000',
      `${shown(value)} names no topic of ntfy. Write \`ntfy:TOPIC\`, the topic that the phone listens to: 1 to 64 letters, digits, - and _.`,
    );
  return refuse(
    'L000',
    `${shown(value)} is no way to push. Write app (the console of Muster on their phone), ntfy:TOPIC, pagerduty, pagerduty:NAME, webhook or webhook:NAME.`,
  );
});

/** `secret:NAME` points to an environment value or a file; the plan never holds the secret itself. */
export type Secret = string;
export const secret = leaf((value): Read<Secret> => {
  if (typeof value === 'string' && /^secret:[A-Z][A-Z0-9_]{0,63}$/.test(value)) return { value };
  const typo = typeof value === 'string' && value.startsWith('secret:');
  if (typo)
    return refuse(
      'L006',
      `${shown(value)}: the name after secret: is capital letters, digits and _.`,
      'Write `secret:NAME`.',
    );
  return refuse('L006', 'A secret stands here in clear text. Use `secret:NAME` and keep the value out of the plan.');
});

export type Way = { readonly medium: Medium; readonly to: string; readonly label?: string; readonly outside: boolean };

/** What people write for a medium, and the word that Muster uses. */
const OTHER_WORDS: Readonly<Record<string, Medium>> = {
  phone: 'call',
  voice: 'call',
  mobile: 'call',
  cell: 'call',
  tel: 'call',
  text: 'sms',
  mail: 'email',
  'e-mail': 'email',
  teams: 'chat',
  slack: 'chat',
  landline: 'desk',
  app: 'push',
};

const shape = {
  chat: text.exactOptional(),
  sms: phone.exactOptional(),
  call: phone.exactOptional(),
  desk: phone.exactOptional(),
  email: email.exactOptional(),
  push: push.exactOptional(),
  label: text.exactOptional(),
  /** Not on the company's own systems, so it works when they do not. */
  outside: yesNo.exactOptional(),
};

/** One item of `reach`: `{ sms: "+1 616 555 0101", label: private }` becomes medium and address. */
export const way = block(shape, OTHER_WORDS).transform((item, ctx): Way => {
  const media = MEDIA.filter((medium) => item[medium] !== undefined);
  const [medium] = media;
  const to = medium === undefined ? undefined : item[medium];
  if (medium === undefined || to === undefined || media.length > 1) {
    const message =
      media.length > 1
        ? `Two ways in one item: ${media.join(' and ')}. Write one item for each.`
        : `This names no way: ${MEDIA.join(', ')}.`;
    // An unknown key is told already, with the word that was meant.
    if (ctx.issues.length === 0) ctx.addIssue({ code: 'custom', message, params: { rule: 'L000' } });
    return { medium: 'chat', to: '', outside: false };
  }
  return { medium, to, outside: item.outside ?? false, ...(item.label === undefined ? {} : { label: item.label }) };
});

/** One channel of an audience: `{ email: clinics-list }` → channel and address. */
export type Channel = { readonly channel: string; readonly to: string };
export const channel = leaf((value): Read<Channel> => {
  const [entry, ...more] = isBlock(value) ? Object.entries(value) : [];
  if (entry === undefined || more.length > 0 || typeof entry[1] !== 'string' || entry[1].trim() === '')
    return refuse('L000', `${shown(value)} is not a channel. Write it like { email: clinics-list }.`);
  return { value: { channel: entry[0], to: entry[1] } };
});
