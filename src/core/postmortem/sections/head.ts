import { roleName, severityName, severityOf } from '../../book.ts';
import type { Facts } from '../../measures/facts.ts';
import { DAY_MS, plusMs } from '../../time.ts';
import { playbookTitle } from '../../timeline/scene.ts';
import { m, table } from '../markdown.ts';
import { facts as part, write } from '../section.ts';
import type { Write } from '../section.ts';
import type { Speech } from '../speech.ts';

/** Review after the close: three days for the worst severity, a week (five business days) for others (domain 5.1). */
const REVIEW_MS = { sev1: 3 * DAY_MS, other: 7 * DAY_MS } as const;

export const head: Write = (facts, speech) => {
  const { declared, book } = facts;
  const version = book.plan.plan.version;
  const rows: readonly (readonly string[])[] = [
    ['Incident', declared.id],
    ['Title', speech.title],
    ['Severity', severities(facts, speech)],
    ['Impact started', speech.since],
    ['First reported', speech.both(declared.firstReportedAt)],
    ['Declared', speech.both(declared.at)],
    ['Restored', speech.both(facts.restoredAt)],
    facts.cancelledAt === null
      ? ['Closed', speech.both(facts.closedAt)]
      : ['Cancelled', speech.both(facts.cancelledAt)],
    ['Time zone', `${speech.zone}, and UTC`],
    ['Roles', rolesOf(facts)],
    ['Playbook', `${playbookTitle(book, declared.playbook)} (${declared.playbook})`],
    [
      'Plan',
      `${version === undefined ? '' : `version ${version}, `}hash ${book.hash.slice(0, 12)}, playbooks included`,
    ],
    ['Exercise', facts.drill ? 'yes' : 'no'],
    ['Review due', reviewDue(facts, speech)],
  ];
  return {
    title: 'Head',
    parts: [
      part('head', table(['What', 'Recorded'], rows)),
      write(
        'status',
        m`Status: draft`,
        m`Owner (role):`,
        m`*draft, in review, reviewed or closed; the owner is named by the incident commander*`,
      ),
    ],
  };
};

function severities({ declared, severities: changes, book }: Facts, speech: Speech): string {
  const name = (id: string) => severityName(book, id);
  const steps = changes.filter(({ from, to }) => from !== to);
  const told = steps.map(({ to, at, why }) => {
    const reason = speech.words(why);
    return `${name(to)} from ${speech.when(at)}${reason === '' ? '' : ` (${reason})`}`;
  });
  return [name(declared.severity), ...told].join(', then ');
}

/** Which roles were filled, and which nobody could take; not by whom. */
function rolesOf({ events }: Facts): string {
  const filled = new Set<string>();
  let gaps: readonly string[] = [];
  for (const event of events) {
    if (event.type === 'rolesAssigned') {
      for (const role of Object.keys(event.holders)) filled.add(role);
      gaps = event.gaps;
    }
    if (event.type === 'roleAssigned') filled.add(event.role);
  }
  const open = gaps.filter((role) => !filled.has(role));
  const parts = [
    filled.size === 0 ? 'none assigned' : [...filled].map(roleName).join(', '),
    ...(open.length === 0 ? [] : [`nobody for ${open.map(roleName).join(', ')}`]),
  ];
  return parts.join('; ');
}

function reviewDue({ book, severity, closedAt, drill }: Facts, speech: Speech): string {
  if (drill || severityOf(book, severity)?.postmortem !== 'required') return 'not required';
  if (closedAt === null) return 'once it is closed';
  return speech.both(plusMs(closedAt, severity === 'sev1' ? REVIEW_MS.sev1 : REVIEW_MS.other));
}
