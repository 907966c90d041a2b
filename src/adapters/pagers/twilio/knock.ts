import type { NextFunction, Request, Response } from 'express';
import express from 'express';
import twilio from 'twilio';
import type { MediaHost } from '../../../ports/media.ts';
import type { TwilioConfig } from './settings.ts';

/** Twilio's own bodies are a few kilobytes; more is refused before it is read to the end. */
const LARGEST_BODY = 16 * 1024;

/** One request that is proven to be Twilio's, with the fields of its form. */
export type Knock = {
  readonly fields: Readonly<Record<string, string>>;
  readonly ticket: string;
  readonly round: number;
};
/** What is answered: TwiML, or nothing. Rejects when the store fails. */
export type Answering = (knock: Knock) => Promise<string | undefined>;

type Parts = { readonly config: TwilioConfig; readonly host: MediaHost; readonly publicUrl: string };

/** The body as bytes; of another type it stays unread. */
export const rawForm = express.raw({
  type: 'application/x-www-form-urlencoded',
  limit: LARGEST_BODY,
  inflate: false,
});

/**
 * Lets Twilio in and nobody else. Twilio signs the address that it was given and every field (X-Twilio-Signature,
 * twilio.com/docs/usage/security), so the address is made from MUSTER_PUBLIC_URL, never from what the request says of its
 * host. There is no time in the signature: a request that is sent once more is taken for what it is by the name of its
 * delivery, not by its age.
 */
export function answeredBy(answering: Answering, { config, host, publicUrl }: Parts) {
  return async (req: Request, res: Response, next: NextFunction): Promise<void> => {
    const refuse = (status: number, reason: string) => {
      host.log.warn(
        { reason, path: req.path.split('/').slice(0, 3).join('/') },
        'a request in the name of Twilio was refused',
      );
      res.status(status).end();
    };
    if (!Buffer.isBuffer(req.body)) return refuse(415, 'it is no form');
    const form = new URLSearchParams(req.body.toString());
    if (!isSigned(req, form, { config, url: `${publicUrl}${req.originalUrl}` }))
      return refuse(403, 'its signature is wrong');
    if (form.get('AccountSid') !== config.accountSid) return refuse(403, 'it is of another account');
    try {
      const xml = await answering({
        fields: Object.fromEntries(form),
        ticket: String(req.params['ticket'] ?? ''),
        round: roundOf(req.query['round']),
      });
      if (xml === undefined) res.status(204).end();
      else res.type('text/xml').send(xml);
    } catch (cause) {
      next(cause);
    }
  };
}

function isSigned(
  req: Request,
  form: URLSearchParams,
  { config, url }: { readonly config: TwilioConfig; readonly url: string },
): boolean {
  const signature = req.headers['x-twilio-signature'];
  if (typeof signature !== 'string' || !URL.canParse(url)) return false;
  const fields = [...new Set(form.keys())].map((name) => {
    const all = form.getAll(name);
    return [name, all.length === 1 ? all[0] : all] as const;
  });
  return twilio.validateRequest(config.authToken, signature, url, Object.fromEntries(fields));
}

const roundOf = (given: unknown) => (typeof given === 'string' && /^[1-9]$/.test(given) ? Number(given) : 1);

/** 413 too large, 415 packed, 400 broken off are the caller's; anything else is that something was not kept. */
export function refusals({ host }: Pick<Parts, 'host'>) {
  // oxlint-disable-next-line max-params -- Express knows a handler of errors by its four
  return (thrown: unknown, _req: Request, res: Response, next: NextFunction) => {
    if (res.headersSent) return next(thrown);
    const status =
      thrown instanceof Error && 'status' in thrown && typeof thrown.status === 'number' ? thrown.status : 0;
    if (status >= 400 && status < 500) {
      host.log.warn({ status }, 'a request to an address of Twilio could not be read');
      return void res.status(status).end();
    }
    host.log.error({ reason: String(thrown) }, 'a request of Twilio was not kept');
    res.status(503).end();
  };
}
