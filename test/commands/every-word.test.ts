import { describe, expect, it, test } from 'vitest';
import { BYSTANDER, LEADS, phonesDown, STRANGER, textOf, words } from './door.ts';

type Case = {
  /** What is typed; the first word is the verb. */
  readonly line: string;
  /** What the leader's card says. */
  readonly says: RegExp;
  /** The codes for leader, bystander and stranger. */
  readonly codes: readonly [leader: string, bystander: string, stranger: string];
  /** What the leader typed before. */
  readonly before?: readonly string[];
};

const ALL = (code: string): Case['codes'] => [code, code, code];
const MEMBERS = (code: string): Case['codes'] => [code, code, 'not-allowed'];
const WORKERS = (code: string): Case['codes'] => [code, 'not-allowed', 'not-allowed'];

const CASES: readonly Case[] = [
  { line: 'start the card gateway is down', says: /^\[!\] INC-2 .*the card gateway is down/, codes: ALL('done') },
  { line: 'note carrier called', says: /^On the timeline of INC-1: carrier called$/, codes: ALL('done') },
  { line: 'help', says: /^What you can say here/, codes: ALL('said') },
  { line: 'status', says: /INC-1 sev2 Major: phones.*\n(.*\n)*Roles/, codes: MEMBERS('said') },
  { line: 'list', says: /^1 open\n  - INC-1 sev2 Major: phones/, codes: MEMBERS('said') },
  { line: 'who', says: /^Who would be paged now\nOn call\n  - it-primary: Marcus Feld until/, codes: MEMBERS('said') },
  { line: 'timeline', says: /^INC-1: timeline\n(.*\n)*.*phones send callers in a loop/, codes: MEMBERS('said') },
  { line: 'steps', says: /^INC-1: The phone menu.*\n  - \[>\] 1 Call the main number/, codes: MEMBERS('said') },
  {
    line: 'next',
    says: /^Reach Nina Kowalski \(vendor contact\) for step 1: Call the main number/,
    codes: MEMBERS('said'),
  },
  { line: 'clock', says: /^INC-1: clocks\n  Back by \(RTO\) /, codes: MEMBERS('said') },
  { line: 'eta', says: /^If all goes as planned: /, codes: MEMBERS('said') },
  { line: 'plan', says: /^Plan of Lakeshore Medical Billing/, codes: MEMBERS('said') },
  { line: 'order', says: /^Recovery order of the whole plan/, codes: MEMBERS('said') },
  { line: 'setup', says: /^\[ok\] Everything that Muster knows of is set up/, codes: MEMBERS('said') },
  {
    line: 'testpage',
    says: /^\[ok\] TEST-1: test messages are on their way\.\n {2}- Priya Raman: /,
    codes: MEMBERS('done'),
  },
  {
    line: 'reached TEST-1 chat',
    before: ['testpage'],
    says: /^\[ok\] Noted: chat reaches you\. Thank you\./,
    codes: ['done', 'no-such-test', 'not-allowed'],
  },
  { line: 'preflight', says: /^\[ok\] Ready: nothing that Muster knows of would fail now\./, codes: MEMBERS('said') },
  { line: 'reach', says: /^Who is proved reachable\nNobody was ever proved reachable\./, codes: MEMBERS('said') },
  { line: 'postmortem', says: /^INC-1 has no postmortem yet/, codes: MEMBERS('said') },
  { line: 'alerts', says: /^\[ok\] No alert waits for an answer\./, codes: MEMBERS('said') },
  {
    line: 'confirm AL-7',
    says: /^\[!\] There is no proposal AL-7 that waits\. "alerts" shows/,
    codes: MEMBERS('no-such-proposal'),
  },
  { line: 'dismiss AL-7 a test', says: /^\[!\] There is no proposal AL-7/, codes: MEMBERS('no-such-proposal') },
  { line: 'join', says: /This is where it is worked\./, codes: MEMBERS('done') },
  { line: 'ack', says: /You have it\./, codes: MEMBERS('done') },
  { line: 'cant', says: /Thank you\. The next person is being paged\./, codes: MEMBERS('done') },
  { line: 'needhelp', says: /You stay on it\. One more is being paged\./, codes: MEMBERS('done') },
  { line: 'page @nina', says: /Paging Nina Kowalski\./, codes: MEMBERS('done') },
  { line: 'lead', says: /In charge +Priya Raman/, codes: MEMBERS('done') },
  { line: 'doing 1', says: /^\[ok\] Under way: 1 Call the main number/, codes: MEMBERS('done') },
  { line: 'done 1', says: /^\[ok\] Done: 1 Call the main number/, codes: MEMBERS('done') },
  { line: 'blocked 1 no key', says: /^\[!\] Stuck: 1 Call the main number/, codes: MEMBERS('done') },
  { line: 'check 10 yes', says: /^\[ok\] Done: 10 Every phone test case passes/, codes: MEMBERS('done') },
  { line: 'happened 12', says: /^\[ok\] Done: 12 Wait/, codes: MEMBERS('done') },
  { line: 'keep 1 ticket 4711', says: /^\[ok\] Noted\./, codes: MEMBERS('done') },
  {
    line: 'action a second line',
    says: /^Action item 1: a second line \(Priya Raman, due 2026-12-04\)/,
    codes: MEMBERS('done'),
  },
  {
    line: 'override it-primary @ivy until 18:00',
    says: /^\[ok\] Ivy Sorensen is on call in it-primary from 16:40 EST until 18:00 EST\./,
    codes: MEMBERS('done'),
  },
  {
    line: 'reopen INC-1 dead again',
    before: ['restored', 'close --anyway'],
    says: /open, began/,
    codes: MEMBERS('done'),
  },
  {
    line: 'backup files at 09:00',
    says: /^files: newest record 09:00 EST\. 7 h 40 min of work is lost\.\nThe plan accepts 4h\./,
    codes: WORKERS('done'),
  },
  {
    line: 'workaround patient-calls',
    says: /The workaround is in use; Muster says when it no longer holds\./,
    codes: WORKERS('done'),
  },
  {
    line: 'situation customers the greeting is changed by 18:00',
    says: /^\[ok\] Customers: the greeting is changed\nIt stands on the situation card/,
    codes: WORKERS('done'),
  },
  {
    line: 'publish clinics please use the portal by 18:00',
    says: /^\[ok\] INC-1, words to clinics: please use the portal\nNext update 18:00 EST, in 80 min.*\nApproved\. It is on the/,
    codes: ['done', 'not-the-approver', 'not-allowed'],
  },
  {
    line: 'update carrier is on it by 18:00',
    says: /^INC-1 update: carrier is on it\nNext update 18:00 EST, in 80 min/,
    codes: WORKERS('done'),
  },
  {
    line: 'decide we wait, because it holds',
    says: /^Decision by Priya Raman, on the timeline of INC-1: we wait, because it holds$/,
    codes: WORKERS('done'),
  },
  { line: 'choose 7 no-export', says: /^\[ok\] Decided "no-export": 7 Is there a saved menu/, codes: WORKERS('done') },
  { line: 'assign 1 @owen', says: /^\[ok\] Given to Owen Brandt: 1 Call the main number/, codes: WORKERS('done') },
  {
    line: 'skip 1 done by the vendor',
    says: /^\[ok\] Left out: 1 Call the main number.* \(done by the vendor\)/,
    codes: WORKERS('done'),
  },
  { line: 'undo 1', before: ['done 1'], says: /^\[ok\] Open again: 1 Call the main number/, codes: WORKERS('done') },
  { line: 'extend 1 20m', says: /^Step 1 has 20 min more\./, codes: WORKERS('done') },
  { line: 'add-step call the landlord', says: /^\[ok\] Added: 13 call the landlord/, codes: WORKERS('done') },
  { line: 'exit 1', says: /^\[ok\] Ticked\.\nStill to confirm/, codes: WORKERS('done') },
  {
    line: 'run 1',
    says: /^\[!\] Step 1 is none that Muster runs by itself\./,
    codes: ['no-such-step', 'not-allowed', 'not-allowed'],
  },
  { line: 'sev sev1 clinics are calling', says: /INC-1 sev1 Crisis: phones/, codes: WORKERS('done') },
  { line: 'playbook internet-down', says: /It goes by "[^"]+" now\./, codes: WORKERS('done') },
  { line: 'hit claims files', says: /Hit: Sending claims to payers, File server FS01/, codes: WORKERS('done') },
  { line: 'private patient data', says: /^INC-1 is private now\./, codes: WORKERS('done') },
  { line: 'role tech_lead @owen', says: /^Owen Brandt is tech lead now\./, codes: WORKERS('done') },
  {
    line: 'handoff @nina all is well',
    says: /^Nina Kowalski is asked to take over as incident commander\./,
    codes: WORKERS('done'),
  },
  { line: 'restored', says: /^\[ok\] INC-1 .*\n +State +restored/, codes: WORKERS('done') },
  { line: 'adopt', says: /^INC-1 has the plan in force already\./, codes: WORKERS('done') },
  { line: 'move 8 6', says: /^\[ok\] Moved: 8 Save the menu/, codes: WORKERS('done') },
  {
    line: 'cancel a planned test',
    says: /^\[ok\] INC-1 is cancelled: a planned test\. Nobody is paged any more\./,
    codes: WORKERS('done'),
  },
  {
    line: 'close --anyway',
    says: /^\[ok\] INC-1 is closed\.\nThe postmortem skeleton is being written/,
    codes: WORKERS('done'),
  },
];

describe.each(CASES)('"$line"', ({ line, says, codes, before = [] }) => {
  it.each([
    [LEADS, codes[0]],
    [BYSTANDER, codes[1]],
    [STRANGER, codes[2]],
  ])('said by %s: %s', async (who, code) => {
    const told = await phonesDown();
    for (const each of before) await told.say(each, LEADS);
    const reply = await told.say(line, who);
    expect(reply.code).toBe(code);
    expect(reply.ok).toBe(code === 'done' || code === 'said');
    expect(reply.card.title).not.toBe('');
    if (who === LEADS) expect(textOf(reply)).toMatch(says);
  });
});

test('every word there is stands in this table', () => {
  const typed = new Set(CASES.map(({ line }) => line.split(' ')[0] ?? ''));
  expect(Object.keys(words).filter((verb) => !typed.has(verb))).toEqual([]);
});
