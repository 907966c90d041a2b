import ICAL from 'ical.js';
import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { tempFolder } from '../support/temp-folder.ts';
import { muster, running } from './running.ts';

const PLAN = `
plan: { company: Northwind, timezone: UTC, owner: ann }
people:
  ann: { name: Ann, reach: [ { call: "+43 1 555 0101" }, { email: ann@northwind.example } ] }
  bob: { name: Bob, reach: [ { call: "+43 1 555 0102" }, { sms: "+43 1 555 0102" } ] }
schedules:
  it: { rotate: { people: [ann], every: 1w, from: 2026-01-05T08:00 }, calendar: rota.ics }
functions: { reception: { name: Reception, rto: 4h } }
escalation: { default: [it, bob] }
`;

const events = (text: string) => new ICAL.Component(ICAL.parse(text) as string).getAllSubcomponents('vevent');

it('turns are in the feed whose address the command line prints; who stands in is told, and a calendar counts', async () => {
  using folder = tempFolder();
  writeFileSync(folder.file('plan.yaml'), PLAN);
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');
  writeFileSync(
    folder.file('rota.ics'),
    `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:${day(3)}\r\nDTEND;VALUE=DATE:${day(4)}\r\nSUMMARY:Bob for Ann?\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:2\r\nDTSTART;VALUE=DATE:${day(5)}\r\nDTEND;VALUE=DATE:${day(6)}\r\nSUMMARY:Bob\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`,
  );
  const env = { MUSTER_DATA: folder.path, MUSTER_PORT: '0', MUSTER_PLAN: folder.file('plan.yaml') };
  // Ten minutes of gathering are a second.
  await using it = await running({ ...env, MUSTER_TIME_SCALE: '600' });
  const printed = await muster(['calendar', 'bob'], env);
  const address = /http:\S+\.ics/.exec(printed.out)?.[0] ?? '';
  expect(address.startsWith(`${it.address}/calendar/bob/`)).toBe(true);
  const turns = async () => events(await (await fetch(address)).text()).length;
  await expect.poll(turns, { timeout: 20_000 }).toBe(1);
  expect((await muster(['say', 'override it bob for 80d', '--as', 'ann'], env)).out).toContain('Bob is on call in it');
  expect(await turns()).toBeGreaterThan(8);
  const phones = async () => (await muster(['phones'], env)).out;
  await expect.poll(phones, { timeout: 30_000 }).toContain('You stand in on call in it');
  expect(await phones()).toContain('Bob stands in for you');
  expect((await fetch(address.replace('/bob/', '/ann/'))).status).toBe(404);
});
