import twilio from 'twilio';
import type { TwilioConfig } from './settings.ts';
import { TWILIO_URL } from './settings.ts';

type Asked = Parameters<InstanceType<typeof twilio.RequestClient>['request']>[0];

/**
 * The SDK's documented seam for requests, over fetch: its own one (axios) knows no AbortSignal, and a page must end when its
 * caller gives up. A class, because the SDK asks for one of its kind.
 */
class FetchClient extends twilio.RequestClient {
  readonly #send: (asked: Asked) => Promise<{ statusCode: number; body: unknown; headers: object }>;

  constructor(apiUrl: string, signal: AbortSignal) {
    super();
    this.#send = (asked) => exchange(asked, apiUrl, signal);
  }

  override async request<TData>(asked: Asked) {
    const { statusCode, body, headers } = await this.#send(asked);
    return { statusCode, body: body as TData, headers, toString: () => `Twilio answered ${statusCode}` };
  }
}

/**
 * A client of Twilio for one errand: all that it asks ends with the signal. It never tries again by itself, for the engine
 * does. Proxies of the environment are not used, redirects are not followed.
 */
export const clientFor = ({ accountSid, authToken, apiUrl }: TwilioConfig, signal: AbortSignal) =>
  new twilio.Twilio(accountSid, authToken, { httpClient: new FetchClient(apiUrl, signal) });

async function exchange(asked: Asked, apiUrl: string, signal: AbortSignal) {
  signal.throwIfAborted();
  const url = addressOf(new URL(asked.uri), apiUrl);
  for (const [name, value] of pairs(asked.params)) url.searchParams.append(name, value);
  const response = await fetch(url, {
    method: asked.method.toUpperCase(),
    headers: {
      accept: 'application/json',
      authorization: `Basic ${Buffer.from(`${asked.username ?? ''}:${asked.password ?? ''}`).toString('base64')}`,
    },
    body: asked.data === undefined ? null : new URLSearchParams(pairs(asked.data)),
    redirect: 'manual',
    signal,
  });
  return { statusCode: response.status, body: await response.text(), headers: Object.fromEntries(response.headers) };
}

/** `messaging.twilio.com/v1/…` stands at `/messaging/v1/…` of another base, as the emulator has it. */
function addressOf(url: URL, apiUrl: string): URL {
  if (apiUrl === TWILIO_URL) return url;
  const [product = 'api'] = url.hostname.split('.');
  return new URL(`${apiUrl}${product === 'api' ? '' : `/${product}`}${url.pathname}${url.search}`);
}

/** A form's fields; a list is the same field several times. */
function pairs(fields: unknown): [string, string][] {
  if (typeof fields !== 'object' || fields === null) return [];
  return Object.entries(fields).flatMap(([name, value]: [string, unknown]) =>
    (Array.isArray(value) ? value : [value]).flatMap((each): [string, string][] =>
      each === undefined || each === null ? [] : [[name, String(each)]],
    ),
  );
}
