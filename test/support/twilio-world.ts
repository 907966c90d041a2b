import type { ServerResponse } from 'node:http';
import { createEmulator } from 'emulate';
import express from 'express';
import twilio from 'twilio';
import { twilioProvider } from '../../src/adapters/pagers/twilio/provider.ts';
import type { TwilioConfig } from '../../src/adapters/pagers/twilio/settings.ts';
import type { Provider } from '../../src/ports/media.ts';
import type { PhoneHost } from './phone-host.ts';
import { listening, phoneDoors, phoneHost } from './phone-host.ts';

export const ACCOUNT = `AC${'0123456789abcdef'.repeat(2)}`;
const TOKEN = 'token-of-a-test';
export const OWN_NUMBER = '+13135550100';

/** A request that reached Twilio, with its form. */
export type Asked = { readonly method: string; readonly path: string; readonly form: Readonly<Record<string, string>> };
/** Answers in Twilio's place; undefined lets the emulator answer. */
export type Instead = (asked: Asked, res: ServerResponse) => boolean;

/** Muster's doors for Twilio on a server of this machine, before the emulator's Twilio, which can be made to misbehave. */
export type TwilioWorld = AsyncDisposable & {
  readonly provider: Provider;
  readonly host: PhoneHost;
  readonly config: TwilioConfig;
  /** Where Muster is, and what the call-backs are signed for. */
  readonly url: string;
  readonly asked: readonly Asked[];
  /** The next requests are answered by this. */
  instead: Instead | undefined;
  /** Posts a form as Twilio signs it. */
  knock(path: string, fields: Readonly<Record<string, string>>, over?: KnockOver): Promise<Answered>;
  /** Something happens at the emulated Twilio: a person writes, a message arrives. */
  simulate(what: string, fields: Readonly<Record<string, string>>): Promise<unknown>;
};
export type KnockOver = {
  readonly signature?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
};
export type Answered = { readonly status: number; readonly body: string };

type Made = { readonly config?: Partial<TwilioConfig>; readonly publicUrl?: 'own' | 'none' | `https://${string}` };

export async function twilioWorld({ config: over = {}, publicUrl = 'own' }: Made = {}): Promise<TwilioWorld> {
  const doors = await phoneDoors();
  const reachable = publicUrl === 'own' ? doors.url : publicUrl === 'none' ? undefined : publicUrl;
  const emulator = await createEmulator({
    service: 'twilio',
    port: 0,
    seed: {
      twilio: {
        account: { sid: ACCOUNT, auth_token: TOKEN },
        phone_numbers: [
          {
            phone_number: OWN_NUMBER,
            sms_url: `${reachable ?? doors.url}/twilio/sms`,
            voice_url: `${reachable ?? doors.url}/twilio/call`,
          },
        ],
      },
    },
  });
  const asked: Asked[] = [];
  const front = express().use(express.urlencoded({ extended: false }), (req, res, next) => {
    const form = (req.body ?? {}) as Record<string, string>;
    const one = { method: req.method, path: req.originalUrl, form };
    asked.push(one);
    if (world.instead?.(one, res) === true) return;
    forward(emulator.url, one, { authorization: req.headers.authorization ?? '' }).then(
      ({ status, body }) => void res.status(status).type('json').send(body),
      next,
    );
  });
  const api = await listening(front);
  const config: TwilioConfig = {
    accountSid: ACCOUNT,
    authToken: TOKEN,
    from: { by: 'number', number: OWN_NUMBER },
    voiceFrom: OWN_NUMBER,
    apiUrl: api.url,
    ...over,
  };
  const host = phoneHost(reachable);
  const provider = twilioProvider(config, host);
  for (const { path, handle } of provider.doors) doors.app.use(path, handle);
  const authorization = `Basic ${Buffer.from(`${ACCOUNT}:${TOKEN}`).toString('base64')}`;

  const world: TwilioWorld = {
    provider,
    host,
    config,
    url: reachable ?? doors.url,
    asked,
    instead: undefined,
    async knock(path, fields, { signature, body, headers = {} } = {}) {
      const form = { AccountSid: ACCOUNT, ...fields };
      const signed = signature ?? twilio.getExpectedTwilioSignature(TOKEN, `${world.url}${path}`, form);
      const got = await fetch(`${doors.url}${path}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'x-twilio-signature': signed,
          ...headers,
        },
        body: body ?? new URLSearchParams(form).toString(),
      });
      return { status: got.status, body: await got.text() };
    },
    async simulate(what, fields) {
      const asking = { method: 'POST', path: `/_twilio/simulate/${what}`, form: fields };
      const { status, body } = await forward(emulator.url, asking, { authorization });
      if (status >= 300) throw new Error(`${what}: ${status} ${body}`);
      return JSON.parse(body) as unknown;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([doors[Symbol.asyncDispose](), api[Symbol.asyncDispose]()]);
      await emulator.close();
    },
  };
  return world;
}

async function forward(base: string, { method, path, form }: Asked, headers: Record<string, string>) {
  const body = method === 'POST' ? new URLSearchParams(form) : null;
  const got = await fetch(`${base}${path}`, { method, headers, body });
  return { status: got.status, body: await got.text() };
}

/** What is said, sentence by sentence, as it is heard: TwiML without its marks. */
export const saidIn = (twiml: string): readonly string[] =>
  [...twiml.matchAll(/<(?:Say|Message)>([^]*?)<\/(?:Say|Message)>/g)].map(([, said = '']) =>
    said
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&apos;', "'")
      .replaceAll('&amp;', '&'),
  );
