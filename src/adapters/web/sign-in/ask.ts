import type { Request, Response } from 'express';
import { nameOf } from '../../../core/book.ts';
import { valueOf } from '../console-say.ts';
import { sentPage } from '../pages/sign-in/sent.ts';
import type { Entry } from './entry.ts';
import { addressOf, pressOnceMore, refuse, tooOften } from './entry.ts';
import { signInForms } from './form.ts';
import { linkText, tell } from './message.ts';
import { personMeant } from './person.ts';
import { comesFromElsewhere } from '../visitors.ts';
import { wayBack } from './way-back.ts';

const ON_ITS_WAY = [
  'If the plan has one person of that name, address or number, a link is on its way to their own phone or mailbox. It works once, for 15 minutes.',
  'Nothing came? Ask once more, or use a recovery code.',
];
const SIMULATED = 'Phones are simulated here: "npx muster phones" shows what arrived.';

/**
 * `POST /sign-in/link`: sends a link to the person's own phone or mailbox. The answer goes out before anybody is looked for,
 * so neither its words nor its time tell whether the person exists.
 */
export function sendLink(req: Request, res: Response, entry: Entry): void {
  const { parts, asks } = entry;
  const to = wayBack(valueOf(req, 'to'));
  if (comesFromElsewhere(req)) return refuse(req, res, { entry, why: 'from another site', shown: { to } });
  const who = valueOf(req, 'who');
  if (!signInForms(parts).isOurs(req)) return pressOnceMore(res, entry, { to, who });
  if (asks.address.count(addressOf(req, entry))) return tooOften(res, entry, { to });
  const sentences = parts.isSimulated ? [...ON_ITS_WAY, SIMULATED] : ON_ITS_WAY;
  res.send(sentPage({ to, sentences }));
  setImmediate(() => {
    deliver(entry, who, to).catch((fault: unknown) =>
      parts.log.error({ reason: String(fault) }, 'a link to sign in could not be sent'),
    );
  });
}

async function deliver({ parts, asks }: Entry, who: string, to: string | undefined): Promise<void> {
  const person = personMeant(parts.book(), who);
  if (person === undefined) return void parts.log.warn({}, 'a link was asked for a person whom the plan does not have');
  // Only what is sent counts. Whoever asks in somebody's name fills this up with links that the person can use.
  if (asks.person.isFull(person) || asks.all.count(''))
    return void parts.log.warn({ person }, 'too many links: no further one was sent');
  asks.person.count(person);
  await tell(parts, person, linkText(nameOf(parts.book(), person), parts.signInLinkFor(person, to)));
}
