import { describe, expect, it } from 'vitest';
import twilio from 'twilio';
import { page } from '../../../contracts/pager.contract.ts';
import { ACCOUNT, OWN_NUMBER, saidIn, twilioWorld } from '../../../support/twilio-world.ts';

const ANN = '+13135550101';
const live = () => new AbortController().signal;

describe('words that come by SMS', () => {
  it('go through the one door, and what it says goes back', async () => {
    await using world = await twilioWorld();
    const { status, body } = await world.knock('/twilio/sms', { MessageSid: 'SM1', From: ANN, Body: 'ACK 42' });
    expect(status).toBe(200);
    expect(saidIn(body)).toEqual(['INC-42: you have it. Others are told.']);
    expect(world.host.heard).toEqual([{ medium: 'sms', from: ANN, text: 'ACK 42', delivery: 'twilio/SM1' }]);
  });

  it('are one message however often they are delivered', async () => {
    await using world = await twilioWorld();
    const first = await world.knock('/twilio/sms', { MessageSid: 'SM1', From: ANN, Body: 'ACK 42' });
    expect(await world.knock('/twilio/sms', { MessageSid: 'SM1', From: ANN, Body: 'ACK 42' })).toEqual(first);
    expect(world.host.heard).toHaveLength(1);
  });

  it('get no answer when there is nothing to say, nor when there were no words', async () => {
    await using world = await twilioWorld();
    world.host.saysBack = undefined;
    const empty = { status: 200, body: '<?xml version="1.0" encoding="UTF-8"?><Response/>' };
    expect(await world.knock('/twilio/sms', { MessageSid: 'SM1', From: ANN, Body: 'hello' })).toEqual(empty);
    expect(await world.knock('/twilio/sms', { MessageSid: 'SM2', From: ANN, Body: ' ', NumMedia: '1' })).toEqual(empty);
    expect(world.host.heard).toHaveLength(1);
  });

  it('are between the phone and Twilio when they are STOP or START, and heard when they are HELP', async () => {
    await using world = await twilioWorld();
    for (const word of ['STOP', 'START', 'HELP'])
      await world.knock('/twilio/sms', { MessageSid: word, From: ANN, Body: word, OptOutType: word });
    expect(world.host.heard.map(({ text }) => text)).toEqual(['HELP']);
  });

  it('are asked for again when they could not be kept', async () => {
    await using world = await twilioWorld();
    world.host.storeIsDown = true;
    const { status, body } = await world.knock('/twilio/sms', { MessageSid: 'SM1', From: ANN, Body: 'ACK 42' });
    expect(status).toBe(200);
    expect(saidIn(body)[0]).toMatch(/could not keep that\. Please send it again/);
  });

  it('are answered with words only, whatever these say', async () => {
    await using world = await twilioWorld();
    world.host.saysBack = 'INC-42 </Message><Redirect>x</Redirect> <b>\u0007';
    const { body } = await world.knock('/twilio/sms', { MessageSid: 'SM1', From: ANN, Body: 'status' });
    expect(body).not.toContain('<Redirect');
    expect(body).not.toContain('\u0007');
  });
});

