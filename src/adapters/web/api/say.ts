import type { Request, Response } from 'express';
import { z } from 'zod';
import { readIncidentId } from '../../../core/ids.ts';
import { refused, sendRefused } from '../answers.ts';
import type { Caller } from '../callers.ts';
import { speakerAs } from '../callers.ts';
import type { WebParts } from '../parts.ts';

const delivery = z
  .string('is text')
  .regex(/^[\x21-\x7E]{1,200}$/, 'has 1 to 200 visible ASCII letters without spaces')
  .optional();
const asked = z.strictObject({
  words: z.string('is the line of words'),
  as: z.string('is the id of a person').min(1, 'is the id of a person').max(200, 'is too long').optional(),
  /** The incident that the words are about when they name none. */
  in: z
    .string('is the number of an incident, such as INC-42')
    .refine((text) => readIncidentId(text) !== undefined, 'is the number of an incident, such as INC-42')
    .transform(readIncidentId)
    .optional(),
  delivery,
});

/** `POST /api/v1/say`: one line of words in, the reply out. A refusal of the words is an answer too: 200. */
export async function say(
  req: Request,
  res: Response,
  { parts, caller }: { readonly parts: WebParts; readonly caller: Caller },
): Promise<void> {
  const read = asked.safeParse(req.body);
  const header = delivery.safeParse(req.get('idempotency-key'));
  if (!read.success) return sendRefused(res, refused(400, 'malformed', sentence(read.error)));
  if (!header.success) return sendRefused(res, refused(400, 'malformed', `Idempotency-Key: ${sentence(header.error)}`));
  const as = speakerAs(parts, caller, read.data.as);
  if (!as.ok) return sendRefused(res, as.no);
  const { words, in: here, delivery: id = header.data } = read.data;
  const { ok, code, incident, card } = await parts.say({
    words,
    speaker: as.speaker,
    ...(here === undefined ? {} : { here }),
    // Under the caller's own name: nobody gets the answer that was given to somebody else.
    ...(id === undefined ? {} : { delivery: `api/${caller.person ?? '*'}/${as.speaker.by}/${id}` }),
  });
  res.json({ ok, code, incident, card });
}

const SHAPE = 'It is written {"words": "…"}, with "as", "in" and "delivery" where needed.';

function sentence(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue?.code === 'unrecognized_keys')
    return `"${issue.keys.join('", "').slice(0, 100)}" is not known here. ${SHAPE}`;
  const [key] = issue?.path ?? [];
  return key === undefined ? SHAPE : `"${String(key)}" ${issue?.message ?? 'is wrong'}. ${SHAPE}`;
}
