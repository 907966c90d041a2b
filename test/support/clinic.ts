import type { Book } from '../../src/core/book.ts';
import { hash } from '../../src/core/ids.ts';
import { readPlan } from '../../src/core/plan/read.ts';
import type { Plan } from '../../src/core/plan/schema.ts';
import { playbookSchema } from '../../src/core/playbook/schema.ts';

/** A clinic with one IT person: six people, three levels, two functions. Ann is on call; Fay has no part in anything. */
const RAW = {
  plan: {
    company: 'Harbor Clinic',
    timezone: 'America/Detroit',
    owner: 'dan',
    peaks: [{ id: 'month-end', when: 'last 2 business days of month' }],
  },
  people: {
    ann: {
      name: 'Ann Berg',
      quiet: '22:00-06:00',
      reach: [{ chat: 'ann' }, { sms: '+1 616 555 0101' }, { call: '+1 616 555 0101' }],
    },
    bob: { name: 'Bob Lund', reach: [{ sms: '+1 616 555 0102' }, { call: '+1 616 555 0102' }] },
    cleo: { name: 'Cleo Marsh', quiet: '22:00-06:00', reach: [{ sms: '+1 616 555 0103' }] },
    dan: { name: 'Dan Otis', reach: [{ call: '+1 616 555 0104' }] },
    eve: { name: 'Eve Rask', reach: [{ email: 'eve@harbor.example' }] },
    fay: { name: 'Fay Quint', reach: [{ sms: '+1 616 555 0106' }] },
  },
  roles: {
    incident_commander: { who: 'cleo', deputies: ['dan'] },
    tech_lead: { who: 'ann', deputies: ['bob'] },
    comms_lead: { who: 'eve' },
    decision_maker: { who: 'dan' },
    scribe: { who: 'bot' },
  },
  schedules: { it: { rotate: { people: ['ann', 'bob'], every: '1w', from: '2026-11-16T08:00' } } },
  escalation: {
    default: {
      levels: [
        { page: ['it'], by: ['sms', 'call'], wait: '5m' },
        { page: ['incident_commander'], wait: '5m' },
        { page: ['carrier', 'dan'], wait: '10m' },
      ],
      repeat: 2,
      if_nobody: { page: ['fay', 'eve'], say: 'Whoever reads this first runs it.' },
    },
  },
  functions: {
    calls: {
      name: 'Answering calls',
      rto: '2h',
      peak_rto: '1h',
      mtd: '8h',
      needs: ['pbx'],
      customer_facing: true,
      workaround: { do: 'Forward the main number to the duty mobiles', good_for: '10h' },
    },
    claims: { name: 'Sending claims', rto: '4h' },
  },
  systems: { pbx: { name: 'Phone system', rpo: '4h' } },
  vendors: {
    carrier: { name: 'Northline Telecom', reach: [{ call: '+1 616 555 0201' }] },
    desk: { name: 'After-hours desk', reach: [{ call: '+1 616 555 0202' }], drills: 'allowed' },
  },
  obligations: { insurer: { to: 'the insurer', starts: 'suspected', within: '72h', decides: 'decision_maker' } },
  hooks: {
    'move-dns': {
      url: 'https://hooks.example/dns',
      key: 'secret:DNS_KEY',
      confirm_by: 'tech_lead',
      dry_answer: 'Would have moved it.',
    },
    ping: { url: 'https://hooks.example/ping', key: 'secret:PING_KEY' },
  },
};
type Raw = typeof RAW;

const PLAYBOOKS = [
  {
    playbook: 'phones',
    title: 'The phones are dead',
    steps: [
      {
        id: 'look',
        do: 'Look at the lights on the phone system',
        who: 'tech_lead',
        takes: '10m',
        if_stuck: { do: 'Ask the carrier', page: ['carrier'] },
      },
      { id: 'tell', do: 'Tell the front desk', who: 'comms_lead', by: 'rto 50%' },
      {
        id: 'how',
        ask: 'Is it only us?',
        who: 'incident_commander',
        choices: {
          'only-us': {},
          worse: { set_severity: 'sev1' },
          secret: { private: true },
          legal: { clock: ['insurer'] },
          hands: { page: ['desk'] },
        },
      },
      { id: 'again', do: 'Restart the phone system', who: 'tech_lead', takes: '20m' },
    ],
    exit: ['Somebody outside has called in'],
  },
  {
    playbook: 'robot',
    title: 'Muster does it',
    steps: [
      { id: 'ping', run: 'ping', title: 'Ping the phones' },
      { id: 'dns', run: 'move-dns', title: 'Move the name' },
      { id: 'bring', page: ['desk'], title: 'Bring in the desk' },
      { id: 'end', do: 'Look around', who: 'tech_lead' },
    ],
  },
];

/** The plan above with some blocks replaced. */
export function planWith(change: (raw: Raw) => unknown = (raw) => raw): Plan {
  const { plan, problems } = readPlan(change(RAW));
  if (plan === undefined) throw new Error(JSON.stringify(problems));
  return plan;
}

export const bookWith = (plan: Plan): Book => ({
  hash: hash('ab12'.repeat(16)),
  plan,
  playbooks: Object.fromEntries(PLAYBOOKS.map((raw) => [raw.playbook, playbookSchema.parse(raw)])),
});
export const book = bookWith(planWith());
