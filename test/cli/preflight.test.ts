import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { main } from '../../src/main.ts';
import { tempFolder } from '../support/temp-folder.ts';

const PEOPLE = `
plan: { company: Northwind Dental, timezone: Europe/Vienna, owner: ann }
people:
  ann: { name: Ann Berg, reach: [{ sms: "+43 1 555 0101" }] }
  bob: { name: Bob Lund, reach: [{ call: "+43 1 555 0102" }] }
  eve: { name: Eve Rask, reach: [{ email: eve@dental.example }] }
functions: { reception: { name: Reception, rto: 4h } }
`;

it.each([
  [
    '[[ann, bob]]',
    1,
    /^\[!\] Not ready: one thing would not work now\n.*\n.*Nobody real is reached: pages go to simulated phones\./,
  ],
  [
    '[[ann, bob], eve]',
    1,
    /^\[!\] Not ready: 2 things would not work now\n.*\n.*Nobody real is reached.*\n.*Level 2 of `default` has nobody with a phone: Eve Rask/,
  ],
])('muster preflight of the levels %s ends with %i', async (levels, code, says) => {
  using folder = tempFolder();
  const plan = folder.file('plan.yaml');
  writeFileSync(plan, `${PEOPLE}escalation: { default: ${levels} }\n`);
  const out: string[] = [];
  const io = { out: (line: string) => void out.push(line), err: (line: string) => void out.push(line) };
  const environment = { MUSTER_PLAN: plan, MUSTER_DATA: join(folder.path, 'data'), MUSTER_PORT: '1' };
  expect(await main(['preflight'], { ...io, environment })).toBe(code);
  expect(out.join('\n')).toMatch(says);
});
