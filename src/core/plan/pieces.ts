import type { z } from 'zod';
import type { Found } from './finding.ts';
import { inWords } from './issues.ts';
import { badId, isBlock } from './leaves.ts';
import { RECORDS, SINGLES } from './schema.ts';

/** What could be read of a plan, entry by entry, so that a mistake in one does not hide those in the others. */
export type Pieces = { readonly [Name in keyof Singles]: Singles[Name] | undefined } & {
  readonly [Name in keyof Records]: Readonly<Record<string, Records[Name]>>;
};
type Singles = { readonly [Name in keyof typeof SINGLES]: z.output<(typeof SINGLES)[Name]> };
type Records = { readonly [Name in keyof typeof RECORDS]: z.output<(typeof RECORDS)[Name]> };

type Raw = Readonly<Record<string, unknown>>;
/** One block of the file, and where to tell its problems. */
type Block = { readonly raw: Raw; readonly name: string; readonly problems: Found[] };
/** Words with a meaning of their own wherever a who stands. */
const RESERVED = ['bot', 'none', 'anyone', 'caller'];
const WHO = ['people', 'roles', 'schedules', 'vendors'];

function readSingle<T>({ raw, name, problems }: Block, schema: z.ZodType<T>): T | undefined {
  const value = raw[name];
  if (value === undefined) return undefined;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  problems.push(...result.error.issues.flatMap((issue) => inWords(issue, value, [name])));
  return undefined;
}

function readRecord<T>({ raw, name, problems }: Block, schema: z.ZodType<T>) {
  const entries: Record<string, T> = {};
  const value = raw[name];
  if (value === undefined) return entries;
  const wrong = (message: string, id?: string) =>
    problems.push({ rule: 'L000', level: 'error', path: id === undefined ? [name] : [name, id], message });
  if (!isBlock(value)) {
    wrong(
      value === null
        ? `\`${name}\` is empty. Fill it or take the line out.`
        : `\`${name}\` must be a block: an id, a colon, what belongs to it.`,
    );
    return entries;
  }
  for (const [id, item] of Object.entries(value)) {
    const bad =
      WHO.includes(name) && RESERVED.includes(id)
        ? `\`${id}\` is a word of Muster's own. Choose another id.`
        : badId(id);
    if (bad !== undefined) wrong(bad, id);
    const result = schema.safeParse(item);
    if (result.success && bad === undefined) entries[id] = result.data;
    if (!result.success) problems.push(...result.error.issues.flatMap((issue) => inWords(issue, item, [name, id])));
  }
  return entries;
}

export function readPieces(raw: Raw): { readonly pieces: Pieces; readonly problems: readonly Found[] } {
  const problems: Found[] = [];
  const record = <T>(name: string, schema: z.ZodType<T>) => readRecord({ raw, name, problems }, schema);
  const single = <T>(name: string, schema: z.ZodType<T>) => readSingle({ raw, name, problems }, schema);
  const pieces: Pieces = {
    plan: single('plan', SINGLES.plan),
    people: record('people', RECORDS.people),
    roles: record('roles', RECORDS.roles),
    schedules: record('schedules', RECORDS.schedules),
    severities: record('severities', RECORDS.severities),
    escalation: record('escalation', RECORDS.escalation),
    sites: record('sites', RECORDS.sites),
    functions: record('functions', RECORDS.functions),
    systems: record('systems', RECORDS.systems),
    vendors: record('vendors', RECORDS.vendors),
    comms: single('comms', SINGLES.comms),
    obligations: record('obligations', RECORDS.obligations),
    exercises: record('exercises', RECORDS.exercises),
    phone_tests: record('phone_tests', RECORDS.phone_tests),
    near_miss: single('near_miss', SINGLES.near_miss),
    incident_bot: single('incident_bot', SINGLES.incident_bot),
    hooks: record('hooks', RECORDS.hooks),
    alerts: record('alerts', RECORDS.alerts),
    heartbeats: record('heartbeats', RECORDS.heartbeats),
  };
  return { pieces, problems };
}
