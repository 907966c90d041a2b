import { writeFileSync } from 'node:fs';
import express from 'express';
import twilio from 'twilio';
import { expect, it } from 'vitest';
import { readConfig } from '../../../../src/config.ts';
import { personId } from '../../../../src/core/ids.ts';
import type { Incident } from '../../../../src/core/incident/state.ts';
import { openMuster } from '../../../../src/muster.ts';
import { until } from '../../../support/kannel.ts';
import { listening } from '../../../support/phone-host.ts';
import { quietLog } from '../../../support/quiet-log.ts';
import { tempFolder } from '../../../support/temp-folder.ts';
import { ACCOUNT, OWN_NUMBER, saidIn, twilioWorld } from '../../../support/twilio-world.ts';

const PUBLIC = 'https://muster.harbor.example';
const ANN = '+16165550101';
const BOB = '+16165550102';
const PLAN = {
  schema: 1,
  plan: { company: 'Harbor Clinic', timezone: 'America/Detroit', owner: 'ann', version: 'test' },
  people: {
    ann: { name: 'Ann Berg', reach: [{ call: '+1 616 555 0101' }] },
    bob: { name: 'Bob Berg', reach: [{ sms: '+1 616 555 0102' }] },
  },
  roles: { incident_commander: { who: 'ann' } },
  escalation: {
    default: {
      levels: [{ page: ['ann', 'bob'], by: ['call', 'sms'], wait: '5m' }],
      repeat: 1,
      if_nobody: { page: ['ann'], say: 'Whoever reads this first runs it.' },
    },
  },
  functions: { calls: { name: 'Answering calls', rto: '2h', mtd: '8h' } },
};

/** A whole Muster with its own clock, and a Twilio that we did not write behind it. */
async function clinic() {
  const behind = await twilioWorld({ publicUrl: PUBLIC });
  const folder = tempFolder();
  writeFileSync(folder.file('plan.yaml'), JSON.stringify(PLAN));
  const read = readConfig({
    MUSTER_PLAN: folder.file('plan.yaml'),
    MUSTER_DATA: folder.file('data'),
    MUSTER_PUBLIC_URL: `${PUBLIC}/`,
    TWILIO_ACCOUNT_SID: ACCOUNT,
    TWILIO_AUTH_TOKEN: behind.config.authToken,
    TWILIO_FROM: OWN_NUMBER,
    TWILIO_API_URL: behind.config.apiUrl,
  });
  if (!read.ok) throw new Error(read.say);
  const muster = await openMuster(read.config, quietLog());
  const app = express();
  for (const { path, handle } of muster.doors) app.use(path, handle);
  const web = await listening(app);
  await muster.start();
  const sentTo = (to: string) => behind.asked.find(({ form }) => form['To'] === to)?.form;
  return {
    sentTo,
    say: (words: string) => muster.say({ words, speaker: { id: personId('bob'), name: 'Bob', by: personId('bob') } }),
    incident: async () => (await muster.engine.read('INC-1')).state as Incident,
    async knock(address: string, fields: Readonly<Record<string, string>>) {
      const form = { AccountSid: ACCOUNT, ...fields };
      const signature = twilio.getExpectedTwilioSignature(behind.config.authToken, address, form);
      const headers = { 'x-twilio-signature': signature };
      const body = new URLSearchParams(form);
      const got = await fetch(address.replace(PUBLIC, web.url), { method: 'POST', headers, body });
      return { status: got.status, body: await got.text() };
    },
    async [Symbol.asyncDispose]() {
      await muster.stop();
      await Promise.all([web[Symbol.asyncDispose](), behind[Symbol.asyncDispose]()]);
      folder[Symbol.dispose]();
    },
  };
}

it('a key that is pressed on a call stops the paging, and an SMS from the other phone is heard', async () => {
  await using world = await clinic();
  await world.say('start phones are down');
  await until(() => world.sentTo(ANN) !== undefined && world.sentTo(BOB) !== undefined);
  const twiml = world.sentTo(ANN)?.['Twiml'] ?? '';
  expect(saidIn(twiml)[0]).toMatch(/^This is Muster, for Harbor Clinic\. Incident 1, .*phones are down.* press 1\./);
  expect(world.sentTo(BOB)?.['Body']).toContain('Answer ACK 1');

  const status = world.sentTo(BOB)?.['StatusCallback'] ?? '';
  expect(await world.knock(status, { MessageSid: 'SM1', MessageStatus: 'delivered' })).toMatchObject({ status: 204 });
  const [, action = ''] = /action="([^"]+)"/.exec(twiml) ?? [];
  const pressed = await world.knock(action, { CallSid: 'CA1', Digits: '1', To: ANN });
  expect(saidIn(pressed.body)[0]).toMatch(/Goodbye\.$/);
  const { escalation } = await world.incident();
  expect(escalation.status).toBe('acknowledged');
  expect(escalation.pages.find(({ person }) => person === 'bob')?.deliveredAt).toBeDefined();

  const heard = await world.knock(`${PUBLIC}/twilio/sms`, { MessageSid: 'SM2', From: BOB, Body: 'CANT' });
  expect(saidIn(heard.body)).toHaveLength(1);
  const call = await world.knock(`${PUBLIC}/twilio/call`, { CallSid: 'CA2', From: ANN });
  expect(saidIn(call.body)[0]).toMatch(/^This is Muster\. .*press 1\./);
  expect(saidIn(call.body)[0]).not.toContain('no page of yours');
  const stranger = await world.knock(`${PUBLIC}/twilio/sms`, {
    MessageSid: 'SM3',
    From: '+16165550199',
    Body: 'ACK 1',
  });
  expect(saidIn(stranger.body)[0]).toMatch(/does not know this number/);
});
