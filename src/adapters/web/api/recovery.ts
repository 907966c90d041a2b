import type { Request, Response } from 'express';
import { z } from 'zod';
import { refused, sendRefused } from '../answers.ts';
import type { Caller } from '../callers.ts';
import type { WebParts } from '../parts.ts';
import { CODES_AT_ONCE, isCodeHash } from '../sign-in/recovery-codes.ts';

const asked = z.strictObject({
  person: z.string().max(200),
  hashes: z.array(z.string().refine(isCodeHash)).max(CODES_AT_ONCE),
});

/** `POST /api/v1/recovery-codes`: puts a person's new recovery codes in the place of the old ones. For the command line. */
export async function replaceRecoveryCodes(
  req: Request,
  res: Response,
  { parts, caller }: { readonly parts: WebParts; readonly caller: Caller },
): Promise<void> {
  if (caller.person !== null)
    return sendRefused(res, refused(403, 'operator-only', 'Only whoever runs Muster makes recovery codes.'));
  const read = asked.safeParse(req.body);
  if (!read.success || !Object.hasOwn(parts.book().plan.people, read.data.person))
    return sendRefused(res, refused(400, 'malformed', 'It is written {"person": "…", "hashes": ["…"]}.'));
  await parts.recovery.replace(read.data.person, read.data.hashes);
  parts.log.warn({ person: read.data.person }, 'new recovery codes were made');
  res.json({ person: read.data.person, codes: read.data.hashes.length });
}
