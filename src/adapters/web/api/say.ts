import type { Request, Response } from 'express';
import { z } from 'zod';
import { readIncidentId } from '../../../core/ids.ts';
import { refused, sendRefused } from '../answers.ts';
import type { Caller } from '../callers.ts';
import { speakerAs } from '../callers.ts';
import type { WebParts } from '../parts.ts';

const DELIVERY = /^[\x21-\x7E]{1,200}$/;

const asked = z.strictObject({
  words: z.string(),
  as: z.string().min(1).max(200).optional(),
  /** The incident that the words are about when they name none. */
  in: z.string().max(20).optional(),
  delivery: z.string().optional(),
});

const SHAPE = 'It is written {"words": "…"}, with "as", "in" and "delivery" where needed.';

/** `POST /api/v1/say`: one line of words in, the reply out. A refusal of the words is an answer too: 200. */
export async function say(req: Request, res: Response, { parts, caller }: { readonly parts: WebParts; readonly caller: Caller }) {
  const read = asked.safeParse(req.body);
  if (!read.success) {
    const [issue] = read.error.issues;
    const where = issue?.path.length === 0 ? '' : `"${issue?.path.join('.') ?? ''}" `;
    return sendRefused(res, refused(400, 'malformed', `${where}is not as it must be: ${issue?.message ?? ''}. ${SHAPE}`.trim()));
  }
  const speaker = speakerAs(parts, caller, read.data.as);
  if (!speaker.ok) return sendRefused(res, speaker.no);
  const here = read.data.in === undefined ? undefined : readIncidentId(read.data.in);
  if (read.data.in !== undefined && here === undefined)
    return sendRefused(res, refused(400, 'malformed', '"in" is the number of an incident, such as INC-42.'));
  const id = read.data.delivery ?? req.get('idempotency-key');
  if (id !== undefined && !DELIVERY.test(id))
    return sendRefused(res, refused(400, 'malformed', '"delivery" has 1 to 200 visible ASCII letters, no spaces.'));
  const { ok, code, incident, card } = await parts.say({
    words: read.data.words,
    speaker: speaker.speaker,
    ...(here === undefined ? {} : { here }),
    // Under the caller's own name: nobody gets the answer that was given to somebody else.
    ...(id === undefined ? {} : { delivery: `api/${caller.person ?? '*'}/${speaker.speaker.by}/${id}` }),
  });
  return void res.json({ ok, code, incident, card });
}
