import { randomBytes } from 'node:crypto';
import type { PersonId } from '../../../core/ids.ts';
import type { PageMessage } from '../../../core/message.ts';
import type { WebParts } from '../parts.ts';

/** Stands in a message about signing in where a page names its incident. */
export const SIGN_IN = 'sign-in';

type Text = { readonly subject: string; readonly text: string };

/** A message to a person's own phone or mailbox, by each way the plan has for that, in the person's order; never a call. */
function messagesTo({ book }: Pick<WebParts, 'book'>, person: PersonId, text: Text): readonly PageMessage[] {
  const key = `${SIGN_IN}/${person}/${randomBytes(9).toString('base64url')}`;
  const ways = book().plan.people[person]?.reach.filter(({ medium }) => medium === 'sms' || medium === 'email') ?? [];
  return ways.map(({ medium, to }, i) => ({
    ...text,
    key: `${key}/${i}`,
    incident: SIGN_IN,
    person,
    medium,
    to,
    drill: false,
  }));
}

/** Tries one way after the other until one takes it. Nobody waits for it; what goes wrong is in the log. */
export async function tell(
  parts: Pick<WebParts, 'book' | 'send' | 'log'>,
  person: PersonId,
  text: Text,
): Promise<void> {
  const messages = messagesTo(parts, person, text);
  if (messages.length === 0) parts.log.warn({ person }, 'the plan has neither SMS nor e-mail to send a link to');
  for (const message of messages) {
    const { medium } = message;
    const sent = await parts.send(message);
    if (sent.outcome === 'accepted')
      return void parts.log.info({ person, medium }, 'a message about signing in was sent');
    parts.log.warn({ person, medium, reason: sent.reason }, 'a message about signing in could not be sent');
  }
}

export const linkText = (name: string, link: string): Text => ({
  subject: 'Your link to sign in to Muster',
  text: `Muster: ${name}, sign in with ${link} It works once, for 15 minutes. You did not ask for it? Then leave it alone.`,
});

export const codeUsedText = (name: string, left: number): Text => ({
  subject: 'A recovery code was used to sign in to Muster',
  text: `Muster: somebody signed in as ${name} with one of your recovery codes; ${left === 1 ? '1 is' : `${left} are`} left. Was it not you? Then tell whoever runs Muster now.`,
});
