import { describe, expect, it, test } from 'vitest';
import { MINUTE_MS } from '../../src/core/time.ts';
import { onlyType } from '../support/given.ts';
import { story } from '../support/story.ts';
import { textOf } from './door.ts';

async function declaredBy(line: string, who = 'owen') {
  const told = await story();
  const reply = await told.say(line, who);
  const [declared] = onlyType(await told.events(reply.incident ?? 'INC-1'), 'declared');
  return { told, reply, declared };
}

describe('a few words are enough', () => {
  it.each([
    [
      'start phones send callers in a loop',
      { playbook: 'phone-misrouting', functions: ['patient-calls'], severity: 'sev2' },
    ],
    [
      'start files are being encrypted and there is a ransom note',
      { playbook: 'ransomware', severity: 'sev1', private: true },
    ],
    ['start nobody can sign in', { playbook: 'login-outage', systems: ['identity'] }],
    [
      'start the office internet is down',
      { playbook: 'internet-down', systems: expect.arrayContaining(['internet-hq']) as string[] },
    ],
    ['start no power in the office', { playbook: 'power-office-loss' }],
    ['start teams is down', { playbook: 'saas-outage', systems: ['teams'] }],
    ['open the card gateway does not answer', { functions: ['card-payments'] }],
    ['declare something is odd', { playbook: 'unclear-trouble', severity: 'sev3', functions: [], systems: [] }],
  ])('%s', async (line, expected) => {
    const { declared } = await declaredBy(line);
    expect(declared).toMatchObject(expected);
  });

  test('the card says why Muster thinks so, and who is paged', async () => {
    const { reply } = await declaredBy('start phones send callers in a loop');
    expect(textOf(reply)).toMatch(/because you wrote "phones send callers" and "loop"/);
    expect(textOf(reply)).toMatch(/Nobody yet\. Paging Marcus Feld, Priya Raman/);
  });

  test('what fits nothing is begun all the same, and the card says so', async () => {
    const { reply, told } = await declaredBy('start something is odd');
    expect(textOf(reply)).toMatch(
      /Nothing in the plan fits these words, so Muster begins with "Something is wrong and we cannot say what yet"\. Say how bad it is/,
    );
    await told.pass(31 * MINUTE_MS);
    expect((await told.incident()).lifecycle.severity).toBe('sev2');
  });
});

describe('what is said besides', () => {
  it.each([
    ['start x --sev 1', { severity: 'sev1' }],
    ['start x --sev=major', { severity: 'sev2' }],
    ['start phones loop --function claims', { functions: ['claims'] }],
    ['start x --function claims --function payroll', { functions: ['claims', 'payroll'] }],
    ['start x --function "sending claims to payers"', { functions: ['claims'] }],
    ['start x --system files', { systems: ['files'], functions: ['eligibility', 'claims'] }],
    ['start x --playbook server-restore', { playbook: 'server-restore' }],
    ['start x --private', { private: true }],
    ['start x since 9:40', { impactStartedAt: '2026-11-20T14:40:00.000Z', title: 'x' }],
    ['start since 20 minutes ago x', { impactStartedAt: '2026-11-20T21:20:00.000Z' }],
    ['start x —sev 1', { severity: 'sev1' }],
  ])('%s', async (line, expected) => {
    expect((await declaredBy(line)).declared).toMatchObject(expected);
  });

  test('a drill counts in its own series, and every page carries the mark', async () => {
    const { told, reply, declared } = await declaredBy('start call tree --drill --playbook ex-call-tree');
    expect(declared).toMatchObject({ id: 'EX-1', kind: 'drill' });
    expect(reply.card.title).toMatch(/^EXERCISE: EX-1 /);
    expect(told.pager.sent.length).toBeGreaterThan(0);
    for (const { text, subject } of told.pager.sent) expect(`${subject}\n${text}`).toMatch(/^EXERCISE.*\nEXERCISE/);
  });

  test('without a page nobody is paged, and whoever said so has it', async () => {
    const { told, reply } = await declaredBy('start x --no-page');
    expect(told.phones()).toEqual([]);
    expect(textOf(reply)).toMatch(/Owen Brandt has it/);
  });

  it.each([
    ['start x --sev 9', 'no-such-severity', /There is no severity "9"/],
    ['start x --function nonsense', 'not-in-the-plan', /no function "nonsense"/],
    ['start x --system nonsense', 'not-in-the-plan', /no system "nonsense"/],
    ['start x --playbook ransomwear', 'no-such-playbook', /Did you mean ransomware\?/],
    ['start x --playbook constructor', 'no-such-playbook', /There is no playbook "constructor"/],
    ['start x --severity 1', 'unknown-flag', /--severity is not known here/],
    ['start --sev 1', 'missing', /What is wrong\? A few words are enough/],
    ['start x since tomorrow 17:00', 'in-the-future', /That is in the future/],
    [`start ${'phones '.repeat(60)}`, 'too-long', /Say what is wrong in at most 300/],
  ])('%s is refused, and nothing is opened', async (line, code, sentence) => {
    const told = await story();
    const reply = await told.say(line, 'owen');
    expect(reply).toMatchObject({ ok: false, code });
    expect(textOf(reply)).toMatch(sentence);
    expect((await told.say('list', 'owen')).card.title).toBe('Nothing is open.');
  });
});

test('ten at once get ten numbers', async () => {
  const told = await story();
  const ids: (string | null)[] = [];
  for (let n = 0; n < 10; n += 1) ids.push((await told.say(`start trouble ${n}`, 'owen')).incident);
  expect(new Set(ids).size).toBe(10);
  expect((await told.say('list', 'owen')).card.title).toBe('10 open');
});

test('a beginning that turns out to be yesterday is said out loud, with the words that move it', async () => {
  const told = await story();
  const late = textOf(await told.say('start nobody can sign in since 17:40', 'owen'));
  expect(late).toContain('It began 23 h ago, as you said. If you meant another time: clock INC-1 since 20 minutes ago');
  expect(textOf(await told.say('start nobody can sign in since 16:20', 'owen'))).not.toContain('as you said. If');
});
