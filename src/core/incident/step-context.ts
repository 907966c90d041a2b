import type { Moment } from '../aggregate.ts';
import { systemsNeeded } from '../plan/depends.ts';
import { recoveryOrder } from '../plan/order.ts';
import type { StepContext } from '../playbook/draft.ts';
import type { StepTimes } from '../playbook/deadlines.ts';
import { spanMs } from '../time.ts';
import { clocksOf } from './clocks.ts';
import { clockStart } from './lifecycle.ts';
import type { Incident } from './state.ts';

const PHONES = /phone|pbx|ivr|voice|\bcall/i;

/** What the step machine is told of the incident and its plan. */
export function stepContext(incident: Incident, { at, by }: Moment): StepContext {
  return {
    at,
    by,
    playbooks: incident.book.playbooks,
    facts: factsOf(incident),
    order: orderOf(incident),
    clocks: Object.keys(incident.book.plan.obligations),
  };
}

/** Facts for `only_if`. One that cannot be known is left out: a step is then shown rather than hidden. */
function factsOf(incident: Incident): Readonly<Record<string, boolean>> {
  const { lifecycle, book } = incident;
  const { functions, systems } = book.plan;
  const restored = { restored: lifecycle.phase !== 'open' };
  if (lifecycle.functions.length === 0 && lifecycle.systems.length === 0) return restored;
  const hit = lifecycle.functions.flatMap((id) => functions[id] ?? []);
  const names = [
    ...lifecycle.systems,
    ...hit.flatMap((it) => systemsNeeded(book.plan, it).map(({ system }) => system)),
  ];
  const phones = names.some((id) => systems[id]?.kind === 'phones' || PHONES.test(`${id} ${systems[id]?.name ?? ''}`));
  return {
    ...restored,
    customer_facing: hit.some((it) => it.customer_facing),
    phones_affected: phones || hit.some(({ name }) => PHONES.test(name)),
  };
}

/** The systems hit, in the order of recovery; with only functions known, what those need. */
function orderOf({ lifecycle, book }: Incident): readonly string[] {
  const needed = lifecycle.functions.flatMap((id) => {
    const hit = book.plan.functions[id];
    return hit === undefined ? [] : systemsNeeded(book.plan, hit).map(({ system }) => system as string);
  });
  const hit = new Set<string>(lifecycle.systems.length > 0 ? lifecycle.systems : needed);
  return recoveryOrder(book.plan)
    .map(({ system }) => system as string)
    .filter((id) => hit.has(id));
}

/** The hours that "by: rto 50%" and the like are counted from: the earliest clock of each kind. */
export function timesOf(incident: Incident): StepTimes {
  const shortest = (kind: 'rto' | 'mtd') => {
    const lengths = clocksOf(incident).flatMap((clock) => (clock.kind === kind ? [clock.lengthMs] : []));
    return lengths.length === 0 ? null : Math.min(...lengths);
  };
  const [system] = incident.lifecycle.systems;
  const rto = system === undefined ? undefined : incident.book.plan.systems[system]?.rto;
  return {
    from: clockStart(incident.lifecycle),
    rtoMs: shortest('rto'),
    mtdMs: shortest('mtd'),
    latestStart: null,
    hadSince: incident.escalation.hadSince,
    systemRtoMs: rto === undefined ? null : spanMs(rto),
  };
}
