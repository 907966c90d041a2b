import { describe, expect, it } from 'vitest';
import { functionId, systemId } from '../../../src/core/ids.ts';
import { neededBy, orderWhenFails, systemsHit } from '../../../src/core/plan/if-fails.ts';
import { recoveryOrder } from '../../../src/core/plan/order.ts';
import { MINUTE_MS } from '../../../src/core/time.ts';
import { lakeshore } from './plan-of.ts';

describe('when a system fails', () => {
  it('the systems that hang on it go too, and batteries give some of them time', () => {
    const hit = Object.fromEntries(
      systemsHit(lakeshore, [systemId('power-hq')]).map(({ system, how, afterMs }) => [
        system,
        `${how} ${afterMs / MINUTE_MS}`,
      ]),
    );
    expect(hit).toMatchObject({
      hypervisor: 'stops 45',
      files: 'stops 45',
      workstations: 'stops 180',
      pbx: 'stops 480',
    });
    expect(hit).not.toHaveProperty('power-hq');
    expect(hit).not.toHaveProperty('identity');
  });

  it('one of a group leaves the others working', () => {
    expect(systemsHit(lakeshore, [systemId('internet-hq')])).toEqual([]);
  });

  it('what only works better with it goes on worse', () => {
    expect(systemsHit(lakeshore, [systemId('vpn')]).find(({ system }) => system === 'files')).toMatchObject({
      how: 'degraded',
    });
  });

  it('is brought back in the recovery order: its tools, itself, and what stopped with it', () => {
    const order = orderWhenFails(lakeshore, { system: systemId('hypervisor') });
    expect(order.map(({ system, part }) => `${system} ${part}`)).toEqual([
      'backup-appliance tool',
      'hypervisor failed',
      'domain-controller hangs on it',
      'files hangs on it',
      'clearinghouse-link hangs on it',
    ]);
    for (const { why } of order) expect(why).not.toBe('');
  });

  it('is told by what names it: functions, systems, and the recovery of others', () => {
    expect(neededBy(lakeshore, systemId('files'))).toEqual({
      functions: ['claims'],
      systems: ['clearinghouse-link'],
      restores: [],
    });
    expect(neededBy(lakeshore, systemId('backup-appliance')).restores).toEqual([
      'files',
      'domain-controller',
      'hypervisor',
    ]);
  });
});

describe('when a function stands still', () => {
  it('everything it cannot do without is looked at in the recovery order', () => {
    const order = orderWhenFails(lakeshore, { function: functionId('payroll') });
    expect(order.map(({ system }) => system)).toEqual(['identity', 'm365-mail', 'payroll-service']);
  });

  it.each(Object.keys(lakeshore.functions))('%s keeps to the order of all systems', (id) => {
    const whole = recoveryOrder(lakeshore).map(({ system }) => system);
    const part = orderWhenFails(lakeshore, { function: functionId(id) }).map(({ system }) => system);
    expect(part).toEqual(whole.filter((system) => part.includes(system)));
  });
});
