import { createHash } from 'node:crypto';
import type { PersonId } from '../../../core/ids.ts';
import { personId, readIncidentId } from '../../../core/ids.ts';
import { isMember } from '../../../core/incident/members.ts';
import { speakerFor } from '../callers.ts';
import type { WebParts } from '../parts.ts';
import type { SeenPhones } from '../seen-phones.ts';
import type { Said, SaidOnPhones } from './said.ts';
import { asMessage } from '../../../core/card.ts';
import type { ShortWords } from '../../../core/words/short-words.ts';
import { HOW_TO_WRITE, KEYS, readShortWords } from '../../../core/words/short-words.ts';

/** What was sent from somebody's handset: a key under one message, or a text of one's own. */
export type Sent = {
  readonly person: string;
  readonly key: string;
  readonly incident: string;
  readonly text: string;
  readonly delivery: string;
};
/** Who sits at the wall, and what this person sees there. */
export type Sitting = { readonly person: PersonId; readonly session: string; readonly seen: SeenPhones };

type Parts = { readonly parts: WebParts; readonly said: SaidOnPhones };

/**
 * Says it through the one door, as the person whose handset it is. Only about incidents that whoever sits at the wall may
 * know of; an unknown one and a hidden one get the same no. False: there is no such handset, and nothing was done.
 */
export async function answerAs({ parts, said }: Parts, sent: Sent, sitting: Sitting): Promise<boolean> {
  const own = sitting.seen.phones.filter(({ person }) => person === sent.person);
  const person = personId(sent.person);
  if (own.length === 0 || !Object.hasOwn(parts.book().plan.people, person)) return false;
  const key = KEYS.find((one) => one.key === sent.key);
  const newest = own.map(({ incident }) => readIncidentId(incident)).findLast((id) => id !== undefined);
  const asked =
    key === undefined ? readShortWords(sent.text, newest) : readShortWords(key.key, readIncidentId(sent.incident));
  const delivery = deliveryOf(sitting.session, sent);
  const note = {
    delivery,
    person: sent.person,
    by: String(sitting.person),
    words: key === undefined ? sent.text.trim().slice(0, 600) : `${key.key} ${key.label}`,
    at: await parts.now(),
  };
  said.keep({ ...note, ...(await reply(parts, asked, { person, delivery, sitting })) });
  return true;
}

type Speaking = { readonly person: PersonId; readonly delivery: string; readonly sitting: Sitting };
type Answered = Pick<Said, 'incident' | 'ok' | 'reply'>;

async function reply(parts: WebParts, asked: ShortWords | undefined, speaking: Speaking): Promise<Answered> {
  if (asked === undefined) return { incident: null, ok: false, reply: HOW_TO_WRITE };
  const { person, delivery, sitting } = speaking;
  const { incident, words } = asked;
  const found = await parts.incident(incident);
  if (found === undefined || !isMember(found, sitting.person))
    return { incident: null, ok: false, reply: `There is no ${incident}.` };
  const { ok, card } = await parts.say({ words, speaker: speakerFor(parts, person), here: incident, delivery });
  parts.log.info({ incident, person, by: sitting.person, ok }, 'answered on the phone wall');
  return { incident, ok, reply: asMessage(card) };
}

/** Named by what the form holds, so that pressed twice it is one; what comes from the browser is only ever hashed. */
const deliveryOf = (session: string, { delivery, person, key, incident, text }: Sent) =>
  `phone-wall/${session}/${createHash('sha256').update([delivery, person, key, incident, text].join('\n')).digest('base64url')}`;