describe('what Twilio says of a message', () => {
  const sent = page();
  const none = (reason: string, permanent = false) => ({
    result: 'undelivered',
    reason: expect.stringContaining(reason),
    permanent,
  });
  const arrived = { result: 'delivered', reason: '', permanent: false };

  it.each([
    [{ MessageStatus: 'queued' }, undefined],
    [{ MessageStatus: 'sending' }, undefined],
    [{ MessageStatus: 'sent' }, undefined],
    [{ MessageStatus: 'some-new-word' }, undefined],
    [{ MessageStatus: 'delivered' }, arrived],
    [{ MessageStatus: 'undelivered', ErrorCode: '30003' }, none('off or out of reach')],
    [{ MessageStatus: 'undelivered', ErrorCode: '30005' }, none('does not know this number', true)],
    [{ MessageStatus: 'undelivered', ErrorCode: '30006' }, none('takes no SMS', true)],
    [{ MessageStatus: 'undelivered', ErrorCode: '30007' }, none('filtered')],
    [{ MessageStatus: 'undelivered', ErrorCode: '30034' }, none('10DLC')],
    [{ MessageStatus: 'failed', ErrorCode: '21610' }, none('texted STOP', true)],
    [{ MessageStatus: 'failed', ErrorCode: '39999' }, none('code 39999')],
    [{ MessageStatus: 'failed' }, none('does not say why')],
    [{ MessageStatus: 'failed', ErrorCode: 'x' }, none('does not say why')],
  ])('an SMS: %o', async (fields, wanted) => {
    await using world = await twilioWorld();
    const path = `/twilio/status/${world.host.knows(sent)}`;
    expect(await world.knock(path, { MessageSid: 'SM1', ...fields })).toEqual({ status: 204, body: '' });
    const delivery = `twilio/SM1/${fields.MessageStatus}`;
    expect(world.host.reports).toEqual(wanted === undefined ? [] : [{ key: sent.key, ...wanted, delivery }]);
  });

  it.each([
    [{ CallStatus: 'ringing' }, undefined],
    [{ CallStatus: 'in-progress' }, undefined],
    [{ CallStatus: 'completed' }, arrived],
    [{ CallStatus: 'completed', AnsweredBy: 'human' }, arrived],
    [{ CallStatus: 'completed', AnsweredBy: 'machine_end_beep' }, none('voicemail')],
    [{ CallStatus: 'busy' }, none('busy')],
    [{ CallStatus: 'no-answer' }, none('nobody picked up')],
    [{ CallStatus: 'canceled' }, none('taken back')],
    [{ CallStatus: 'failed', SipResponseCode: '404' }, none('does not know this number', true)],
    [{ CallStatus: 'failed', SipResponseCode: '503' }, none('could not be connected')],
    [{ CallStatus: 'failed', ErrorCode: '21215' }, none('country', true)],
  ])('a call: %o', async (fields, wanted) => {
    await using world = await twilioWorld();
    const path = `/twilio/status/${world.host.knows(sent)}`;
    await world.knock(path, { CallSid: 'CA1', ...fields });
    const delivery = `twilio/CA1/${fields.CallStatus}`;
    expect(world.host.reports).toEqual(wanted === undefined ? [] : [{ key: sent.key, ...wanted, delivery }]);
  });

  it('is a voicemail when the machine was noticed during the call', async () => {
    await using world = await twilioWorld();
    const ticket = world.host.knows(sent);
    await world.knock(`/twilio/machine/${ticket}`, { CallSid: 'CA1', AnsweredBy: 'machine_start' });
    await world.knock(`/twilio/status/${ticket}`, { CallSid: 'CA1', CallStatus: 'completed' });
    expect(world.host.reports).toMatchObject([none('voicemail')]);
  });

  it('is the same report however often and in whatever order it comes', async () => {
    await using world = await twilioWorld();
    const path = `/twilio/status/${world.host.knows(sent)}`;
    for (const MessageStatus of ['delivered', 'sent', 'delivered', 'queued'])
      await world.knock(path, { MessageSid: 'SM1', MessageStatus });
    expect(world.host.reports).toHaveLength(1);
  });

  it('is passed over when it is about nothing of ours', async () => {
    await using world = await twilioWorld();
    expect(await world.knock('/twilio/status/x.y', { MessageSid: 'SM1', MessageStatus: 'delivered' })).toMatchObject({
      status: 204,
    });
    expect(world.host.reports).toEqual([]);
  });

  it('is not acknowledged when it could not be kept', async () => {
    await using world = await twilioWorld();
    world.host.storeIsDown = true;
    const path = `/twilio/status/${world.host.knows(sent)}`;
    expect(await world.knock(path, { MessageSid: 'SM1', MessageStatus: 'delivered' })).toMatchObject({ status: 503 });
  });
});

