import { expect, it } from 'vitest';
import type { Instead } from '../../../support/twilio-world.ts';
import { ACCOUNT, twilioWorld } from '../../../support/twilio-world.ts';

const SERVICE = `MG${'0123456789abcdef'.repeat(2)}`;
const live = () => new AbortController().signal;

/** Answers of Twilio for some of its addresses; the emulator gives the others. */
const saying =
  (answers: Readonly<Record<string, object | number>>): Instead =>
  ({ path }, res) => {
    const found = Object.entries(answers).find(([part]) => path.includes(part));
    if (found === undefined) return false;
    const [, answer] = found;
    const status = typeof answer === 'number' ? answer : 200;
    res
      .writeHead(status, { 'content-type': 'application/json' })
      .end(JSON.stringify(typeof answer === 'number' ? {} : answer));
    return true;
  };
const account = (over: object) => ({
  [`Accounts/${ACCOUNT}.json`]: { sid: ACCOUNT, status: 'active', type: 'Full', ...over },
});
const number = (over: object) => ({
  IncomingPhoneNumbers: {
    incoming_phone_numbers: [{ phone_number: '+13135550100', capabilities: { sms: true, voice: true }, ...over }],
  },
});

it('finds nothing to say when all is well', async () => {
  await using world = await twilioWorld();
  expect(await world.provider.check(live())).toEqual([]);
});

it.each([
  [
    'the credentials are wrong',
    { [`Accounts/${ACCOUNT}.json`]: 401 },
    [/^Twilio refuses TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN/],
  ],
  ['the account is suspended', account({ status: 'suspended' }), [/is suspended: nothing leaves/]],
  ['it is a trial', account({ type: 'Trial' }), [/is a trial: only numbers verified there/]],
  ['the balance is low', { Balance: { balance: '3.2', currency: 'USD' } }, [/^Twilio has 3\.20 USD left/]],
  ['the balance is fine', { Balance: { balance: '120.5', currency: 'USD' } }, []],
  [
    'the number is not its own',
    { IncomingPhoneNumbers: { incoming_phone_numbers: [] } },
    [/TWILIO_FROM does not belong/, /TWILIO_VOICE_FROM or TWILIO_FROM does not belong/],
  ],
  [
    'the number can only text',
    number({ capabilities: { sms: true, voice: false } }),
    [/Answers by SMS/, /can do no calls/],
  ],
  [
    'the number can only call',
    number({ capabilities: { sms: false, voice: true } }),
    [/can do no SMS/, /Answers by calling back/],
  ],
  [
    'what comes in goes elsewhere',
    number({ sms_url: 'https://demo.twilio.com', voice_url: '' }),
    [/set "A message comes in" to http.*\/twilio\/sms/, /set "A call comes in" to http.*\/twilio\/call/],
  ],
])('says it when %s', async (_, answers, wanted) => {
  await using world = await twilioWorld();
  world.instead = saying(answers);
  const found = await world.provider.check(live());
  expect(found).toEqual(wanted.map((one) => expect.stringMatching(one)));
});

it('takes a verified number to call from', async () => {
  await using world = await twilioWorld({ config: { voiceFrom: '+13135550177' } });
  world.instead = saying({ OutgoingCallerIds: { outgoing_caller_ids: [{ phone_number: '+13135550177' }] } });
  expect(await world.provider.check(live())).toEqual([]);
});

it('says it when the Messaging Service is unknown, and that nobody can be called', async () => {
  await using world = await twilioWorld({ config: { from: { by: 'service', sid: SERVICE }, voiceFrom: undefined } });
  expect(await world.provider.check(live())).toEqual([
    expect.stringMatching(/does not know the Messaging Service/),
    expect.stringMatching(/nobody can be called/),
  ]);
});

it('says what is missing without a public address', async () => {
  await using world = await twilioWorld({ publicUrl: 'none' });
  expect(await world.provider.check(live())).toEqual([expect.stringMatching(/^MUSTER_PUBLIC_URL is not set/)]);
});

it('never rejects: a Twilio that cannot be reached is a sentence', async () => {
  await using world = await twilioWorld({ config: { apiUrl: 'http://127.0.0.1:1' } });
  expect(await world.provider.check(live())).toEqual([expect.stringMatching(/^Twilio cannot be reached from here/)]);
  expect(await world.provider.check(AbortSignal.abort())).toHaveLength(1);
});
