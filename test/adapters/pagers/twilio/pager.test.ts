import { describe, expect, it } from 'vitest';
import { page, pagerContract } from '../../../contracts/pager.contract.ts';
import { listening } from '../../../support/phone-host.ts';
import { ACCOUNT, OWN_NUMBER, saidIn, twilioWorld } from '../../../support/twilio-world.ts';

const live = () => new AbortController().signal;
const SMS = `/2010-04-01/Accounts/${ACCOUNT}/Messages.json`;
const CALLS = `/2010-04-01/Accounts/${ACCOUNT}/Calls.json`;

pagerContract('Twilio', async () => {
  const world = await twilioWorld();
  const [pager] = world.provider.pagers;
  if (pager === undefined) throw new Error('no pager');
  return {
    pager,
    addressFor: () => '+13135550101',
    sent: async () =>
      world.asked.map(({ form }) => ({
        to: form['To'] ?? '',
        text: form['Body'] ?? saidIn(form['Twiml'] ?? '')[0] ?? '',
      })),
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
});

async function sending(over: Parameters<typeof twilioWorld>[0] = {}) {
  const world = await twilioWorld(over);
  const [pager] = world.provider.pagers;
  if (pager === undefined) throw new Error('no pager');
  return Object.assign(world, { send: (message = page(), signal = live()) => pager.send(message, signal), pager });
}

describe('an SMS by Twilio', () => {
  it('comes from the number of the account, and asks to be told what became of it', async () => {
    await using world = await sending();
    await world.send(page({ to: '+1 (313) 555-0101' }));
    expect(world.asked).toMatchObject([
      {
        path: SMS,
        form: { To: '+13135550101', From: OWN_NUMBER, StatusCallback: expect.stringContaining('/twilio/status/') },
      },
    ]);
  });

  it('comes from the Messaging Service when that is what is set', async () => {
    const sid = `MG${'0123456789abcdef'.repeat(2)}`;
    await using world = await sending({ config: { from: { by: 'service', sid } } });
    world.instead = (_, res) => res.writeHead(201).end('{"sid":"SM1"}') !== undefined;
    await world.send();
    expect(world.asked[0]?.form).toMatchObject({ MessagingServiceSid: sid });
    expect(world.asked[0]?.form).not.toHaveProperty('From');
  });

  it('asks for no call-back where nobody could call back', async () => {
    await using world = await sending({ publicUrl: 'none' });
    expect(await world.send()).toMatchObject({ outcome: 'accepted' });
    expect(world.asked[0]?.form).not.toHaveProperty('StatusCallback');
  });

  it('keeps how to answer whole when the text is longer than Twilio takes', async () => {
    await using world = await sending();
    const answer = 'Answer ACK 42 (I have it), CANT 42 (somebody else), HELP 42 (I need one more).';
    await world.send(page({ text: `INC-42 sev2\n${'phones '.repeat(400)}\n${answer}` }));
    const body = world.asked[0]?.form['Body'] ?? '';
    expect(body.length).toBeLessThanOrEqual(1_600);
    expect(body.endsWith(`…\n${answer}`)).toBe(true);
  });
});

describe('a call by Twilio', () => {
  const call = page({ medium: 'call', key: 'INC-42/page/1.0/ann/call/1', spoken: 'Incident 42. The phones are down.' });

  it('says what is wrong twice, takes a key, and listens beside it for a machine', async () => {
    await using world = await sending();
    await world.send(call);
    const form = world.asked[0]?.form ?? {};
    expect(world.asked[0]?.path).toBe(CALLS);
    expect(form).toMatchObject({
      To: '+13135550101',
      From: OWN_NUMBER,
      AsyncAmd: 'true',
      MachineDetection: 'DetectMessageEnd',
    });
    expect(saidIn(form['Twiml'] ?? '')).toEqual([
      'Incident 42. The phones are down. For "I have it", press 1. For "I can\'t", press 2. For "I have it and need one more", press 3. To hear this again, press 9.',
      'Incident 42. The phones are down. For "I have it", press 1. For "I can\'t", press 2. For "I have it and need one more", press 3. To hear this again, press 9.',
      'Nothing was answered by this call. Answer by text message, or in the console. Goodbye.',
    ]);
    expect(form['Twiml']).toContain(`action="${world.url}/twilio/voice/`);
  });

  it('says first that it is an exercise', async () => {
    await using world = await sending();
    await world.send({ ...call, drill: true, spoken: 'Exercise 7. The phones are down.' });
    await world.send({ ...call, drill: true, spoken: 'This is an exercise. The phones are down.' });
    const texts = world.asked.map(({ form }) => saidIn(form['Twiml'] ?? '')[0] ?? '');
    expect(texts[0]).toMatch(/^This is an exercise\. Exercise 7\. The phones/);
    expect(texts[1]).toMatch(/^This is an exercise\. The phones/);
  });

  it('takes no key where Muster cannot be reached, and says how to answer', async () => {
    await using world = await sending({ publicUrl: 'none' });
    await world.send(call);
    const twiml = world.asked[0]?.form['Twiml'] ?? '';
    expect(twiml).not.toContain('<Gather');
    expect(saidIn(twiml)).toEqual([
      call.spoken,
      call.spoken,
      'Nothing was answered by this call. Answer by text message, or in the console. Goodbye.',
    ]);
    expect(world.asked[0]?.form).not.toHaveProperty('MachineDetection');
  });

  it('offers one key for a test of whether somebody can be reached, and none for a notice', async () => {
    await using world = await sending();
    await world.send({ ...call, incident: 'TEST-7' });
    await world.send({ ...call, incident: 'NOTE-7' });
    const [test, notice] = world.asked.map(({ form }) => form['Twiml'] ?? '');
    expect(saidIn(test ?? '')[0]).toMatch(/For "It reached me", press 1\. To hear this again, press 9\.$/);
    expect(notice).not.toContain('<Gather');
  });

  it.each([
    ['a very long text', 'phones are down and '.repeat(500)],
    ['a text that grows when it is escaped', '<&>'.repeat(1_000)],
    ['characters that XML has no place for', `a\u0000b\u001bc\ud800d\uffff`],
  ])('fits into what Twilio takes with a call: %s', async (_, spoken) => {
    await using world = await sending();
    expect(await world.send({ ...call, spoken })).toMatchObject({ outcome: 'accepted' });
    const twiml = world.asked[0]?.form['Twiml'] ?? '';
    expect(twiml.length).toBeLessThanOrEqual(4_000);
    expect(twiml).not.toMatch(/[\p{Cc}\uffff]/u);
    expect(twiml).toMatch(/<\/Response>$/);
  });

  it('is not offered without a number that can call', async () => {
    await using world = await sending({ config: { voiceFrom: undefined } });
    expect(world.pager.media).toEqual(['sms']);
  });
});

describe('what Twilio refuses', () => {
  it.each([
    [400, 21211, true, /not a number that exists/],
    [400, 21610, true, /texted STOP/],
    [400, 21408, true, /country/],
    [400, 21608, true, /trial account/],
    [400, 21614, true, /takes no SMS/],
    [401, 20003, false, /TWILIO_AUTH_TOKEN/],
    [403, 20005, false, /suspended or closed/],
    [429, 20429, false, /no more just now/],
    [400, 21606, false, /may not send from TWILIO_FROM/],
    [400, 21999, true, /code 21999/],
    [500, 20500, false, /answered 500/],
    [503, undefined, false, /answered 503/],
  ])('%d with code %s: for ever %s', async (status, code, permanent, reason) => {
    await using world = await sending();
    world.instead = (_, res) =>
      res
        .writeHead(status, { 'content-type': 'application/json' })
        .end(JSON.stringify({ code, message: "The 'To' number +13135550101 is wrong", status })) !== undefined;
    const outcome = await world.send();
    expect(outcome).toEqual({ outcome: 'failed', permanent, reason: expect.stringMatching(reason) });
    expect(JSON.stringify(outcome)).not.toContain('555');
  });

  it('is told from a page of HTML in front of it', async () => {
    await using world = await sending();
    world.instead = (_, res) => res.writeHead(502).end('<html>Bad Gateway</html>') !== undefined;
    expect(await world.send()).toMatchObject({ outcome: 'failed', permanent: false, reason: 'Twilio answered 502' });
  });

  it('is a number that is not in international form, without asking', async () => {
    await using world = await sending();
    expect(await world.send(page({ to: '616 555 0101' }))).toMatchObject({ outcome: 'failed', permanent: true });
    expect(world.asked).toEqual([]);
    expect(world.pager.takes?.('616 555 0101')).toBe(false);
  });
});

describe('a Twilio that breaks', () => {
  it('throws when the answer cannot be read: the page may have left', async () => {
    await using world = await sending();
    world.instead = (_, res) => res.writeHead(201).end('{"si') !== undefined;
    await expect(world.send()).rejects.toThrow();
    world.instead = (_, res) => res.writeHead(201).end('{}') !== undefined;
    await expect(world.send()).rejects.toThrow('did not say which message');
  });

  it('ends with its caller when nothing is answered', async () => {
    await using world = await sending();
    const caller = new AbortController();
    world.instead = () => {
      caller.abort();
      return true;
    };
    await expect(world.send(page(), caller.signal)).rejects.toThrow(/abort/i);
  });

  it('ends with its caller in the middle of an answer', async () => {
    await using world = await sending();
    const caller = new AbortController();
    world.instead = (_, res) => {
      res.writeHead(201, { 'content-type': 'application/json' }).write('{"sid":', () => caller.abort());
      return true;
    };
    await expect(world.send(page(), caller.signal)).rejects.toThrow(/abort/i);
  });

  it('throws when nobody listens there', async () => {
    const gone = await listening(() => undefined);
    await gone[Symbol.asyncDispose]();
    await using world = await sending({ config: { apiUrl: gone.url } });
    await expect(world.send()).rejects.toThrow();
  });

  it('does not follow a redirect with the password in its hands', async () => {
    await using world = await sending();
    world.instead = (_, res) => res.writeHead(307, { location: 'http://127.0.0.1:1/' }).end() !== undefined;
    expect(await world.send()).toMatchObject({ outcome: 'failed', permanent: false });
    expect(world.asked).toHaveLength(1);
  });
});
