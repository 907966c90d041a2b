import { join } from 'node:path';
import { readExport } from '../../../src/adapters/import/export-files.ts';
import { readGoAlert } from '../../../src/adapters/import/goalert/read-goalert.ts';
import { readGrafanaOnCall } from '../../../src/adapters/import/grafana-oncall/read-grafana-oncall.ts';
import { readOpsgenie } from '../../../src/adapters/import/opsgenie/read-opsgenie.ts';
import { readPagerDuty } from '../../../src/adapters/import/pagerduty/read-pagerduty.ts';
import { planYaml } from '../../../src/adapters/import/yaml/plan-yaml.ts';
import { loadPlanText } from '../../../src/adapters/plan/load.ts';
import { commonZone } from '../../../src/core/imported/common-zone.ts';
import { type Drafted, type PlanDraft, draftPlan } from '../../../src/core/imported/draft.ts';
import { instant } from '../../../src/core/time.ts';

export const NOW = instant('2026-11-22T12:00:00Z');
const READERS = {
  opsgenie: readOpsgenie,
  'grafana-oncall': readGrafanaOnCall,
  pagerduty: readPagerDuty,
  goalert: readGoAlert,
};
export type SourceName = keyof typeof READERS;
export const SOURCES = Object.keys(READERS) as readonly SourceName[];

const FIXTURES: Readonly<Record<SourceName, string>> = {
  opsgenie: 'opsgenie',
  'grafana-oncall': 'grafana-oncall',
  pagerduty: 'pagerduty.json',
  goalert: 'goalert.json',
};
export const fixtureFile = (source: SourceName) => join(import.meta.dirname, 'fixtures', FIXTURES[source]);

/** What the source's own export of a small firm holds. */
export function fixture(source: SourceName): unknown {
  const read = readExport(fixtureFile(source));
  if (!read.ok) throw new Error(read.say);
  return read.bundle;
}

export function drafted(source: SourceName, bundle: unknown): Drafted {
  const read = READERS[source];
  const zone = commonZone(read(bundle, { at: NOW, zone: 'UTC' })) ?? 'UTC';
  return draftPlan(read(bundle, { at: NOW, zone }), { source, zone });
}

export function draft(source: SourceName, bundle: unknown): PlanDraft {
  const made = drafted(source, bundle);
  if (!made.ok) throw new Error(made.say);
  return made.draft;
}

export const yamlOf = (source: SourceName, bundle: unknown) => planYaml(draft(source, bundle));

/** Whether the plan reads schedules with layers yet. */
export const takesLayers = loadPlanText(`
plan: { company: Northwind, timezone: UTC, owner: ann }
people: { ann: { name: Ann, reach: [{ call: "+43 1 555 0101" }] } }
schedules: { it: { layers: [{ name: days, rotate: { people: [ann], every: 1w, from: 2026-11-02 }, only: "daily 08:00-18:00" }] } }
functions: { reception: { name: Reception, rto: 4h } }
escalation: { default: [it] }
`).ok;
