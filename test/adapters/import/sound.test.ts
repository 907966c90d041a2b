import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planYaml } from '../../../src/adapters/import/yaml/plan-yaml.ts';
import { loadPlanText } from '../../../src/adapters/plan/load.ts';
import { NO_OVERRIDES, onCall } from '../../../src/core/oncall.ts';
import { lint } from '../../../src/core/plan/lint.ts';
import { plainInstant } from '../../../src/core/wall.ts';
import { planOf } from '../../core/plan/plan-of.ts';
import { NOW, SOURCES, type SourceName, drafted, fixture, takesLayers, yamlOf } from './sources.ts';

describe('what is imported', () => {
  it.each(SOURCES)('from %s passes plan check, with nothing to say', (source) => {
    const load = loadPlanText(yamlOf(source, fixture(source)));
    expect(load.ok ? lint(load.plan, { at: NOW, locate: load.locate }) : load.problems).toEqual([]);
  });

  it.each(SOURCES)('from %s says beside each thing what could not be carried over', (source) => {
    const yaml = yamlOf(source, fixture(source));
    expect(yaml).toContain('# could not be carried over: ');
    expect(yaml.split('\n').filter((line) => line.includes('undefined'))).toEqual([]);
  });

  /** Worked out by hand from each export: turns since its start, on the wall of its zone. */
  it.each<[SourceName, string, string, string]>([
    // 46 weeks since Monday 5 January: 46 mod 3 = 1, the second of three.
    ['pagerduty', 'it-primary', '2026-11-23T08:59', 'dana-ruiz'],
    ['pagerduty', 'it-primary', '2026-11-23T09:00', 'sam-okafor'],
    ['pagerduty', 'it-primary', '2026-11-26T03:00', 'sam-okafor'],
    ['pagerduty', 'it-primary', '2026-11-30T08:59', 'sam-okafor'],
    ['pagerduty', 'it-primary', '2026-11-30T09:00', 'ada-krantz'],
    // Ada's week; Sam stands in on Christmas Eve.
    ['pagerduty', 'it-primary', '2026-12-24T07:59', 'ada-krantz'],
    ['pagerduty', 'it-primary', '2026-12-24T08:00', 'sam-okafor'],
    // 266 days since 2 March, two days each: turn 133, the second of two.
    ['opsgenie', 'bereitschaft', '2026-11-23T07:59', 'lena-gruber'],
    ['opsgenie', 'bereitschaft', '2026-11-23T08:00', 'max-leitner'],
    ['opsgenie', 'bereitschaft', '2026-11-25T07:59', 'max-leitner'],
    ['opsgenie', 'bereitschaft', '2026-11-25T08:00', 'lena-gruber'],
    ['opsgenie', 'bereitschaft', '2026-11-27T08:00', 'max-leitner'],
    ['opsgenie', 'bereitschaft', '2026-11-29T08:00', 'lena-gruber'],
    // Owen has it until the next hand-over, which the export names.
    ['goalert', 'ops', '2026-11-22T12:00', 'owen-brandt'],
    ['goalert', 'ops', '2026-11-23T09:00', 'ruth-adeyemi'],
    ['goalert', 'ops', '2026-11-24T09:00', 'owen-brandt'],
    ['goalert', 'ops', '2026-11-29T09:00', 'ruth-adeyemi'],
    // Ivy begins (start_rotation_from_user_index: 1); 46 weeks later it is hers again.
    ['grafana-oncall', 'it-primary', '2026-11-23T08:59', 'nina'],
    ['grafana-oncall', 'it-primary', '2026-11-23T09:00', 'ivy'],
    ['grafana-oncall', 'it-primary', '2026-11-29T23:00', 'ivy'],
    ['grafana-oncall', 'it-primary', '2026-11-30T09:00', 'nina'],
    ['grafana-oncall', 'it-primary', '2026-12-24T10:00', 'nina'],
  ])('from %s has in %s at %s the same person on call: %s', (source, schedule, wall, person) => {
    const plan = planOf(yamlOf(source, fixture(source)));
    const at = plainInstant(wall, plan.schedules[schedule]?.timezone ?? 'UTC');
    expect(onCall(plan, schedule, { at, live: NO_OVERRIDES }).person).toBe(person);
  });

  it.each(SOURCES)(
    'from %s is sound or refused in words, whatever is missing, in another order or of another kind',
    (source) => {
      const bundle = fixture(source);
      fc.assert(
        fc.property(damaged(bundle), (broken) => {
          const made = drafted(source, broken);
          if (!made.ok) {
            expect(made.say).toMatch(/[.?]$/);
            return;
          }
          const load = loadPlanText(planYaml(made.draft));
          const problems = load.ok
            ? []
            : load.problems.filter(({ path }) => takesLayers || !path.startsWith('schedules'));
          expect(problems).toEqual([]);
        }),
        { numRuns: Number(process.env['N'] ?? 60) },
      );
    },
  );

  it.each(SOURCES)('from %s never throws, whatever JSON it is given', (source) => {
    const kinds = [
      'users',
      'schedules',
      'rotations',
      'escalations',
      'escalation_policies',
      'escalationPolicies',
      'on_call_shifts',
      'data',
    ];
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.dictionary(fc.constantFrom(...kinds), fc.jsonValue())), (bundle) => {
        expect(drafted(source, bundle)).toHaveProperty('ok');
      }),
      { numRuns: 100 },
    );
  });
});

const OTHER: readonly unknown[] = [null, 0, -1, 1e15, '', 'x', [], {}, true, '9999-12-31T23:59:59Z', '# y: z'];

/** The value with a few of its parts left out, turned round or put in place of another kind. */
const damaged = (value: unknown): fc.Arbitrary<unknown> =>
  fc.infiniteStream(fc.integer({ min: 0, max: 99 })).map((dice) => {
    const roll = () => dice.next().value ?? 99;
    const damage = (part: unknown): unknown => {
      const luck = roll();
      if (luck === 0) return OTHER[roll() % OTHER.length];
      if (Array.isArray(part)) {
        const kept = part.filter(() => roll() > 1).map(damage);
        return luck < 10 ? kept.toReversed() : kept;
      }
      if (typeof part !== 'object' || part === null) return part;
      const kept = Object.entries(part).filter(() => roll() > 2);
      return Object.fromEntries((luck < 10 ? kept.toReversed() : kept).map(([name, inner]) => [name, damage(inner)]));
    };
    return damage(value);
  });
