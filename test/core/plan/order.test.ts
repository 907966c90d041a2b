import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { systemId } from '../../../src/core/ids.ts';
import { circles, functionsHit, hardNeeds, systemsNeeded } from '../../../src/core/plan/depends.ts';
import { needBys, recoveryOrder } from '../../../src/core/plan/order.ts';
import { type Plan, entry } from '../../../src/core/plan/schema.ts';
import { HOUR_MS, MINUTE_MS, span } from '../../../src/core/time.ts';
import { lakeshore, planOf } from './plan-of.ts';

const HEAD = `plan: { company: N, timezone: UTC, owner: ann }
people: { ann: { name: Ann, reach: [ { call: "+43 1 555 0100" } ] } }
escalation: { default: [ann] }
`;

describe('the order in which systems come back', () => {
  it('of the example is the one worked out by hand', () => {
    const needed = recoveryOrder(lakeshore).filter(({ place }) => place === 'needed');
    expect(needed.map(({ system }) => system)).toEqual([
      'identity',
      'power-hq',
      'internet-hq',
      'internet-lte',
      'pbx',
      'ivr',
      'pm-app',
      'workstations',
      'hypervisor',
      'domain-controller',
      'files',
      'clearinghouse-link',
      'card-gateway',
      'm365-mail',
      'payroll-service',
    ]);
  });

  it('has the backup appliance before what it restores, and the rest last with a question', () => {
    const order = recoveryOrder(lakeshore);
    const at = (id: string) => order.findIndex(({ system }) => system === id);
    expect(at('backup-appliance')).toBe(at('hypervisor') - 1);
    expect(order.slice(-3).map(({ system, place }) => `${system} ${place}`)).toEqual([
      'incident-bot unlinked',
      'teams unlinked',
      'vpn unlinked',
    ]);
    expect(order.at(-1)?.why).toContain('link it to one or leave it');
  });

  it('gives a reason for each place', () => {
    const [identity] = recoveryOrder(lakeshore);
    expect(identity?.why).toMatch(/^back within 2h for Answering patients' billing calls; .* need it$/);
  });

  it('goes by the objectives of a peak when it is one', () => {
    const peak = recoveryOrder(
      lakeshore,
      (id) => entry(lakeshore.functions, id)?.peak_rto ?? lakeshore.functions[id]?.rto,
    );
    expect(peak.find(({ system }) => system === 'payroll-service')).toMatchObject({ needBy: '4h', for: 'payroll' });
  });
});

const IDS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
/** Any web of systems, circles, groups and tools of recovery included. */
const anyPlan = fc
  .record({
    systems: fc.array(
      fc.record({
        needs: fc.uniqueArray(fc.constantFrom(...IDS), { maxLength: 3 }),
        any: fc.uniqueArray(fc.constantFrom(...IDS), { maxLength: 3 }),
        tools: fc.uniqueArray(fc.constantFrom(...IDS), { maxLength: 1 }),
      }),
      { minLength: IDS.length, maxLength: IDS.length },
    ),
    functions: fc.array(
      fc.record({
        rto: fc.constantFrom('1h', '4h', '1d'),
        needs: fc.uniqueArray(fc.constantFrom(...IDS), { maxLength: 3 }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ systems, functions }) => {
    const system = ({ needs, any, tools }: (typeof systems)[number]) =>
      `{ name: S, needs: [${[...needs, ...(any.length > 0 ? [`{ any: [${any.join(', ')}] }`] : [])].join(', ')}], recovery: { needs: [${tools.join(', ')}] } }`;
    return planOf(
      `${HEAD}systems:\n${systems.map((one, i) => `  ${IDS[i]}: ${system(one)}`).join('\n')}\nfunctions:\n${functions
        .map(({ rto, needs }, i) => `  f${i}: { name: F, rto: ${rto}, needs: [${needs.join(', ')}] }`)
        .join('\n')}`,
    );
  });

/** Everything that a system waits for, all the way down. */
function below(plan: Plan, id: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = [id];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const system = entry(plan.systems, next);
    for (const other of [...hardNeeds(system), ...(system?.recovery?.needs ?? [])]) {
      if (!seen.has(other)) open.push(other);
      seen.add(other);
    }
  }
  return seen;
}

describe('whatever needs what', () => {
  it('every system has one place, and none comes before what it needs unless they wait for each other', () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        const order = recoveryOrder(plan).map(({ system }) => String(system));
        expect(order.toSorted()).toEqual(IDS);
        for (const [i, id] of order.entries()) {
          for (const later of order.slice(i + 1)) {
            const down = below(plan, id);
            // In a circle, or waiting for one, somebody must begin.
            if (down.has(later)) expect([...down].some((other) => below(plan, other).has(other))).toBe(true);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('a system is needed no later than whatever needs it', () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        const by = needBys(plan);
        for (const [id, { ms }] of by)
          for (const need of hardNeeds(entry(plan.systems, id))) expect(by.get(need)?.ms).toBeLessThanOrEqual(ms);
      }),
      { numRuns: 100 },
    );
  });

  it('every circle told is a real one', () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        for (const circle of circles(plan)) {
          expect(circle.at(0)).toBe(circle.at(-1));
          for (const [i, id] of circle.slice(0, -1).entries())
            expect(hardNeeds(entry(plan.systems, id))).toContain(circle[i + 1]);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('circles', () => {
  const of = (systems: string) =>
    circles(planOf(`${HEAD}functions: { x: { name: X, rto: 4h } }\nsystems:\n${systems}`));
  it('of two are told once, as a path', () => {
    expect(
      of('  files: { name: F, needs: [dc] }\n  dc: { name: D, needs: [files] }\n  mail: { name: M, needs: [dc] }'),
    ).toEqual([['files', 'dc', 'files']]);
  });
  it('with a way around, or where the work goes on worse, are none', () => {
    expect(of('  a: { name: A, needs: [ { any: [b, c] } ] }\n  b: { name: B, needs: [a] }\n  c: { name: C }')).toEqual(
      [],
    );
    expect(of('  a: { name: A, needs: [ { system: b, kind: degraded } ] }\n  b: { name: B, needs: [a] }')).toEqual([]);
  });
  it('of one are told', () => {
    expect(of('  a: { name: A, needs: [a] }')).toEqual([['a', 'a']]);
  });
});

describe('what a failure takes with it', () => {
  const hit = (...ids: string[]) =>
    functionsHit(lakeshore, ids.map(systemId)).map((one) => [one.function, one.how, one.afterMs]);
  it('power: each function as long as its batteries last', () => {
    expect(hit('power-hq')).toEqual([
      ['eligibility', 'stops', 45 * MINUTE_MS],
      ['claims', 'stops', 45 * MINUTE_MS],
      ['patient-calls', 'stops', 3 * HOUR_MS],
      ['card-payments', 'stops', 8 * HOUR_MS],
    ]);
  });
  it('one of two lines to the internet: nothing; both: at once', () => {
    expect(hit('internet-hq')).toEqual([]);
    expect(hit('internet-hq', 'internet-lte').map(([id, how]) => [id, how])).toContainEqual(['patient-calls', 'stops']);
  });
  it('what only home workers need: worse, not stopped', () => {
    expect(hit('vpn')).toEqual([
      ['eligibility', 'degraded', 0],
      ['claims', 'degraded', 0],
    ]);
  });
});

it('what claims hang on is told with the strongest reason', () => {
  const needed = systemsNeeded(lakeshore, lakeshore.functions['claims'] ?? {});
  const kind = (id: string) => needed.find(({ system }) => system === id)?.kind;
  expect([kind('files'), kind('internet-lte'), kind('vpn'), kind('teams')]).toEqual([
    'hard',
    'any',
    'degraded',
    undefined,
  ]);
  expect(needed.find(({ system }) => system === 'hypervisor')?.through).toEqual(['files']);
});

it('the least objective of all that need it is handed down', () => {
  expect(needBys(lakeshore).get(systemId('hypervisor'))).toMatchObject({
    span: span('4h'),
    for: 'eligibility',
    customer: true,
  });
});
