import { describe, expect, it } from 'vitest';
import { page } from '../../../contracts/pager.contract.ts';
import { saidIn, twilioWorld } from '../../../support/twilio-world.ts';

const call = page({ medium: 'call', key: 'INC-42/page/1.0/ann/call/1', spoken: 'Incident 42. The phones are down.' });
const MENU =
  'For "I have it", press 1. For "I can\'t", press 2. For "I have it and need one more", press 3. To hear this again, press 9.';
const AGAIN = `Incident 42. The phones are down. ${MENU}`;
const ELSEWHERE = 'Answer by text message, or in the console. Goodbye.';
const WRONG = 'That key means nothing here.';
const VOICEMAIL =
  'This is Muster. You are paged about incident 42. To answer, call this number back, or answer the text message. Goodbye.';

/** A call that Muster made, at the other end of which somebody presses keys. */
async function onThePhone(message = call) {
  const world = await twilioWorld();
  const ticket = world.host.knows(message);
  return Object.assign(world, {
    ticket,
    press: (digit: string, { round = 1, by = '', sid = 'CA1' } = {}) =>
      world.knock(`/twilio/voice/${ticket}?round=${round}`, {
        CallSid: sid,
        Digits: digit,
        ...(by === '' ? {} : { AnsweredBy: by }),
      }),
  });
}

describe('a key on the phone', () => {
  it.each([
    // digit, who answered, round: what is said, and what went through the door
    ['1', '', 1, ['incident 42: I have it. Paging stops. Goodbye.'], ['1']],
    ['2', 'human', 1, ["incident 42: I can't. Paging stops. Goodbye."], ['2']],
    ['3', 'unknown', 3, ['incident 42: I have it and need one more. Paging stops. Goodbye.'], ['3']],
    ['9', '', 1, [AGAIN, ELSEWHERE], []],
    ['9', '', 2, [AGAIN, ELSEWHERE], []],
    ['9', '', 3, [`Nothing was answered. ${ELSEWHERE}`], []],
    ['5', '', 1, [`${WRONG} ${AGAIN}`, ELSEWHERE], []],
    ['#', '', 1, [`${WRONG} ${AGAIN}`, ELSEWHERE], []],
    ['', '', 1, [`${WRONG} ${AGAIN}`, ELSEWHERE], []],
    ['12', '', 1, [`${WRONG} ${AGAIN}`, ELSEWHERE], []],
    ['0', '', 3, [`${WRONG} Nothing was answered. ${ELSEWHERE}`], []],
    ['1', 'machine_start', 1, [VOICEMAIL], []],
    ['1', 'machine_end_beep', 1, [VOICEMAIL], []],
    ['9', 'machine_end_silence', 2, [VOICEMAIL], []],
    ['1', 'fax', 1, [VOICEMAIL], []],
  ])('%s, answered by "%s", round %d', async (digit, by, round, said, through) => {
    await using world = await onThePhone();
    const { status, body } = await world.press(digit, { by, round });
    expect(status).toBe(200);
    expect(saidIn(body)).toEqual(said);
    expect(body).toMatch(/<Hangup\/><\/Response>$/);
    expect(world.host.pressed.map((one) => one.digit)).toEqual(through);
  });

  it('goes on to the next round, and to no fourth one', async () => {
    await using world = await onThePhone();
    expect((await world.press('9', { round: 1 })).body).toContain(`/twilio/voice/${world.ticket}?round=2`);
    expect((await world.press('5', { round: 2 })).body).toContain(`/twilio/voice/${world.ticket}?round=3`);
    expect((await world.press('9', { round: 3 })).body).not.toContain('<Gather');
  });

  it('is one answer however often it is sent, and gets the same words', async () => {
    await using world = await onThePhone();
    const first = await world.press('1');
    expect(await world.press('1')).toEqual(first);
    expect(await world.press('1', { round: 2 })).toEqual(first);
    expect(world.host.pressed).toEqual([{ key: call.key, digit: '1', delivery: 'twilio/CA1/1' }]);
  });

  it('is asked for again when it could not be kept', async () => {
    await using world = await onThePhone();
    world.host.storeIsDown = true;
    expect(saidIn((await world.press('1')).body)[0]).toBe(
      `Your answer could not be kept. Please press the key again. ${AGAIN}`,
    );
    world.host.storeIsDown = false;
    expect(saidIn((await world.press('1', { round: 2 })).body)[0]).toContain('I have it');
    expect(world.host.pressed).toHaveLength(1);
  });

  it('says that it is over when it is', async () => {
    await using world = await onThePhone();
    world.host.forget(call.key);
    expect(saidIn((await world.press('9')).body)).toEqual(['This is over, thank you. Goodbye.']);
  });

  it('opens nothing with a ticket that is not ours', async () => {
    await using world = await onThePhone();
    const { body } = await world.knock('/twilio/voice/bm90LW91cnM.x?round=1', { CallSid: 'CA1', Digits: '1' });
    expect(saidIn(body)).toEqual(['This call can no longer be answered. Look in the console. Goodbye.']);
    expect(world.host.pressed).toEqual([]);
  });

  it('repeats a hostile title as words', async () => {
    const spoken = '</Say><Redirect>https://evil.example</Redirect><Say> &amp; "x"';
    await using world = await onThePhone({ ...call, spoken });
    const { body } = await world.press('9');
    expect(body).not.toContain('<Redirect');
    expect(saidIn(body)[0]).toContain(spoken);
  });

  it('marks a drill when it says it again', async () => {
    await using world = await onThePhone({ ...call, drill: true });
    expect(saidIn((await world.press('9')).body)[0]).toMatch(/^This is an exercise\. /);
  });
});

