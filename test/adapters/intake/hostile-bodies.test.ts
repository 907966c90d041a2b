import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertmanager } from '../../../src/adapters/intake/alertmanager.ts';
import { datadog } from '../../../src/adapters/intake/datadog.ts';
import { generic } from '../../../src/adapters/intake/generic.ts';
import { grafana } from '../../../src/adapters/intake/grafana.ts';
import { prtg } from '../../../src/adapters/intake/prtg.ts';
import { uptimeKuma } from '../../../src/adapters/intake/uptime-kuma.ts';
import { zabbix } from '../../../src/adapters/intake/zabbix.ts';
import type { Alert } from '../../../src/core/alerts/alert.ts';
import { reading } from './read.ts';

const READERS = { alertmanager, grafana, uptimeKuma, zabbix, prtg, datadog, generic };

describe.each(Object.entries(READERS))('%s', (_name, read) => {
  it('answers anything with alerts that are short and clean, or with a sentence', async () => {
    await fc.assert(
      fc.asyncProperty(hostile(), async (body) => {
        const answered = await reading(read, body);
        if (!answered.ok) expect(answered.say).toMatch(/\.$/);
        else expect(answered.alerts.filter((alert) => !isClean(alert))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
  it('is not confused by a body of great depth', async () => {
    const deep = JSON.parse(`${'{"alerts":['.repeat(20_000)}1${']}'.repeat(20_000)}`) as unknown;
    expect((await reading(read, deep)).ok).toBe(false);
  });
});

/** Bodies with the right names and wrong things under them, and bodies with anything. */
function hostile(): fc.Arbitrary<unknown> {
  const odd = fc.oneof(
    fc.constantFrom(
      '__proto__',
      'constructor',
      'firing',
      'resolved',
      '\u202e\u0000x\u200b',
      'https://a:b@x/',
      'x'.repeat(5_000),
    ),
    fc.string({ unit: 'binary' }),
    fc.double(),
    fc.constant(null),
    fc.boolean(),
  );
  const part = fc.oneof(
    odd,
    fc.array(odd, { maxLength: 3 }),
    fc.dictionary(fc.oneof(fc.string(), fc.constant('__proto__')), odd),
  );
  const named = fc.record(
    Object.fromEntries(
      'title key state status labels annotations fingerprint startsAt generatorURL event_name event_id event_value host device name sensorid link text tags transition monitorID msg url'
        .split(' ')
        .map((name) => [name, part]),
    ),
    { requiredKeys: [] },
  );
  const whole = fc.record(
    {
      alerts: fc.oneof(part, fc.array(fc.oneof(named, part), { maxLength: 4 })),
      heartbeat: named,
      monitor: fc.oneof(named, part),
      msg: part,
    },
    { requiredKeys: [] },
  );
  return fc.oneof(
    whole,
    named,
    part,
    fc.jsonValue(),
    fc.tuple(whole, named).map(([a, b]) => ({ ...a, ...b })),
  );
}

const INVISIBLE = /(?!\n)[\p{Cc}\p{Cf}]/u;
function isClean({ key, title, text, labels, link = '', severity = '' }: Alert): boolean {
  const texts = [key, title, text, link, severity, ...Object.keys(labels), ...Object.values(labels)];
  const short = key.length <= 200 && title.length <= 200 && text.length <= 1_000 && Object.keys(labels).length <= 40;
  return (
    short && title !== '' && !title.includes('\n') && texts.every((one) => !INVISIBLE.test(one) && one.isWellFormed())
  );
}
