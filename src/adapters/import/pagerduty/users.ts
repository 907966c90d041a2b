import type { z } from 'zod';
import { type ImportedPerson, personKey } from '../../../core/imported/imported.ts';
import { type SaidWay, reachOf } from '../../../core/imported/reach.ts';
import { each } from '../../../core/imported/shape.ts';
import { zoneOf } from '../../../core/imported/times.ts';
import type { Medium } from '../../../core/media.ts';
import { contactShape, noticeRuleShape, userShape } from './shapes.ts';

type User = z.output<typeof userShape>;
type Contact = z.output<typeof contactShape>;

const MEDIA: readonly (readonly [begins: string, medium: Medium])[] = [
  ['sms', 'sms'],
  ['phone', 'call'],
  ['email', 'email'],
];

export function readUser(item: unknown): readonly ImportedPerson[] {
  const [user] = each([item], userShape);
  const id = user?.id;
  if (user === undefined || id === undefined) return [];
  const notes: string[] = [];
  const said: SaidWay[] = [];
  for (const contact of inOrder(user)) {
    const medium = MEDIA.find(([begins]) => contact.type?.startsWith(begins) === true)?.[1];
    if (contact.address === undefined)
      notes.push('A contact whose address is not in the export: add include[]=contact_methods.');
    else if (medium === undefined) notes.push(whyNotCarried(contact.type));
    else said.push({ medium, to: contact.address, country: contact.country_code, label: labelOf(contact) });
  }
  if (user.email !== undefined) said.push({ medium: 'email', to: user.email });
  const reach = reachOf(said);
  const timezone = zoneOf(user.time_zone);
  return [
    {
      key: personKey(id),
      name: user.name ?? user.summary ?? user.email ?? id,
      ...(user.job_title === undefined ? {} : { title: user.job_title }),
      ...(timezone === undefined ? {} : { timezone }),
      ways: reach.ways,
      notes: [...new Set([...notes, ...reach.notes])],
    },
  ];
}

/** Labels that PagerDuty puts there itself. */
const USUAL_LABELS = ['work', 'mobile', 'default', 'email', 'phone', 'sms'];
const labelOf = ({ label }: Contact) =>
  label !== undefined && !USUAL_LABELS.includes(label.toLowerCase()) ? label : undefined;

const whyNotCarried = (type = '') =>
  type.startsWith('push')
    ? "PagerDuty's app on a phone; Muster's push is set up anew."
    : `A contact of the kind "${type}".`;

/** As the rules for high urgency try them, then the rest as they stand. */
function inOrder(user: User): readonly Contact[] {
  const contacts = each(user.contact_methods, contactShape);
  const rules = each(user.notification_rules, noticeRuleShape)
    .filter(({ urgency }) => urgency !== 'low')
    .toSorted((a, b) => (a.start_delay_in_minutes ?? 0) - (b.start_delay_in_minutes ?? 0));
  const first = rules.flatMap(
    (rule) => contacts.find(({ id }) => id !== undefined && id === rule.contact_method?.id) ?? [],
  );
  return [...new Set([...first, ...contacts])];
}
