import type { Incident } from '../../src/core/incident/state.ts';
import { isLive } from '../../src/core/incident/lifecycle.ts';
import { nextActions } from '../../src/core/incident/next.ts';
import type { Random } from './random.ts';

/** What people say, drawn by lot: mostly sensible, sometimes late, twice, out of turn or by somebody who may not. */
export type Line = { readonly words: string; readonly as: string };

const PLAYBOOKS = [
  'phone-misrouting',
  'ransomware',
  'server-restore',
  'unclear-trouble',
  'portal-standby',
  'portal-at-once',
  'ex-call-tree',
];
const TROUBLES = [
  'phones send callers in a loop',
  'nobody can sign in since 20 minutes ago',
  'files are encrypted and there is a note',
  'claims cannot be sent since 3 hours ago',
  'the office has no power',
  'something is odd',
  'the portal is down since 9 hours ago',
];

/** The words that open an incident. */
export function startLine(random: Random, people: readonly string[]): Line {
  const flags = [
    random.chance(0.5) ? ` --sev ${random.between(1, 4)}` : '',
    random.chance(0.35) ? ` --playbook ${random.pick(PLAYBOOKS)}` : '',
    random.chance(0.2) ? ' --drill' : '',
    random.chance(0.12) ? ' --private' : '',
    random.chance(0.06) ? ' --no-page' : '',
    // Mostly it is another one: what is asked back opens nothing, and the simulation lives on incidents.
    random.chance(0.8) ? ' --new' : '',
  ];
  const as = random.chance(0.1) ? 'a guest' : random.pick(people);
  return { words: `start ${random.pick(TROUBLES)}${flags.join('')}`, as };
}

/** What somebody says about an incident; `old` are words of cards that people were shown earlier. */
export function line(
  random: Random,
  incident: Incident,
  { people, old }: { readonly people: readonly string[]; readonly old: readonly string[] },
): Line {
  const id = incident.lifecycle.id;
  const paged = [...new Set(incident.escalation.pages.map(({ person }) => person))].filter((who) =>
    people.includes(who),
  );
  const anyone = () => random.pick(people);
  const asked = () => (paged.length > 0 && random.chance(0.8) ? random.pick(paged) : anyone());
  const holder = () => {
    const holders = Object.values(incident.roles.holders);
    return holders.length > 0 && random.chance(0.7) ? random.pick(holders) : asked();
  };
  const answer = (): Line =>
    random.weighted<Line>([
      [6, { words: `ack ${id}`, as: asked() }],
      [3, { words: `cant ${id} on a train`, as: asked() }],
      [2, { words: `needhelp ${id}`, as: asked() }],
    ]);
  return random.weighted<() => Line>([
    [incident.escalation.status === 'acknowledged' ? 3 : 10, answer],
    [isLive(incident) ? 14 : 1, () => ofNext(random, incident, holder)],
    [2, () => ({ words: old.length === 0 ? `ack ${id}` : random.pick(old), as: holder() })],
    [4, () => ({ words: freely(random, incident, people), as: holder() })],
    [random.chance(0.25) ? 3 : 0.3, () => ({ words: ending(random, incident), as: holder() })],
    [0.5, () => ({ words: freely(random, incident, people), as: random.chance(0.5) ? 'a guest' : anyone() })],
  ])();
}

/** A button of somebody's next action, pressed by that person or another. */
function ofNext(random: Random, incident: Incident, other: () => string): Line {
  const actions = nextActions(incident).filter(({ buttons }) => buttons.length > 0);
  if (actions.length === 0) return { words: `next ${incident.lifecycle.id}`, as: other() };
  const action = random.pick(actions);
  const { words } = random.pick(action.buttons);
  const full = /^(?:skip|stuck|blocked)\b/.test(words) ? `${words} no way in` : words;
  return { words: full, as: action.person === null || random.chance(0.15) ? other() : action.person };
}

function ending(random: Random, { lifecycle }: Incident): string {
  const { id } = lifecycle;
  return random.weighted([
    [4, `restored ${id}`],
    [3, `close ${id} --anyway`],
    [2, `close ${id}`],
    [1, `cancel ${id} it was a planned maintenance`],
    [5, `reopen ${id} it is back`],
    [1, `postmortem ${id} --rewrite`],
  ]);
}

function freely(random: Random, { lifecycle, book }: Incident, people: readonly string[]): string {
  const { id } = lifecycle;
  const step = random.between(1, 9);
  const who = random.pick(people);
  const role = random.pick(['incident_commander', 'tech_lead', 'comms_lead', 'vendor_contact']);
  const target = random.pick([...people, role, ...Object.keys(book.plan.schedules), ...Object.keys(book.plan.vendors)]);
  const hit = random.pick([...Object.keys(book.plan.functions), 'nothing']);
  return random.pick([
    `page ${id}`,
    `adopt ${id}`,
    `private ${id} attackers may read along`,
    `page ${id} ${target}`,
    `lead ${id}`,
    `lead ${id} ${who}`,
    `role ${id} ${role} me`,
    `role ${id} ${role} ${who}`,
    `handoff ${id} ${who} all is told`,
    `sev ${id} sev${random.between(1, 4)}`,
    `note ${id} the lights <!channel> are red`,
    `decide ${id} we wait`,
    `update ${id} no change`,
    `workaround ${id} ${hit}`,
    `workaround ${id} ${hit} --ended`,
    `clock ${id} since ${random.between(1, 300)} minutes ago`,
    `restored ${id} ${hit}`,
    `done ${id} ${step}`,
    `doing ${id} ${step}`,
    `undo ${id} ${step}`,
    `skip ${id} ${step} not here`,
    `blocked ${id} ${step}`,
    `happened ${id} ${step}`,
    `assign ${id} ${step} ${who}`,
    `extend ${id} ${step} 20m`,
    `add-step ${id} Look under the stairs`,
    `run ${id} ${step}`,
    `check ${id} ${step} no`,
    `move ${id} ${step} ${random.between(1, 9)}`,
    `exit ${id} 1`,
    `playbook ${id} ${random.pick(Object.keys(book.playbooks))}`,
    `action ${id} add Buy a second router`,
    `status ${id}`,
    `timeline ${id} --all`,
    `next ${id} --all`,
    `steps ${id}`,
    `eta ${id}`,
    'list --all',
    'who',
    `override ${random.pick([...Object.keys(book.plan.schedules), 'it-primary'])} ${who} for ${random.between(1, 9)}h`,
  ]);
}
