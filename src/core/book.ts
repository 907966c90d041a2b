import type { Hash } from './ids.ts';
import type { Plan, Severity } from './plan/schema.ts';
import type { Playbook } from './playbook/schema.ts';

/** What an incident keeps a copy of, by content hash: the plan and every playbook as they were at one moment. */
export type Book = {
  readonly hash: Hash;
  readonly plan: Plan;
  readonly playbooks: Readonly<Record<string, Playbook>>;
};

/** The severity's own settings. sev1 to sev4 are in every plan; another one that the plan does not know is undefined. */
export const severityOf = (book: Book, id: string): Severity | undefined => book.plan.severities[id];
/** `sev2 Major`. */
export const severityName = (book: Book, id: string) => `${id} ${severityOf(book, id)?.name ?? ''}`.trim();
/** May break quiet hours; so does one that nobody knows. */
export const wakes = (book: Book, id: string) => severityOf(book, id)?.wake ?? true;

/** Severities from worst to mildest, in the order of their ids. */
export const severityIds = (book: Book) => Object.keys(book.plan.severities).sort();
/** True when `a` is worse than `b`: sev1 is the worst. */
export const isWorse = (a: string, b: string) => a < b;

export const companyZone = (book: Book) => book.plan.plan.timezone;

/** A person's or vendor's name as people say it; the id when the plan does not know it. */
export const nameOf = (book: Book, id: string) =>
  book.plan.people[id]?.name ?? book.plan.vendors[id]?.name ?? (id.startsWith('guest:') ? id.slice(6) : id);

/** `tech_lead` → `tech lead`. */
export const roleName = (role: string) => role.replaceAll('_', ' ');
