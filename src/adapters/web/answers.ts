import type { Response } from 'express';

export type Refused = { readonly status: number; readonly code: string; readonly say: string };

export const refused = (status: number, code: string, say: string): Refused => ({ status, code, say });

/** Every no of the API: a stable code and a sentence. */
export function sendRefused(res: Response, { status, code, say }: Refused): void {
  res.status(status).json({ error: { code, say } });
}

const readField = (thrown: unknown, name: string): unknown =>
  typeof thrown === 'object' && thrown !== null ? (Reflect.get(thrown, name) as unknown) : undefined;

/** What a thrown value means to whoever asked. Parsers throw errors with a status; the store throws a `StoreFault`. */
export function refusalOf(thrown: unknown): Refused & { readonly isFault: boolean } {
  const status = readField(thrown, 'status');
  const is = (no: Refused, isFault = false) => ({ ...no, isFault });
  if (status === 413) return is(refused(413, 'too-large', 'That is more than 64 KiB. Say it shorter.'));
  if (status === 415) return is(refused(415, 'encoding', 'Send plain UTF-8 JSON, not compressed.'));
  if (typeof status === 'number' && status >= 400 && status < 500)
    return is(refused(400, 'malformed', 'That cannot be read. Send JSON such as {"words": "list"}.'));
  if (readField(thrown, 'name') === 'StoreFault')
    return is(
      refused(503, 'store-fault', `Muster could not get at its records, so nothing was done: ${messageOf(thrown)}`),
      true,
    );
  return is(
    refused(500, 'fault', 'Something in Muster broke, and it is in its log. Try again; the incident goes on.'),
    true,
  );
}

const messageOf = (thrown: unknown) => (thrown instanceof Error ? thrown.message : String(thrown));
