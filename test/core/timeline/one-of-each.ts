import type { IncidentChange, PlannedPage } from '../../../src/core/incident/events.ts';
import type { FunctionId, Hash, PersonId, SeverityId, SystemId } from '../../../src/core/ids.ts';
import { at, declared, planned } from './story.ts';

type Type = IncidentChange['type'];
type Sample<Kind extends Type> = Omit<Extract<IncidentChange, { readonly type: Kind }>, 'type'>;

const person = 'marcus' as PersonId;
const claims = 'claims' as FunctionId;
const app = 'claims-app' as SystemId;
const sev2 = 'sev2' as SeverityId;
const sev3 = 'sev3' as SeverityId;
const pages: readonly PlannedPage[] = [
  planned('marcus', 'sms', 1),
  { ...planned('ines', 'call', 1), heldUntil: at(60) },
];
const notPaged = [{ who: 'sam', why: 'Sam Will is away until Mon 23 Nov 08:00 EST, and nobody covers' }];
const paging = { pages, notPaged };

/** One event of every type. Whatever a person can write holds `words`, so that a test can look for it. */
export function oneOfEach(words: string): { readonly [Kind in Type]: Sample<Kind> } {
  return {
    declared: declared({ title: words, reporter: words }),
    impactMoved: { from: at(-10), to: at(-20), why: words },
    severityChanged: { from: sev3, to: sev2, why: words },
    hitChanged: { functions: ['calls' as FunctionId], systems: [app] },
    madePrivate: { why: words },
    planAdopted: { planHash: 'ffff0000ffff0000' as Hash },
    functionRestored: { function: claims, restoredAt: at(3) },
    restored: { restoredAt: at(3), note: words },
    closed: { note: words, openSteps: [words] },
    reopened: { why: words },
    cancelled: { why: words },
    levelPaged: { ...paging, round: 1, level: 0, lastRound: 1, waitMs: 300_000, why: words, lateMs: 120_000 },
    paged: { ...paging, call: 1, why: words },
    exhausted: { ...paging, alarm: 1, say: 'Nobody has answered.', numbers: ['Marcus Feld: +1 312 555 0142'] },
    pageSent: { page: 'page/a1/marcus/sms', attempt: 2, reference: 'x' },
    pageFailed: {
      page: 'page/0.0/marcus/email',
      attempt: 1,
      reason: 'sam@lakeshore.example bounced',
      permanent: false,
    },
    pageDelivered: { page: 'page/0.0/marcus/sms', attempt: 1 },
    pageUndelivered: { page: 'page/0.0/marcus/call', attempt: 1, reason: 'no such number', permanent: true },
    nothingSent: { n: 2, since: at(1), numbers: ['Marcus Feld: +1 312 555 0142'] },
    acknowledged: { person, again: true },
    declined: { person, why: words },
    helpAsked: { person, why: words },
    progressAsked: { ...paging, ask: 1 },
    acknowledgementLapsed: { people: ['marcus'] },
    rolesAssigned: { holders: { incident_commander: person }, gaps: ['scribe'] },
    roleAssigned: { role: 'scribe', person, from: 'ines' as PersonId, why: words },
    commanderSilent: { person, deputy: 'dana' as PersonId, since: at(1) },
    reliefProposed: { role: 'tech_lead', person, to: null },
    channelOpened: { platform: 'console', reference: 'INC-7' },
    channelFailed: { platform: 'slack', attempt: 1, reason: 'rate limited' },
    cardPosted: { platform: 'slack', reference: 'T1/C1/1.1', upTo: 4 },
    announced: { platform: 'slack', reference: 'T1/C9/1.3' },
    stepCardPosted: { platform: 'slack', reference: 'T1/C1/1.2', step: 1 },
    invited: { platform: 'slack', people: [person], missed: 'Bo Vance is not in Slack.' },
    roomTold: { platform: 'slack', upTo: 9, lateMs: 600_000 },
    postmortemShared: { platform: 'slack', revision: 1 },
    channelArchived: { platform: 'slack', reference: 'T1/C1' },
    roomRefused: { platform: 'slack', what: 'share', reason: 'file_uploads_disabled' },
    roomDelayed: { platform: 'slack', what: 'tell', reason: 'no answer within 20 s' },
    channelLost: { platform: 'slack', why: 'somebody archived it' },
    channelFound: { platform: 'slack' },
    joinAsked: { person },
    roomEntered: { platform: 'slack', person, name: 'Ann' },
    roomLeft: { platform: 'slack', person: null, name: 'somebody' },
    markPassed: { clock: 'mtd', of: claims, percent: 100, alsoPassed: [80], lateMs: 600_000 },
    workaroundStarted: { function: claims, note: words },
    workaroundEnded: { function: claims, note: words },
    recoveryPointNoted: { system: app, newest: at(-30) },
    updatePosted: { text: words, nextAt: at(30) },
    updateMissed: { n: 1, dueAt: at(30) },
    published: { audience: 'staff', text: words, nextAt: at(30), last: false },
    sideSaid: { side: 'staff', text: words, owner: person, againAt: at(40) },
    noted: { text: words },
    decided: { text: words },
    clockDecided: { clock: 'insurer', answer: 'not yet', why: words, startedAt: null },
    clockAsked: { clocks: ['insurer'] },
    alertNoted: {
      source: 'alertmanager',
      group: 'AL-7',
      n: 1,
      key: 'k',
      state: 'firing',
      title: words,
      count: 1,
      all: false,
    },
    hookIntended: { step: 1, name: 'failover', run: 1 },
    hookConfirmed: { step: 1, run: 1 },
    hookReturned: { step: 1, run: 1, ok: true, result: words, dry: false },
    hookInDoubt: { step: 1, run: 1, reason: words },
    postmortemWritten: { file: 'INC-7.md', revision: 1 },
    postmortemFailed: { attempt: 1, reason: words },
    postmortemAsked: {},
    postmortemEdited: { section: 'sense' },
    reviewReminded: { n: 1 },
    actionAdded: { n: 1, what: words, owner: person, due: '2026-12-01', verify: words },
    actionDone: { n: 1, note: words },
    actionVerified: { n: 1, how: words },
    actionReminded: { n: 1, reminder: 1 },
    auditRepaired: { missing: ['a'], extra: [] },
    playbookEntered: { frame: 0, playbook: 'server-down', first: 1, from: null, caller: null },
    playbookLeft: { frame: 0, superseded: [], why: words },
    playbookFinished: { frame: 0, from: null },
    playbookReturned: { frame: 0, to: 1 },
    stepReady: { step: 1, from: null, until: at(9), clocks: [] },
    stepReached: { step: 1, from: null },
    stepsPassedOver: { steps: [2, 3], from: 1, why: words },
    stepRepeated: { step: 6, of: 1, from: null },
    stepAdded: {
      step: 5,
      frame: 0,
      def: { id: 'more', do: words },
      origin: 'added',
      parent: null,
      next: null,
      after: 4,
    },
    stepStarted: { step: 1 },
    stepDone: { step: 1, result: 'yes', note: words, keep: [words] },
    stepChosen: { step: 2, choice: 'restore', note: words, pending: true },
    stepStuck: { step: 1, why: words },
    stepSkipped: { step: 3, why: words },
    stepNotPossible: { step: 3, why: words },
    stepUndone: { step: 1, back: [2] },
    stepAssigned: { step: 1, person: 'ines' },
    stepKept: { step: 1, items: [words] },
    stepMoved: { step: 3, before: 2 },
    stepExtended: { step: 1, ms: 600_000 },
    stepClockDecided: { step: 1, clock: 'insurer' },
    stepHookAsked: { step: 1, run: 1 },
    stepDeadlinePassed: { step: 1, what: 'overdue150', round: 0 },
    exitTicked: { frame: 0, exit: 1 },
  };
}

/** All of them in one incident, declaration and playbook first. */
export function everyChange(words: string): readonly IncidentChange[] {
  const samples = oneOfEach(words);
  const types = Object.keys(samples) as readonly Type[];
  const first: readonly Type[] = ['declared', 'playbookEntered', 'stepAdded'];
  const all = [...first, ...types.filter((type) => !first.includes(type))];
  return all.map((type) => ({ ...samples[type], type }) as IncidentChange);
}
