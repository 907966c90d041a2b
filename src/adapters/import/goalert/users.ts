import type { z } from 'zod';
import { type ImportedPerson, personKey } from '../../../core/imported/imported.ts';
import { type SaidWay, reachOf } from '../../../core/imported/reach.ts';
import { each, oneLine } from '../../../core/imported/shape.ts';
import type { Medium } from '../../../core/media.ts';
import { contactShape, noticeRuleShape, userShape } from './shapes.ts';

type Contact = z.output<typeof contactShape>;

/** Kinds of contact: before and after destinations came, and the name of the address among a destination's arguments. */
const KINDS: readonly (readonly [medium: Medium, before: string, since: string, address: string])[] = [
  ['sms', 'sms', 'builtin-twilio-sms', 'phone_number'],
  ['call', 'voice', 'builtin-twilio-voice', 'phone_number'],
  ['email', 'email', 'builtin-smtp-email', 'email_address'],
  ['chat', 'slack_dm', 'builtin-slack-dm', 'slack_user_id'],
];

export function readUser(item: unknown): readonly ImportedPerson[] {
  const [user] = each([item], userShape);
  const id = user?.id;
  if (user === undefined || id === undefined) return [];
  const contacts = each(user.contactMethods, contactShape);
  const rules = each(user.notificationRules, noticeRuleShape).toSorted(
    (a, b) => (a.delayMinutes ?? 0) - (b.delayMinutes ?? 0),
  );
  const first = rules.flatMap(
    (rule) => contacts.find((one) => one.id !== undefined && one.id === rule.contactMethodID) ?? [],
  );
  const notes: string[] = [];
  const said: SaidWay[] = [];
  for (const contact of new Set([...first, ...contacts])) {
    const way = wayOf(contact);
    if (contact.disabled === true || contact.pending === true)
      notes.push(`The contact "${contact.name ?? ''}", which nobody had confirmed.`);
    else if (way === undefined)
      notes.push(`A contact of the kind "${contact.dest?.type ?? contact.type ?? 'unknown'}".`);
    else said.push(way);
  }
  if (user.email !== undefined) said.push({ medium: 'email', to: user.email });
  const reach = reachOf(said);
  return [
    { key: personKey(id), name: user.name ?? user.email ?? id, ways: reach.ways, notes: [...notes, ...reach.notes] },
  ];
}

function wayOf({ type, dest, value, name }: Contact): SaidWay | undefined {
  const found = KINDS.find(([, before, since]) => (dest?.type === undefined ? type === before : dest.type === since));
  if (found === undefined) return undefined;
  const [medium, , , address] = found;
  const inDest = dest?.args[address];
  return {
    medium,
    to: typeof inDest === 'string' ? oneLine(inDest) : value,
    label: medium === 'email' ? undefined : name,
  };
}
