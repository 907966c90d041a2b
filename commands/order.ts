import { z } from 'zod';
import { card, list } from '../src/core/card.ts';
import { systemsNeeded } from '../src/core/plan/depends.ts';
import { recoveryOrder } from '../src/core/plan/order.ts';
import { command } from '../src/command.ts';

export default command({
  group: 'plan',
  summary: 'In which order systems come back, and why',
  usage: 'order [INC-42]',
  aliases: ['recovery-order'],
  args: z.object({}),
  async run({ desk, line }) {
    const { plan } = desk.book;
    const incident =
      line.incident === undefined
        ? undefined
        : (await desk.recent(500)).find(({ lifecycle }) => lifecycle.id === line.incident);
    const hit =
      incident === undefined
        ? undefined
        : new Set<string>([
            ...incident.lifecycle.systems,
            ...incident.lifecycle.functions.flatMap((id) => {
              const it = incident.book.plan.functions[id];
              return it === undefined ? [] : systemsNeeded(incident.book.plan, it).map(({ system }) => system);
            }),
          ]);
    const places = recoveryOrder(plan).filter(({ system }) => hit === undefined || hit.has(system));
    const lines = places.map((place) => `${plan.systems[place.system]?.name ?? place.system}: ${place.why}`);
    const title =
      incident === undefined
        ? 'Recovery order of the whole plan'
        : `${incident.lifecycle.id}: recovery order of what is hit`;
    return {
      say: card(title, { blocks: [list(lines.length === 0 ? ['The plan names no systems for this.'] : lines)] }),
    };
  },
});