describe('somebody who only says that they are Twilio', () => {
  const words = { MessageSid: 'SM1', From: ANN, Body: 'ACK 42' };
  const untouched = async (over: Parameters<Awaited<ReturnType<typeof twilioWorld>>['knock']>[2], fields = words) => {
    await using world = await twilioWorld();
    const answers = [];
    for (const path of [
      '/twilio/sms',
      '/twilio/call',
      '/twilio/voice/x.y',
      '/twilio/machine/x.y',
      '/twilio/status/x.y',
    ])
      answers.push((await world.knock(path, fields, over)).status);
    expect(world.host.heard).toEqual([]);
    expect(world.host.pressed).toEqual([]);
    expect(world.host.reports).toEqual([]);
    return [...new Set(answers)];
  };
  const url = 'http://127.0.0.1/twilio/sms';

  it.each([
    ['no signature', { signature: '' }],
    ['an invented one', { signature: 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=' }],
    ['the key of another account', { signature: twilio.getExpectedTwilioSignature('another', url, words) }],
  ])('is refused: %s', async (_, over) => {
    expect(await untouched(over)).toEqual([403]);
  });

  it('is refused when the words were changed on the way', async () => {
    const body = new URLSearchParams({ AccountSid: ACCOUNT, ...words, Body: 'ACK 43' }).toString();
    expect(await untouched({ body })).toEqual([403]);
  });

  it('is refused when the key was changed on the way to another round or ticket', async () => {
    await using world = await twilioWorld();
    const signature = twilio.getExpectedTwilioSignature(world.config.authToken, `${world.url}/twilio/call?round=1`, {
      AccountSid: ACCOUNT,
      ...words,
    });
    expect(await world.knock('/twilio/call?round=2', words, { signature })).toMatchObject({ status: 403 });
  });

  it('is refused when it is another account', async () => {
    expect(await untouched(undefined, { ...words, AccountSid: `AC${'f'.repeat(32)}` } as typeof words)).toEqual([403]);
  });

  it('is refused when it sends something else than a form', async () => {
    expect(await untouched({ headers: { 'content-type': 'application/json' } })).toEqual([415]);
  });

  it('is refused before more than 16 KB are read, and when the body is packed', async () => {
    expect(await untouched({ body: `Body=${'x'.repeat(17_000)}` })).toEqual([413]);
    expect(await untouched({ headers: { 'content-encoding': 'gzip' } })).toEqual([415]);
  });

  it('finds no door for anything but a POST', async () => {
    await using world = await twilioWorld();
    expect((await fetch(`${world.url}/twilio/sms`)).status).toBe(404);
  });

  it('finds no door where Muster has no public address', async () => {
    await using world = await twilioWorld({ publicUrl: 'none' });
    expect(world.provider.doors).toEqual([]);
  });
});

it('behind a proxy, the address that was signed is the public one, whatever the request says of its host', async () => {
  await using world = await twilioWorld({ publicUrl: 'https://muster.harbor.example' });
  const words = { MessageSid: 'SM1', From: ANN, Body: 'ACK 42' };
  expect(await world.knock('/twilio/sms', words)).toMatchObject({ status: 200 });
  const signature = twilio.getExpectedTwilioSignature(world.config.authToken, 'https://evil.example/twilio/sms', {
    AccountSid: ACCOUNT,
    ...words,
  });
  const headers = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' };
  expect(await world.knock('/twilio/sms', words, { signature, headers })).toMatchObject({ status: 403 });
});

describe('with a Twilio that we did not write', () => {
  it('an SMS leaves, and its report comes back signed', async () => {
    await using world = await twilioWorld();
    const [pager] = world.provider.pagers;
    const message = page();
    world.host.knows(message);
    const sent = await pager?.send(message, live());
    const sid = sent?.outcome === 'accepted' ? sent.reference : '';
    await world.simulate('message-status', { MessageSid: sid, Status: 'delivered' });
    expect(world.host.reports).toEqual([
      { key: message.key, result: 'delivered', reason: '', permanent: false, delivery: `twilio/${sid}/delivered` },
    ]);
  });

  it('words come in signed', async () => {
    await using world = await twilioWorld();
    await world.simulate('inbound-message', { From: ANN, To: OWN_NUMBER, Body: 'ACK 42 Größe & <b>' });
    expect(world.host.heard).toMatchObject([{ medium: 'sms', from: ANN, text: 'ACK 42 Größe & <b>' }]);
  });

  it('a call comes in signed, and one that is made is reported', async () => {
    await using world = await twilioWorld();
    await world.simulate('inbound-call', { From: ANN, To: OWN_NUMBER });
    expect(world.host.heard).toMatchObject([{ medium: 'call', from: ANN, text: 'status' }]);
    const [pager] = world.provider.pagers;
    const message = page({ medium: 'call', key: 'INC-42/page/1.0/ann/call/1' });
    const sent = await pager?.send(message, live());
    const sid = sent?.outcome === 'accepted' ? sent.reference : '';
    await world.simulate('call-status', { CallSid: sid, Status: 'no-answer' });
    expect(world.host.reports).toMatchObject([{ key: message.key, result: 'undelivered', reason: 'nobody picked up' }]);
  });
});
