import type { z } from 'zod';
import { type ImportedPerson, personKey } from '../../../core/imported/imported.ts';
import { type SaidWay, reachOf } from '../../../core/imported/reach.ts';
import { each } from '../../../core/imported/shape.ts';
import { zoneOf } from '../../../core/imported/times.ts';
import type { Medium } from '../../../core/media.ts';
import { type noticeRuleShape, slackShape, userShape } from './shapes.ts';

type Rule = z.output<typeof noticeRuleShape>;
type User = z.output<typeof userShape>;

/** What a personal rule does, and the medium of the plan for it. */
const BY: Readonly<Record<string, Medium>> = {
  notify_by_slack: 'chat',
  notify_by_sms: 'sms',
  notify_by_phone_call: 'call',
  notify_by_email: 'email',
};
const USUAL_ORDER: readonly Medium[] = ['chat', 'sms', 'call', 'email'];

export function readUser(item: unknown, rules: readonly Rule[]): readonly ImportedPerson[] {
  const [user] = each([item], userShape);
  const id = user?.id ?? user?.pk;
  if (user === undefined || id === undefined) return [];
  const own = rules.filter((rule) => rule.user_id === id).toSorted((a, b) => (a.position ?? 0) - (b.position ?? 0));
  // Rules for what is important are the ones that were meant to wake people.
  const important = own.filter((rule) => rule.important === true);
  const wanted = (important.length > 0 ? important : own).flatMap(({ type }) => mediumOf(type) ?? []);
  const addresses = addressesOf(user);
  const said = [...new Set([...wanted, ...USUAL_ORDER])].flatMap((medium): readonly SaidWay[] => {
    const to = addresses[medium];
    return to === undefined ? [] : [{ medium, to }];
  });
  const reach = reachOf(said);
  const timezone = zoneOf(user.timezone);
  return [
    {
      key: personKey(id),
      name: user.name ?? user.username ?? user.email ?? id,
      ...(timezone === undefined ? {} : { timezone }),
      ways: reach.ways,
      notes: [...reach.notes, ...missing(user, own)],
    },
  ];
}

const mediumOf = (type = ''): Medium | undefined => (Object.hasOwn(BY, type) ? BY[type] : undefined);

function addressesOf(user: User): Partial<Readonly<Record<Medium, string | undefined>>> {
  const phone = phoneOf(user);
  return { chat: each(user.slack, slackShape)[0]?.user_id, sms: phone, call: phone, email: user.email };
}

const phoneOf = (user: User) => user.phone_number ?? user.verified_phone_number ?? user.unverified_phone_number;

function missing(user: User, rules: readonly Rule[]): readonly string[] {
  const others = new Set(
    rules.flatMap(({ type = 'unknown' }) => (type === 'wait' || mediumOf(type) !== undefined ? [] : [type])),
  );
  return [
    ...(phoneOf(user) === undefined
      ? ['OnCall\'s API tells no phone numbers. Add { call: "+1 616 555 0101" } to reach.']
      : []),
    ...[...others].map((type) => `The personal rule "${type}".`),
  ];
}
