import type { Book } from '../../src/core/book.ts';
import { playbookSchema } from '../../src/core/playbook/schema.ts';
import { span } from '../../src/core/time.ts';
import { bookOf, sampleBook } from '../support/story.ts';

/** A plan and its playbooks, before anybody gave them a hash. */
export type Pages = Omit<Book, 'hash'>;

/** A playbook whose steps Muster runs itself: one that asks before, as the plan's hook says, and a loop of checks. */
const automatic = playbookSchema.parse({
  playbook: 'portal-standby',
  title: 'Move the client portal to the standby address',
  severity: 'sev2',
  steps: [
    { id: 'look', check: 'Does the portal answer from outside?', who: 'tech_lead', takes: '5m' },
    {
      id: 'switch',
      run: 'failover-dns',
      title: 'Point the portal at the standby address',
      who: 'tech_lead',
      takes: '5m',
      if_stuck: { after: '10m', do: 'Change the address by hand', page: ['vendor_contact'] },
    },
    { id: 'settle', wait: '10m', until: 'the new address is known everywhere' },
    { id: 'tell', do: 'Tell the clinics', who: 'comms_lead', takes: '5m', by: 'rto 50%' },
  ],
  exit: ['The portal answers from two networks'],
});

/** The same step without anybody's yes before it. */
const unasked = playbookSchema.parse({
  ...structuredClone(automatic),
  playbook: 'portal-at-once',
  title: 'Move the client portal at once',
  steps: [
    {
      id: 'switch',
      run: 'failover-now',
      title: 'Point the portal at the standby address',
      who: 'tech_lead',
      takes: '5m',
    },
    { id: 'tell', do: 'Tell the clinics', who: 'comms_lead', takes: '5m' },
  ],
});

/** The sample plan with two playbooks more, and a hook that runs without a yes. */
export const LAKESHORE: Pages = withHook({
  plan: sampleBook.plan,
  playbooks: { ...sampleBook.playbooks, [automatic.playbook]: automatic, [unasked.playbook]: unasked },
});
export const MINIMAL: Pages = bookOf('examples/minimal.plan.yaml');

/** The same plan with the few playbooks that short stories need. */
export const LAKESHORE_IN_SHORT: Pages = {
  ...LAKESHORE,
  playbooks: Object.fromEntries(
    ['unclear-trouble', 'phone-misrouting', unasked.playbook].flatMap((id) => {
      const playbook = LAKESHORE.playbooks[id];
      return playbook === undefined ? [] : [[id, playbook]];
    }),
  ),
};

/** Two levels, one person each, once: the shortest ladder there is. */
export const SHORT: Pages = {
  playbooks: LAKESHORE_IN_SHORT.playbooks,
  plan: { ...MINIMAL.plan, escalation: { default: shortest(MINIMAL) } },
};

/** An edit at noon: shorter waits, a person without a way to be reached, another who left. */
export const EDITED: Pages = edited(LAKESHORE);

function shortest({ plan }: Pages) {
  const policy = plan.escalation['default'];
  if (policy === undefined) throw new Error('the plan has no default policy');
  return { ...policy, repeat: 1, levels: policy.levels.slice(0, 2) };
}

function withHook(book: Pages): Pages {
  const known = book.plan.hooks['failover-dns'];
  if (known === undefined) throw new Error('the sample plan has no hook');
  const { confirm_by: _, ...unconfirmed } = known;
  return { ...book, plan: { ...book.plan, hooks: { ...book.plan.hooks, 'failover-now': unconfirmed } } };
}

function edited({ plan, playbooks }: Pages): Pages {
  const { tomas, ...people } = plan.people;
  const { nina } = people;
  if (nina === undefined || tomas === undefined) throw new Error('the sample plan has no Nina or no Tomas');
  const left = (who: string) => who !== 'tomas';
  const roles = Object.fromEntries(
    Object.entries(plan.roles).map(([id, role]) => [id, { ...role, deputies: role.deputies.filter(left) }]),
  );
  const escalation = Object.fromEntries(
    Object.entries(plan.escalation).map(([id, { if_nobody: last, ...policy }]) => {
      const levels = policy.levels.map((level) => ({ ...level, page: level.page.filter(left), wait: span('3m') }));
      const nobody = last === undefined ? {} : { if_nobody: { ...last, page: last.page.filter(left) } };
      return [id, { ...policy, ...nobody, repeat: 1, levels }];
    }),
  );
  const known = { ...people, nina: { ...nina, reach: [] } };
  return { playbooks, plan: { ...plan, people: known, roles, escalation } };
}
