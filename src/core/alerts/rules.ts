import type { FunctionId, PlaybookId, SeverityId, SystemId } from '../ids.ts';
import { severityId, systemId } from '../ids.ts';
import type { AlertSource, HeartbeatRule, Plan } from '../plan/schema.ts';
import { entry } from '../plan/schema.ts';
import { MINUTE_MS, spanMs } from '../time.ts';
import type { Span } from '../time.ts';
import { ALERT_KINDS } from './alert.ts';
import type { Alert, AlertKind } from './alert.ts';

/** The source that silent heartbeats speak through. */
export const HEARTBEATS = 'heartbeat';
/** What holds where the plan says nothing: somebody has five minutes to say that it is nothing, then the plan is paged. */
const PAGE_AFTER_MS = 5 * MINUTE_MS;
const GROUP_WITHIN_MS = 5 * MINUTE_MS;

/** What an alert is about, as far as it is known before anybody looked. */
export type Hit = {
  readonly systems: readonly SystemId[];
  readonly functions: readonly FunctionId[];
  /** Null: what the playbook says, or else unclear. */
  readonly severity: SeverityId | null;
  readonly playbook: PlaybookId | null;
};

/** An alert, and what the plan says of it. */
export type Judged = {
  readonly alert: Alert;
  readonly hit: Hit;
  /** How long a person may look first; 0 is at once, null never. */
  readonly pageAfterMs: number | null;
};
export type Folding = { readonly withinMs: number; readonly fold: 'source' | 'key' };

/** Whose format a source speaks: its `kind`, or its own name where that is one. Undefined: nobody knows this source. */
export function kindOf(plan: Plan, source: string): AlertKind | undefined {
  const rules = rulesOf(plan, source);
  return rules?.kind ?? ALERT_KINDS.find((kind) => kind === source);
}

/** A book that was kept by an earlier version has no such block. */
export const rulesOf = (plan: Plan, source: string): AlertSource | undefined => entry(plan.alerts ?? {}, source);
export const heartbeatsOf = (plan: Plan): Readonly<Record<string, HeartbeatRule>> => plan.heartbeats ?? {};

export function foldingOf(plan: Plan, source: string): Folding {
  const rules = rulesOf(plan, source);
  if (rules === undefined) return { withinMs: GROUP_WITHIN_MS, fold: 'source' };
  return { withinMs: spanMs(rules.group_within), fold: rules.fold };
}

type About = Pick<AlertSource, 'systems' | 'functions' | 'severity' | 'playbook' | 'page_after'>;
const NOTHING: About = { systems: [], functions: [] };

/** What the plan makes of an alert; undefined: it is to be ignored. */
export function judge(plan: Plan, alert: Alert): Judged | undefined {
  const source = alert.source === HEARTBEATS ? entry(heartbeatsOf(plan), alert.key) : rulesOf(plan, alert.source);
  const rule = source !== undefined && 'match' in source ? source.match.find((one) => fits(one.if, alert)) : undefined;
  if (rule?.ignore === true) return undefined;
  const said = over(source ?? NOTHING, rule ?? NOTHING);
  return {
    alert,
    hit: {
      systems: said.systems.length > 0 ? said.systems : systemsNamed(plan, alert),
      functions: said.functions,
      severity: said.severity ?? severityFor(plan, alert.severity) ?? null,
      playbook: said.playbook ?? null,
    },
    pageAfterMs: pageAfterMs(said.page_after),
  };
}

/** What a rule says, and what its source says where the rule says nothing. */
const over = (usual: About, own: About): About => ({
  ...usual,
  ...own,
  systems: own.systems.length > 0 ? own.systems : usual.systems,
  functions: own.functions.length > 0 ? own.functions : usual.functions,
});

function pageAfterMs(said: Span | 'never' | 'at once' | undefined): number | null {
  if (said === undefined) return PAGE_AFTER_MS;
  return said === 'never' ? null : said === 'at once' ? 0 : spanMs(said);
}

/** Every label that the rule names has that value; `title` and `key` may be named as well. Capitals do not count. */
function fits(wanted: Readonly<Record<string, string>>, { labels, title, key }: Alert): boolean {
  const found = Object.entries(wanted).map(([name, value]) => {
    const said = Object.hasOwn(labels, name)
      ? labels[name]
      : name === 'title'
        ? title
        : name === 'key'
          ? key
          : undefined;
    return said !== undefined && isLike(said.toLowerCase(), value.toLowerCase());
  });
  return found.length > 0 && found.every(Boolean);
}

/** `db-*`, `*-prod`, `*mail*`: a star at either end stands for anything. */
function isLike(said: string, wanted: string): boolean {
  const middle = wanted.replace(/^\*/, '').replace(/\*$/, '');
  const [open, ends] = [wanted.startsWith('*'), wanted.endsWith('*') && wanted.length > 1];
  if (open && (ends || wanted === '*')) return said.includes(middle);
  if (ends) return said.startsWith(middle);
  return open ? said.endsWith(middle) : said === wanted;
}

/** Labels in which monitors put what they watch. */
const NAMING = ['system', 'service', 'host', 'hostname', 'instance', 'device', 'server', 'job', 'app', 'monitor'];

/** The systems of the plan that a label names by id or by whole name. */
function systemsNamed(plan: Plan, { labels }: Alert): readonly SystemId[] {
  const said = new Set(
    NAMING.flatMap((name) => (Object.hasOwn(labels, name) ? [(labels[name] ?? '').toLowerCase()] : [])),
  );
  return Object.entries(plan.systems)
    .filter(([id, { name }]) => said.has(id) || said.has(name.toLowerCase()))
    .map(([id]) => systemId(id))
    .slice(0, 5);
}

/** Never sev1 by a machine's word: whether it is a crisis, a person says. */
const WORST = ['disaster', 'critical', 'emergency', 'fatal', 'page', 'p1', 'down'];
const MILD = ['info', 'information', 'informational', 'low', 'minor', 'notice', 'p4', 'p5', 'none', 'success'];

/** The plan's own severity by its id, or ours for what monitors commonly say; undefined when it says nothing known. */
function severityFor(plan: Plan, said: string | undefined): SeverityId | undefined {
  if (said === undefined) return undefined;
  if (Object.hasOwn(plan.severities, said)) return severityId(said);
  if (WORST.includes(said)) return severityId('sev2');
  return MILD.includes(said) ? severityId('sev4') : undefined;
}
