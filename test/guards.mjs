// Removes one guard at a time from a copy of the tree and sees a named test go red for each: a guard that no test needs is
// either not needed or not tested. Plain JavaScript, for it may be started by an older Node. Run by `npm run guards`, or for
// some of them by `npm run guards -- lease`.
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findNode } from '../bin/find-node.mjs';
import { FLEET_GUARDS } from './fleet-guards.mjs';

const HOME = fileURLToPath(new URL('..', import.meta.url));
const COPIED = [
  'src',
  'commands',
  'playbooks',
  'examples',
  'test',
  'bench',
  'bin',
  'package.json',
  'tsconfig.json',
  'vitest.config.ts',
];

/** What is taken away, where, and the test that must miss it. `find` stands exactly once in the file. */
const GUARDS = [
  ...FLEET_GUARDS,
  {
    guard: 'a delivery id counts once',
    file: 'src/adapters/stores/memory/memory-store.ts',
    find: "if (reply !== undefined) return { outcome: 'duplicate', reply };",
    replace: '',
    tests: 'test/engine/two-processes.test.ts',
    name: 'the same click delivered to two processes at once is one event, and both give the same answer',
  },
  {
    guard: 'an append names the version that it was decided on',
    file: 'src/adapters/stores/memory/memory-store.ts',
    find: 'if (current !== batch.expected)',
    replace: 'if (current < -1)',
    tests: 'test/adapters/stores/stores.test.ts',
    name: 'lets exactly one of twenty concurrent appends win',
  },
  {
    guard: 'the result of work carries its lease',
    file: 'src/adapters/stores/memory/memory-store.ts',
    find: 'if (claim !== undefined && agenda.heldBy({ stream, ...claim }) === undefined)',
    replace: 'if (claim !== undefined && batch.expected < -1)',
    tests: 'test/adapters/stores/stores.test.ts',
    name: 'refuses work whose lease was lost, before it looks at the version',
  },
  {
    guard: 'a late result is recorded without its lease',
    file: 'src/engine/work.ts',
    find: "if (written?.outcome === 'lease lost') keepClaim = false;",
    replace: "if (written?.outcome === 'lease lost') return;",
    tests: 'test/engine/broken-world.test.ts',
    name: 'leaves a fact on record, and no damage',
  },
  {
    guard: 'a row is worked at the hour of the state, not its own',
    file: 'src/engine/work.ts',
    find: 'if (asked.at > at) return void (await store.release(claim, asked.at));',
    replace: '',
    tests: 'test/engine/auditor.test.ts',
    name: 'is looked at again later when its hour in the state is still to come',
  },
  {
    guard: 'the state stops asking for pages once somebody has it',
    file: 'src/core/incident/page.ts',
    find: "isOwed(page) && !/^[cp]/.test(page.group) ? { ...page, state: 'superseded' } : page",
    replace: 'page',
    tests: 'test/core/incident/escalation.test.ts',
    name: '',
  },
  {
    guard: 'the sweep',
    file: 'src/engine/engine.ts',
    find: "every('sweep', SWEEP_EVERY_MS, sweep);",
    replace: '',
    tests: 'test/engine/ringing.test.ts',
    name: 'is met within a second by the sweep alone, when no bell ever rings',
  },
  {
    guard: 'the auditor',
    file: 'src/engine/audit.ts',
    find: 'if (missing.length === 0 && extra.length === 0) return true;',
    replace: 'return true;',
    tests: 'test/engine/auditor.test.ts',
    name: 'finds an agenda that was emptied, mends it, and the next level is paged in time',
  },
  {
    guard: 'the quarantine',
    file: 'src/engine/reader.ts',
    find: 'tellIll(`event ${version} (${event.type}): ${reasonOf(error)}`);',
    replace: 'throw error;',
    tests: 'test/engine/broken-world.test.ts',
    name: 'quarantines its incident, which goes on paging',
  },
  {
    guard: 'the mark of a drill',
    file: 'src/core/incident/page-text.ts',
    find: "lifecycle.kind === 'drill' ? `${DRILL_MARK}: ` : ''",
    replace: "''",
    tests: 'test/core/incident/page-text.test.ts',
    name: 'says EXERCISE first, in the subject and in the text, and at the end that nothing is wrong',
  },
  {
    guard: 'a drill spares outsiders',
    file: 'src/core/people.ts',
    find: 'ask.drill === true && !mayBeDrilled(plan, got.person)',
    replace: "got.person === ''",
    tests: 'test/core/incident/drill.test.ts',
    name: '',
  },
  {
    guard: 'a key that the state no longer holds is dropped',
    file: 'src/engine/work.ts',
    find: 'if (asked === undefined) return void (await store.drop(claim));',
    replace: 'if (asked === undefined) return;',
    tests: 'test/engine/auditor.test.ts',
    name: 'harms nothing and is dropped when somebody looks at it',
  },
  {
    guard: 'the intent of a hook is recorded before it is called',
    file: 'src/engine/work.ts',
    find: "if (owed.class !== 'ask when in doubt') return owed;",
    replace: "if (owed.key !== '') return owed;",
    tests: 'test/simulation/crash-points.test.ts',
    name: 'a step runs automation that must never run twice unasked loses nothing, wherever the process dies',
  },
  {
    guard: 'pages go out before a deadline that nobody met',
    file: 'src/engine/work.ts',
    find: "if (!('effect' in asked) && pagesFirst(asked, { owed, at }))",
    replace: "if (asked.key === '')",
    tests: 'test/engine/after-an-outage.test.ts',
    name: 'people who were never paged are paged first, and have the full time to answer',
  },
  {
    guard: 'the sweep does not wait for the bell',
    file: 'src/engine/engine.ts',
    find: "if (next !== undefined && !way.isWaiting(clock.now())) ring('sweep', next);",
    replace: "if (next !== undefined) await jobs.schedule('sweep', next);",
    tests: 'test/engine/hanging-bell.test.ts',
    name: 'a bell that hangs does not keep Muster from starting, nor a level from being paged in time',
  },
  {
    guard: 'a side that fails takes nothing from the others',
    file: 'src/engine/kind.ts',
    find: 'const sides = aggregate.sides ?? [aggregate];',
    replace: 'const sides = [aggregate];',
    tests: 'test/engine/poison.test.ts',
    name: 'after an update promised for the end of time the incident goes on paging, level by level, and takes an answer',
  },
  {
    guard: 'a page never waits in line for Slack',
    file: 'src/adapters/chat/slack/api/pacer.ts',
    find: "if (priority === 'page') mine.pass(job, channel);",
    replace: "if (priority === 'page' && channel === '') mine.pass(job, channel);",
    tests: 'test/adapters/chat/slack/api/pacer.test.ts',
    name: 'goes before everything that waits, also in its own channel',
  },
  {
    guard: 'what Slack delivers is kept before it is acknowledged',
    file: 'src/adapters/chat/slack/transport/keeping-receiver.ts',
    find: 'const kept = await keptInTime(read, desk);',
    replace: "void keptInTime(read, desk);\n  const kept = 'kept' as KeptInTime;",
    tests: 'test/adapters/chat/slack/transport/http.test.ts',
    name: '',
  },
  {
    guard: 'an answer does not hold what was delivered',
    file: 'src/adapters/chat/slack/words/deliver.ts',
    find: 'aside(parts, answer(parts, { reply, to, here, account }));',
    replace: 'await answer(parts, { reply, to, here, account });',
    tests: 'test/adapters/chat/slack/stories/attacked.test.ts',
    name: 'and refused are not carried out later, however long the answer takes',
  },
  {
    guard: 'a slow provider is overtaken',
    file: 'src/engine/paging.ts',
    find: 'cancel = clock.ring(plusMs(clock.now(), patienceMs), () => {',
    replace: 'cancel = clock.ring(plusMs(clock.now(), 90 * patienceMs), () => {',
    tests: 'test/engine/paging.test.ts',
    name: 'overtake one that says nothing for 10 s, and not sooner',
  },
  {
    guard: 'what was not delivered is sent again',
    file: 'src/core/incident/page-report.ts',
    find: "if (page.state !== 'sent' || !isStillNeeded(page, status))",
    replace: "if (page.state !== 'failed' || !isStillNeeded(page, status))",
    tests: 'test/answering.test.ts',
    name: 'that it was not delivered brings the next way at once, and the page once more later',
  },
  {
    guard: 'a link answers once',
    file: 'src/answer-links.ts',
    find: 'host.press(ticket, digit, deliveryOf(ticket.key))',
    replace: 'host.press(ticket, digit, deliveryOf(ticket.key + digit))',
    tests: 'test/adapters/web/answer.test.ts',
    name: 'works once: pressed again, or opened again, it says what was answered',
  },
  {
    guard: 'Twilio signs what it sends',
    file: 'src/adapters/pagers/twilio/knock.ts',
    find: "return refuse(403, 'its signature is wrong');",
    replace: 'void form;',
    tests: 'test/adapters/pagers/twilio/doors.test.ts',
    name: '',
  },
  {
    guard: 'the worst incidents go first',
    file: 'src/engine/lanes.ts',
    find: 'for (const [lane, own] of lanes) {',
    replace: 'for (const [lane, own] of lanes.toReversed()) {',
    tests: 'test/engine/lanes.test.ts',
    name: 'begin what is worst first, however much else is due',
  },
  {
    guard: 'the table of permissions',
    file: 'src/core/permissions.ts',
    find: "if (needs === 'anyone') return { ok: true };",
    replace: 'if (needs !== undefined) return { ok: true };',
    tests: 'test/core/permissions.test.ts',
    name: '',
  },
];

