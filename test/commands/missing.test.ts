import { describe, expect, it, test } from 'vitest';
import { BYSTANDER, codeOf, LEADS, phonesDown, textAfter, words } from './door.ts';

const told = await phonesDown();

/** Words that can be said alone; every other one asks for what is missing. */
const ALONE =
  'ack action adopt alerts cant clock close doing eta help hit join lead list needhelp next order page plan postmortem preflight private reach reached reopen restored role sev setup status steps testpage timeline who workaround'.split(
    ' ',
  );

describe('a word that misses something', () => {
  it.each(Object.keys(words).filter((verb) => !ALONE.includes(verb) || verb === 'doing'))(
    '"%s" alone asks for it, shows how it is written, and changes nothing',
    async (verb) => {
      const before = (await told.events()).length;
      const reply = await told.say(verb, LEADS);
      expect(reply).toMatchObject({ ok: false, code: 'missing' });
      const form = reply.card.blocks.find((block) => block.kind === 'form');
      expect(form?.words.split(' ')[0]).toBe(verb);
      expect(form?.fields.length).toBeGreaterThan(0);
      expect(await textAfter(told, verb)).toMatch(new RegExp(`Write it in one line: ${verb} [A-Z]+`));
      expect(await told.events()).toHaveLength(before);
    },
  );

  test('keeps the incident that was named, so that the form completes the same line', async () => {
    const reply = await told.say('assign INC-1', LEADS);
    expect(reply.card.blocks.find((block) => block.kind === 'form')?.words).toBe('assign INC-1');
    expect(reply.incident).toBe('INC-1');
  });

  test('says in its own words what is missing', async () => {
    expect(await textAfter(told, 'update')).toMatch(/^How does it stand\? "no change" is an update too\./);
    expect(await textAfter(told, 'done')).toMatch(/^Which step\? "steps" shows their numbers\./);
    expect(await textAfter(told, 'start')).toMatch(/For example: start phones send callers in a loop/);
  });

  test('is told that it may not before it is asked for more', async () => {
    expect(await codeOf(told, 'update', BYSTANDER)).toBe('not-allowed');
  });
});

