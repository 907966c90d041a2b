import { z } from 'zod';
import { type ImportedPerson, personKey } from '../../../core/imported/imported.ts';
import { type SaidWay, reachOf } from '../../../core/imported/reach.ts';
import { each } from '../../../core/imported/shape.ts';
import { zoneOf } from '../../../core/imported/times.ts';
import type { Medium } from '../../../core/media.ts';
import { type Reference, contactShape, userShape } from './shapes.ts';

/** The backup tool writes `{ user, notificationRuleList }`, the API the user itself. */
const wrapped = z.union([z.object({ user: userShape }).transform(({ user }) => user), userShape]);

const MEDIA: Readonly<Record<string, Medium>> = { sms: 'sms', voice: 'call', email: 'email' };
/** Contacts of Opsgenie have no order; its rules for them differ by alert, which a plan does not. */
const ORDER: readonly Medium[] = ['sms', 'call', 'email'];

export function readUser(item: unknown): readonly ImportedPerson[] {
  const [user] = each([item], wrapped);
  const id = user?.username ?? user?.id;
  if (user === undefined || id === undefined || user.blocked === true) return [];
  const { said, notes } = contactsOf(user);
  const reach = reachOf(said.toSorted((a, b) => ORDER.indexOf(a.medium) - ORDER.indexOf(b.medium)));
  const timezone = zoneOf(user.timeZone);
  return [
    {
      key: personKey(id.toLowerCase()),
      name: user.fullName ?? id,
      ...(timezone === undefined ? {} : { timezone }),
      ways: reach.ways,
      notes: [...notes, ...reach.notes],
    },
  ];
}

function contactsOf(user: z.output<typeof userShape>): {
  readonly said: readonly SaidWay[];
  readonly notes: readonly string[];
} {
  const notes: string[] = [];
  const said: SaidWay[] = [];
  for (const contact of each(user.userContacts, contactShape)) {
    const method = contact.contactMethod ?? contact.method ?? '';
    const medium = Object.hasOwn(MEDIA, method) ? MEDIA[method] : undefined;
    if (contact.enabled === false || contact.status?.enabled === false)
      notes.push(`A contact (${method}) that is switched off.`);
    else if (medium === undefined) notes.push(whyNotCarried(method));
    else said.push({ medium, to: contact.to, country: 'code first' });
  }
  // The name of an account is its e-mail address.
  if (user.username?.includes('@') === true) said.push({ medium: 'email', to: user.username });
  return { said, notes };
}

const whyNotCarried = (method: string) =>
  method === 'mobile'
    ? "Opsgenie's app on a phone; Muster's push is set up anew."
    : `A contact of the kind "${method}".`;

/** The keys that a reference to a user may mean: most carry the name of the account, some the id alone. */
export const userKey = ({ username, name, id }: Reference): string =>
  personKey((username ?? name ?? id ?? '').toLowerCase());
