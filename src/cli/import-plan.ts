import { systemClock } from '../adapters/clock/system-clock.ts';
import { readExport } from '../adapters/import/export-files.ts';
import { readGoAlert } from '../adapters/import/goalert/read-goalert.ts';
import { readGrafanaOnCall } from '../adapters/import/grafana-oncall/read-grafana-oncall.ts';
import { readOpsgenie } from '../adapters/import/opsgenie/read-opsgenie.ts';
import { readPagerDuty } from '../adapters/import/pagerduty/read-pagerduty.ts';
import { planYaml } from '../adapters/import/yaml/plan-yaml.ts';
import { loadPlanText } from '../adapters/plan/load.ts';
import { commonZone } from '../core/imported/common-zone.ts';
import { type Drafted, draftPlan } from '../core/imported/draft.ts';
import type { Imported, Reading } from '../core/imported/imported.ts';
import { LOST } from '../core/imported/remark.ts';
import { lint } from '../core/plan/lint.ts';
import type { Finding } from '../core/plan/finding.ts';
import { printFindings } from '../core/plan/print.ts';
import { type Instant, isZone } from '../core/time.ts';
import type { Given, Word } from './word.ts';
import { FINDINGS, FINE, WRONG_USE, no, textFlag } from './word.ts';

type Source = {
  readonly name: string;
  readonly read: (bundle: unknown, reading: Reading) => Imported;
  /** What a bundle or a folder holds. */
  readonly holds: string;
};

/** Where people come from. Each has its page in docs/import.md. */
const SOURCES: Readonly<Record<string, Source>> = {
  opsgenie: { name: 'Opsgenie', read: readOpsgenie, holds: 'users, schedules, escalations, teams' },
  'grafana-oncall': {
    name: 'Grafana OnCall',
    read: readGrafanaOnCall,
    holds: 'users, personal_notification_rules, schedules, on_call_shifts, escalation_chains, escalation_policies',
  },
  pagerduty: { name: 'PagerDuty', read: readPagerDuty, holds: 'users, schedules, escalation_policies' },
  goalert: {
    name: 'GoAlert',
    read: readGoAlert,
    holds: 'users, rotations, schedules, userOverrides, escalationPolicies',
  },
};

export const importPlan: Word = {
  summary: 'A plan from what another product exports: people, schedules, escalation',
  usage: `import ${Object.keys(SOURCES).join('|')} FILE [--company NAME] [--timezone ZONE] [--owner PERSON]`,
  options: {
    company: { type: 'string', value: 'NAME', says: 'the firm’s name in the plan' },
    timezone: { type: 'string', value: 'ZONE', says: 'where it works, as America/Detroit' },
    owner: { type: 'string', value: 'PERSON', says: 'who answers for the plan' },
  },
  takes: [2, 2],
  run(given) {
    const [word = '', file = ''] = given.words;
    const source = Object.hasOwn(SOURCES, word) ? SOURCES[word] : undefined;
    if (source === undefined)
      return no(given, `"${word.slice(0, 40)}" is not one of ${Object.keys(SOURCES).join(', ')}.`, WRONG_USE);
    const zone = textFlag(given, 'timezone');
    if (zone !== undefined && !isZone(zone))
      return no(
        given,
        `"${zone.slice(0, 40)}" is not a time zone. Write it like America/Detroit or Europe/Vienna.`,
        WRONG_USE,
      );
    const read = readExport(file);
    if (!read.ok) return no(given, `${read.say} ${expected(source, word)}`);
    const at = systemClock().now();
    const drafted = draftOf(source, read.bundle, { at, given });
    if (!drafted.ok) return no(given, `${drafted.say} ${expected(source, word)}`);
    const yaml = planYaml(drafted.draft);
    given.io.out(yaml.trimEnd());
    return report(given, yaml, at);
  },
};

const expected = ({ name, holds }: Source, word: string) =>
  `For ${name}, FILE is a JSON file or a folder of JSON files with ${holds}: docs/import.md, "${word}", says how to get them.`;

function draftOf(
  { name, read }: Source,
  bundle: unknown,
  { at, given }: { readonly at: Instant; readonly given: Given },
): Drafted {
  const [company, owner] = [textFlag(given, 'company'), textFlag(given, 'owner')];
  const zone = textFlag(given, 'timezone') ?? commonZone(read(bundle, { at, zone: 'UTC' })) ?? 'UTC';
  return draftPlan(read(bundle, { at, zone }), {
    source: name,
    zone,
    ...(company === undefined ? {} : { company }),
    ...(owner === undefined ? {} : { owner }),
  });
}

/** What there is to do with the plan that was printed. Fine when Muster would take it, whatever else is to be said of it. */
function report({ io }: Given, yaml: string, at: Instant): number {
  const lost = yaml.split('\n').filter((line) => line.includes(`# ${LOST}`)).length;
  io.err(
    lost === 0
      ? 'Everything was carried over.'
      : `${lost} lines say what ${LOST.replace(':', '')}; look for "# ${LOST}"`,
  );
  const load = loadPlanText(yaml, 'the plan');
  const found: readonly Finding[] = load.ok ? lint(load.plan, { at, locate: load.locate }) : load.problems;
  if (found.length > 0) io.err('"muster plan check" will say:');
  for (const line of found.length > 0 ? printFindings(found) : []) io.err(line);
  return load.ok ? FINE : FINDINGS;
}
