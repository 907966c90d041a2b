import type { Request, Response } from 'express';
import { refused, sendRefused } from '../answers.ts';
import type { Caller } from '../callers.ts';
import type { WebParts } from '../parts.ts';

/**
 * `POST /api/v1/copy`: a copy of the database, made by the only process that may open it, in the data folder. Whoever asked takes
 * it from there and deletes it. For the command line on the same machine; nothing of it goes over the network.
 */
export async function copyDatabase(
  _req: Request,
  res: Response,
  { parts, caller }: { readonly parts: WebParts; readonly caller: Caller },
): Promise<void> {
  if (caller.person !== null)
    return sendRefused(res, refused(403, 'operator-only', 'Only whoever runs Muster copies its database.'));
  if (parts.copy === undefined)
    return sendRefused(res, refused(409, 'no-file', 'The database is no file of Muster: PostgreSQL has it.'));
  res.json({ file: await parts.copy() });
}