const found = findNode();
if (found.kind === 'none') {
  process.stderr.write(`${found.say}\n`);
  process.exit(1);
}
const node = found.path;
const asked = GUARDS.filter(({ guard }) => guard.includes(process.argv[2] ?? ''));
let missed = 0;
const waiting = [...asked];
await Promise.all(Array.from({ length: Math.min(availableParallelism(), asked.length) }, workThrough));
process.stdout.write(`guards: ${asked.length - missed} needed, ${missed} missed\n`);
process.exitCode = missed === 0 ? 0 : 1;

/** In a copy of the tree of its own, one guard after the other, until none is left. */
async function workThrough() {
  const copy = mkdtempSync(join(tmpdir(), 'muster-guards-'));
  try {
    for (const name of COPIED) cpSync(join(HOME, name), join(copy, name), { recursive: true });
    symlinkSync(join(HOME, 'node_modules'), join(copy, 'node_modules'));
    for (let each = waiting.shift(); each !== undefined; each = waiting.shift()) {
      const verdict = await without(copy, each);
      if (verdict !== 'red') missed += 1;
      process.stdout.write(
        `${verdict === 'red' ? 'needed ' : 'MISSED '} ${each.guard}: ${verdict} (${each.tests}${each.name === '' ? '' : `: ${each.name}`})\n`,
      );
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** 'red' when the test fails without the guard; else what is wrong. That it passes with it is shown by the tests themselves. */
async function without(copy, { file, find, replace, tests, name }) {
  const path = join(copy, file);
  const whole = readFileSync(path, 'utf8');
  const parts = flexible(whole, find);
  if (parts === undefined) return `the guard is not where the list says, in ${file}`;
  writeFileSync(path, parts.join(replace));
  const green = await passes(copy, tests, name);
  writeFileSync(path, whole);
  return green ? 'the test stays green without it' : 'red';
}

/** The text before and after `find`, wherever the formatter broke its lines; undefined unless it stands there once. */
function flexible(whole, find) {
  const pattern = find
    .split(/\s+/)
    .map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('\\s+');
  const hits = [...whole.matchAll(new RegExp(pattern, 'g'))];
  const [hit] = hits;
  if (hits.length !== 1 || hit === undefined) return undefined;
  return [whole.slice(0, hit.index), whole.slice(hit.index + hit[0].length)];
}

async function passes(copy, tests, name) {
  const args = [join(copy, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'unit', '--reporter=json', tests];
  args.push('--maxWorkers=1');
  if (name !== '') args.push('-t', name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const ran = await new Promise((resolve) => {
    execFile(node, args, { cwd: copy, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }, (fault, stdout) =>
      resolve({ passed: fault === null, stdout }),
    );
  });
  const report = JSON.parse(ran.stdout.slice(ran.stdout.indexOf('{')) || '{}');
  if ((report.numPassedTests ?? 0) + (report.numFailedTests ?? 0) === 0 && ran.passed)
    throw new Error(`${tests}: no test is called "${name}"`);
  return ran.passed;
}
