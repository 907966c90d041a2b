import type { Request, Response } from 'express';
import { nameOf } from '../../../core/book.ts';
import { valueOf } from '../console-say.ts';
import type { Entry } from './entry.ts';
import { addressOf, enter, pressOnceMore, refuse, tooOften } from './entry.ts';
import { signInForms } from './form.ts';
import { codeUsedText, tell } from './message.ts';
import { personMeant } from './person.ts';
import { comesFromElsewhere } from '../visitors.ts';
import { wayBack } from './way-back.ts';

const NO = {
  title: 'That did not work',
  sentences: ['This is not a code of this person, or it was used before: each one works once.', 'Is the name right?'],
} as const;

/** Where a name is looked up that nobody has, so that it takes as long as one that somebody has. */
const NOBODY = '-';

/**
 * `POST /sign-in/code`: a recovery code is used up and a session begins; no vendor has a part in it. Only the address is held
 * back after many failures, not the person: a code cannot be guessed, and nobody shall be locked out by others.
 */
export async function signInWithCode(req: Request, res: Response, entry: Entry): Promise<void> {
  const { parts, codes } = entry;
  const to = wayBack(valueOf(req, 'to'));
  const no = { entry, shown: { to, withCode: true, say: NO } };
  if (comesFromElsewhere(req)) return refuse(req, res, { ...no, why: 'from another site' });
  const who = valueOf(req, 'who');
  if (!signInForms(parts).isOurs(req)) return pressOnceMore(res, entry, { to, who, withCode: true });
  if (codes.isFull(addressOf(req, entry))) return tooOften(res, entry, { to, withCode: true });
  const person = personMeant(parts.book(), who);
  const used = await parts.recovery.use(person ?? NOBODY, valueOf(req, 'code'));
  if (person === undefined || !used.ok) return refuse(req, res, { ...no, why: 'wrong recovery code', counter: codes });
  parts.log.warn({ person, left: used.left }, 'a recovery code was used');
  await enter(req, res, { entry, person, by: 'recovery code' });
  res.redirect(303, `/sign-in?code=used${to === undefined ? '' : `&to=${encodeURIComponent(to)}`}`);
  tell(parts, person, codeUsedText(nameOf(parts.book(), person), used.left)).catch((fault: unknown) =>
    parts.log.error({ person, reason: String(fault) }, 'nobody was told of a used recovery code'),
  );
}