describe('a word with something that cannot be', () => {
  it.each([
    ['done 99', 'no such step', /There is no step 99\. Open now: 1 \(Call the main number/],
    ['done lights', 'no such step', /There is no step "lights"\. Open now: /],
    ['move 6 99', 'no such step', /There is no step 99\. Open now: /],
    ['extend 1 soon', 'not-a-span', /"soon" is no length of time\. Write it like 20m or 1h/],
    ['extend 1 1mo', 'not-a-span', /"1mo" is no length of time/],
    ['extend 1 9w', 'not an extension', /Between one minute and seven days/],
    ['exit first', 'missing', /exit \[INC-42\] NUMBER/],
    ['exit 99', 'no such exit', /Closing points go from 1 to 4/],
    ['skip 1', 'reason missing', /Say why in a few words/],
    ['choose 7 maybe', 'no such choice', /“maybe” is no choice of step 7\. Choose one/],
    ['check 1 not possible', 'step is of another kind', /Step 1 is something to do/],
    ['move 6 6', 'cannot move', /Only whole steps/],
    ['sev sev9', 'no-such-severity', /There is no severity "sev9"\. There are:/],
    ['role wizard @nina', 'not-in-the-plan', /The plan has no role "wizard"/],
    ['role tech_lead @zoe', 'not-in-the-plan', /The plan has no person "@zoe"/],
    ['assign 1 @zoe', 'not-in-the-plan', /The plan has no person "@zoe"/],
    ['lead @zoe', 'not-in-the-plan', /The plan has no person "@zoe"/],
    ['handoff @zoe all is well', 'not-in-the-plan', /The plan has no person "@zoe"/],
    ['page @zoe', 'not-in-the-plan', /The plan has no person, role, schedule or vendor "@zoe"/],
    ['restored nonsense', 'not-in-the-plan', /The plan has no function "nonsense"/],
    ['restored payroll', 'not-hit', /payroll is not among the functions hit: patient-calls/],
    ['workaround nonsense', 'not-in-the-plan', /The plan has no function "nonsense"/],
    ['workaround --ended', 'not-running', /is not in use/],
    ['hit nonsense', 'not-in-the-plan', /nonsense/],
    ['backup nonsense at 09:00', 'not-in-the-plan', /The plan has no system "nonsense"/],
    ['backup files', 'missing', /From when is it\? Write: at 09:00/],
    ['add-step call --who wizard', 'not-in-the-plan', /The plan has no role "wizard"/],
    ['add-step call --after x', 'missing', /add-step/],
    [
      'override nights @ivy until 18:00',
      'no-such-schedule',
      /There is no schedule "nights"\. There are: it-primary, ic-duty/,
    ],
    ['override it-primari @ivy until 18:00', 'no-such-schedule', /Did you mean it-primary\?/],
    ['override it-primary @ivy', 'end-missing', /Until when\? override it-primary ivy until 18:00/],
    ['override it-primary @ivy at 20:00 until 18:00', 'override-empty', /must end after it begins/],
    ['action learn --due soon', 'not-a-date', /"soon" is no day\. Write it like 2026-12-15/],
    ['action learn --due 2026-02-30', 'not-a-date', /"2026-02-30" is no day/],
    ['action learn --due 2026-11-01', 'in-the-past', /2026-11-01 is in the past/],
    ['action learn --owner @zoe', 'not-in-the-plan', /The plan has no person "@zoe"/],
    ['action done 7', 'no-such-action', /There is no action item 7/],
    ['action verify 7 looked', 'no-such-action', /There is no action item 7/],
    ['clock nonsense starts', 'no-such-clock', /The plan has no clock "nonsense"\. It has: covered-entity-notice/],
    ['clock constructor starts', 'no-such-clock', /The plan has no clock "constructor"/],
    ['close', 'not-restored', /Nobody has said yet that INC-1 is restored/],
    ['reopen INC-1', 'is-open', /INC-1 is open/],
    ['status --everything', 'unknown-flag', /--everything is not known here/],
    ['list --al', 'unknown-flag', /Did you mean --all\?/],
    ['page --for', 'flag-needs-value', /What is --for\?/],
    ['list --all=yes', 'flag-without-value', /--all stands alone/],
  ])('%s → %s', async (line, code, sentence) => {
    const reply = await told.say(line, LEADS);
    expect(reply).toMatchObject({ ok: false, code });
    expect(await textAfter(told, line)).toMatch(sentence);
  });
});

describe('a legal clock', () => {
  it.each([
    [
      'clock card-acquirer starts at 10:15',
      'priya',
      'not-allowed',
      /Whether "card-acquirer" runs is for the privacy officer to decide/,
    ],
    ['clock card-acquirer maybe', 'ruth', 'no-such-answer', /Does it run\? Write: clock card-acquirer starts/],
    ['clock card-acquirer constructor', 'ruth', 'no-such-answer', /Does it run\?/],
    [
      'clock card-acquirer starts',
      'ruth',
      'moment-missing',
      /From which moment\? clock card-acquirer starts at 10:15 WHY/,
    ],
    ['clock card-acquirer no', 'ruth', 'reason-needed', /Say why it does not apply/],
    [
      'clock card-acquirer no card numbers were not touched',
      'lena',
      'done',
      /^card-acquirer: does not apply\. card numbers were not touched\n.*Not legal advice/,
    ],
    ['clock card-acquirer starts at 10:15 seen in the log', 'ruth', 'done', /^card-acquirer: starts\. seen in the log/],
  ])('%s, said by %s → %s', async (line, who, code, sentence) => {
    const reply = await told.say(line, who);
    expect(reply.code).toBe(code);
    expect(await textAfter(told, line, who)).toMatch(sentence);
  });
});
