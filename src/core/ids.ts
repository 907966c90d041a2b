/** Ids are short lower-case texts, branded so that a person cannot be handed over where a role is meant. */

declare const brand: unique symbol;
type Brand<Name extends string> = string & { readonly [brand]: Name };

export type PersonId = Brand<'person'>;
export type RoleId = Brand<'role'>;
/** A name in the *who* space: a person, role, schedule or vendor (domain 2.1, rule 3). */
export type WhoId = PersonId | RoleId | Brand<'schedule'> | Brand<'vendor'>;
export type FunctionId = Brand<'function'>;
export type SystemId = Brand<'system'>;
export type PlaybookId = Brand<'playbook'>;
export type PolicyId = Brand<'policy'>;
/** `sev1` (worst) to `sev4`, or what the plan names. */
export type SeverityId = Brand<'severity'>;
/** `INC-42`, or `EX-7` for a drill. */
export type IncidentId = Brand<'incident'>;
/** SHA-256 of a document's canonical text, 64 hex digits. */
export type Hash = Brand<'hash'>;

export const personId = (text: string) => text as PersonId;
export const roleId = (text: string) => text as RoleId;
export const whoId = (text: string) => text as WhoId;
export const functionId = (text: string) => text as FunctionId;
export const systemId = (text: string) => text as SystemId;
export const playbookId = (text: string) => text as PlaybookId;
export const policyId = (text: string) => text as PolicyId;
export const severityId = (text: string) => text as SeverityId;
export const hash = (text: string) => text as Hash;

/** The id of the nth incident; drills count in a series of their own (domain 6.2). */
export const incidentId = (kind: 'real' | 'drill', n: number) =>
  `${kind === 'drill' ? 'EX' : 'INC'}-${n}` as IncidentId;

/** `INC-42`, `inc 42`, `#42` or `42` → `INC-42`; `ex-7` → `EX-7`; anything else → undefined. */
export function readIncidentId(text: string): IncidentId | undefined {
  const found = /^(?:(inc|ex)[-\s]?|#)?(\d{1,9})$/i.exec(text.trim());
  if (!found) return undefined;
  return `${(found[1] ?? 'INC').toUpperCase()}-${Number(found[2])}` as IncidentId;
}