describe('a voicemail', () => {
  const machine = (world: Awaited<ReturnType<typeof onThePhone>>, by: string, sid: string) =>
    world.knock(`/twilio/machine/${world.ticket}`, { CallSid: sid, AnsweredBy: by, MachineDetectionDuration: '4000' });
  const calling = async (message = call) => {
    const world = await onThePhone(message);
    const [pager] = world.provider.pagers;
    const outcome = await pager?.send(message, new AbortController().signal);
    return Object.assign(world, { sid: outcome?.outcome === 'accepted' ? outcome.reference : '' });
  };
  const left = (world: Awaited<ReturnType<typeof onThePhone>>) =>
    world.asked.filter(({ path }) => /\/Calls\/CA\w+\.json$/.test(path)).map(({ form }) => form['Twiml'] ?? '');

  it.each(['machine_end_beep', 'machine_end_silence', 'machine_end_other', 'machine_start'])(
    'gets a short message of its own (%s), without what is wrong, and can answer nothing',
    async (by) => {
      await using world = await calling();
      expect(await machine(world, by, world.sid)).toEqual({ status: 204, body: '' });
      expect(left(world).map(saidIn)).toEqual([[VOICEMAIL]]);
      await world.press('1', { sid: world.sid });
      expect(world.host.pressed).toEqual([]);
    },
  );

  it('hears first that it is an exercise', async () => {
    await using world = await calling({ ...call, drill: true });
    await machine(world, 'machine_end_beep', world.sid);
    expect(saidIn(left(world)[0] ?? '')[0]).toMatch(/^This is an exercise\. /);
  });

  it('gets it once, though Twilio may say so twice', async () => {
    await using world = await calling();
    await machine(world, 'machine_end_beep', world.sid);
    await machine(world, 'machine_end_beep', world.sid);
    expect(left(world)).toHaveLength(1);
  });

  it.each(['human', 'unknown'])('is not what %s means: the person goes on hearing the page', async (by) => {
    await using world = await calling();
    expect(await machine(world, by, world.sid)).toMatchObject({ status: 204 });
    expect(left(world)).toEqual([]);
    await world.press('1', { sid: world.sid });
    expect(world.host.pressed).toHaveLength(1);
  });

  it('is left alone when the page is over, and so is a fax', async () => {
    await using world = await calling();
    await machine(world, 'fax', world.sid);
    world.host.forget(call.key);
    await machine(world, 'machine_end_beep', `${world.sid.slice(0, -1)}x`);
    expect(left(world)[0]).toBe('<?xml version="1.0" encoding="UTF-8"?><Response><Hangup/></Response>');
    expect(left(world)[1]).toBe(left(world)[0]);
  });

  it('is no harm when Twilio does not take its message', async () => {
    await using world = await calling();
    world.instead = (_, res) => res.writeHead(500).end() !== undefined;
    expect(await machine(world, 'machine_end_beep', world.sid)).toMatchObject({ status: 204 });
  });
});

describe('somebody who calls Muster', () => {
  const calls = (fields: Record<string, string>, round = 1) =>
    ({ path: `/twilio/call?round=${round}`, fields: { CallSid: 'CA7', From: '+13135550101', ...fields } }) as const;

  it('hears how it stands with what they were paged for, and which key does what', async () => {
    await using world = await twilioWorld();
    world.host.saysBack = 'INC-42 sev2: phones are down (nobody has it yet)';
    const { path, fields } = calls({});
    const { body } = await world.knock('/twilio/call', fields);
    expect(saidIn(body)).toEqual([
      `This is Muster. incident 42 sev2: phones are down (nobody has it yet). ${MENU}`,
      'Goodbye.',
    ]);
    expect(body).toContain('/twilio/call?round=2');
    expect(path).toContain('round=1');
    expect(world.host.heard).toMatchObject([{ medium: 'call', from: '+13135550101', delivery: 'twilio/CA7/open/1' }]);
  });

  it('is offered the keys when nothing of theirs is open: it may be a test that they answer', async () => {
    await using world = await twilioWorld();
    world.host.hasNoPage = true;
    const { fields } = calls({});
    expect(saidIn((await world.knock('/twilio/call', fields)).body)[0]).toBe(
      `This is Muster. Muster has no page of yours that is still open. ${MENU}`,
    );
  });

  it('answers by key, once, by the number that they call from', async () => {
    await using world = await twilioWorld();
    const { path, fields } = calls({ Digits: '1' }, 2);
    const first = await world.knock(path, fields);
    expect(saidIn(first.body)).toEqual(['incident 42: you have it. Others are told. Goodbye.']);
    expect(await world.knock(path, fields)).toEqual(first);
    expect(world.host.heard).toEqual([{ medium: 'call', from: '+13135550101', text: '1', delivery: 'twilio/CA7/1' }]);
  });

  it('is told so when nobody knows the number', async () => {
    await using world = await twilioWorld();
    world.host.saysBack = undefined;
    const { path, fields } = calls({});
    expect(saidIn((await world.knock(path, fields)).body)[0]).toMatch(/does not know the number/);
  });

  it('is told that a key means nothing, at most three times', async () => {
    await using world = await twilioWorld();
    const wrong = calls({ Digits: '7' }, 2);
    expect(saidIn((await world.knock(wrong.path, wrong.fields)).body)[0]).toMatch(/^That key means nothing here\. /);
    const last = calls({ Digits: '7' }, 4);
    expect((await world.knock(last.path, last.fields)).body).not.toContain('<Gather');
  });

  it('is told when nothing could be kept', async () => {
    await using world = await twilioWorld();
    world.host.storeIsDown = true;
    const { path, fields } = calls({ Digits: '1' });
    expect(saidIn((await world.knock(path, fields)).body)[0]).toMatch(/could not be kept/);
  });
});
