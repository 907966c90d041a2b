import type { Book } from '../../../src/core/book.ts';
import { hash } from '../../../src/core/ids.ts';
import type { IncidentChange, IncidentEvent, PlannedPage } from '../../../src/core/incident/events.ts';
import type { Medium } from '../../../src/core/media.ts';
import { readPlan } from '../../../src/core/plan/read.ts';
import type { Plan } from '../../../src/core/plan/schema.ts';
import { playbookSchema } from '../../../src/core/playbook/schema.ts';
import type { Kept } from '../../../src/core/timeline/entry.ts';
import { instant, plusMs } from '../../../src/core/time.ts';
import type { Instant } from '../../../src/core/time.ts';

/** A small clinic biller: five people, three roles, a schedule, two functions that hang on the phones and the claims system. */
const RAW = {
  plan: { company: 'Lakeshore Billing', timezone: 'America/Detroit', owner: 'dana' },
  people: {
    dana: { name: 'Dana Ruiz', reach: [{ sms: '+1 312 555 0141' }, { call: '+1 312 555 0141' }] },
    marcus: { name: 'Marcus Feld', reach: [{ sms: '+1 312 555 0142' }, { call: '+1 312 555 0142' }] },
    ines: { name: 'Ines Okoro', reach: [{ call: '+1 312 555 0143' }] },
    sam: { name: 'Sam Will', reach: [{ email: 'sam@lakeshore.example' }] },
  },
  roles: {
    incident_commander: { who: 'ines', deputies: ['dana'] },
    tech_lead: { who: 'marcus' },
  },
  schedules: { 'it-primary': { rotate: { people: ['marcus'], every: '1w', from: '2026-01-05' } } },
  functions: {
    claims: {
      name: 'Claims',
      rto: '4h',
      rpo: '1h',
      mtd: '2d',
      needs: ['claims-app'],
      workaround: { do: 'Paper forms', good_for: '8h' },
    },
    calls: { name: 'Patient calls', rto: '2h', needs: ['pbx'] },
  },
  systems: {
    'claims-app': { name: 'Claims application', rpo: '15m', needs: ['files'] },
    files: { name: 'File server' },
    pbx: { name: 'Phone system' },
  },
  vendors: { carrier: { name: 'Northline Telecom', reach: [{ call: '+1 312 555 0199' }] } },
  escalation: {
    default: {
      levels: [
        { page: ['it-primary'], wait: '5m' },
        { page: ['ines', 'sam'], wait: '5m' },
      ],
      repeat: 2,
    },
  },
  obligations: { insurer: { to: 'the insurer', starts: 'suspected', within: '72h', decides: 'dana' } },
};

function planOf(raw: unknown): Plan {
  const { plan, problems } = readPlan(raw);
  if (plan === undefined) throw new Error(JSON.stringify(problems));
  return plan;
}

const PHONES = playbookSchema.parse({
  playbook: 'server-down',
  title: 'A server is down',
  steps: [
    { id: 'look', title: 'Look at the server', do: 'Look at the lights', who: 'tech_lead', takes: '10m' },
    { id: 'how', ask: 'Restore or repair?', who: 'incident_commander', choices: { restore: {}, repair: {} } },
    { id: 'tell', say: { audience: 'staff', template: 'holding' }, takes: '5m' },
    { id: 'restore', do: 'Restore from the backup', who: 'tech_lead', takes: '1h' },
  ],
  exit: ['An owner has done a real task'],
});

export const book: Book = {
  hash: hash(`ab12cd34ef56${'0'.repeat(52)}`),
  plan: planOf(RAW),
  playbooks: { 'server-down': PHONES },
};
export const bookWith = (over: Partial<Plan>): Book => ({ ...book, plan: { ...book.plan, ...over } });

/** The incident is declared at 09:50 in Detroit, ten minutes after it began to hurt. */
export const DECLARED = instant('2026-11-20T14:50:00.000Z');
export const at = (minutes: number): Instant => plusMs(DECLARED, minutes * 60_000);

/** One event, so many minutes after the declaration. */
export const event = (minutes: number, by: string, change: IncidentChange): IncidentEvent => ({
  ...change,
  at: at(minutes),
  by: by as IncidentEvent['by'],
  v: 1,
});
export const numbered = (events: readonly IncidentEvent[]): readonly Kept[] =>
  events.map((one, index) => ({ ...one, version: index + 1 }));

type Declared = Extract<IncidentChange, { readonly type: 'declared' }>;
export const declared = (over: Partial<Declared> = {}): Declared => ({
  type: 'declared',
  id: 'INC-7' as Declared['id'],
  title: 'Claims server does not start',
  kind: 'real',
  severity: 'sev3' as Declared['severity'],
  private: false,
  functions: ['claims'] as unknown as Declared['functions'],
  systems: ['claims-app'] as unknown as Declared['systems'],
  playbook: 'server-down' as Declared['playbook'],
  policy: 'default' as Declared['policy'],
  impactStartedAt: at(-10),
  firstReportedAt: at(-4),
  reporter: 'Pat from the front desk',
  planHash: book.hash,
  paging: true,
  because: 'the words "claims server"',
  ...over,
});

export const planned = (person: string, medium: Medium, minutes: number): PlannedPage => ({
  person,
  name: book.plan.people[person]?.name ?? person,
  medium,
  to: medium === 'email' ? 'sam@lakeshore.example' : '+1 312 555 0142',
  at: at(minutes),
  heldUntil: null,
  via: 'it-primary',
});

export const levelPaged = (level: number, pages: readonly PlannedPage[], why: string): IncidentChange => ({
  type: 'levelPaged',
  round: 0,
  level,
  lastRound: 1,
  waitMs: 300_000,
  why,
  lateMs: 0,
  pages,
  notPaged: [],
});
