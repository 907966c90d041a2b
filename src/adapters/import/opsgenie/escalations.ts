import type { z } from 'zod';
import {
  type ImportedLevel,
  type ImportedPolicy,
  type ImportedSchedule,
  USUAL_WAIT_MINUTES,
  scheduleKey,
} from '../../../core/imported/imported.ts';
import { each } from '../../../core/imported/shape.ts';
import { type Reference, type Team, escalationShape, memberShape, ruleShape } from './shapes.ts';
import { userKey } from './users.ts';

type Known = { readonly teams: readonly Team[]; readonly schedules: readonly ImportedSchedule[] };
type Rule = z.output<typeof ruleShape>;
type Timed = { readonly rule: Rule; readonly after: number };

export const readEscalations = (items: readonly unknown[], known: Known): readonly ImportedPolicy[] =>
  each(items, escalationShape).map(({ id, name, rules, repeat }) => {
    const timed = each(rules, ruleShape)
      .map((rule) => ({ rule, after: minutesOf(rule) }))
      .toSorted((a, b) => a.after - b.after);
    const notes: string[] = [];
    const first = timed[0]?.after ?? 0;
    if (first > 0) notes.push(`the first level was paged after ${first} minutes; here at once.`);
    if (repeat?.closeAlertAfterAll === true)
      notes.push('the alert was closed after the last round; Muster goes on to if_nobody.');
    return {
      key: id ?? name ?? '',
      name: name ?? id ?? 'an escalation',
      levels: levelsOf(timed, { known, lastWait: repeat?.waitInterval ?? USUAL_WAIT_MINUTES }),
      // "count: Repeat time indicating how many times the repeat action will be performed": besides the first round.
      rounds: 1 + (repeat?.count ?? 0),
      notes,
    };
  });

/** Every delay is counted from the alert's beginning, not from the rule before (support.atlassian.com, "How do escalations work in Opsgenie?"). */
function levelsOf(
  timed: readonly Timed[],
  ask: { readonly known: Known; readonly lastWait: number },
): readonly ImportedLevel[] {
  const hours = [...new Set(timed.map(({ after }) => after))];
  return hours.map((after, i) => {
    const now = timed.filter((one) => one.after === after);
    const next = hours[i + 1];
    return {
      targets: now.flatMap(({ rule }) => targetsOf(rule.recipient, ask.known)),
      waitMinutes: next === undefined ? ask.lastWait : next - after,
      notes: now.flatMap(({ rule }) => notesOf(rule)),
    };
  });
}

const MINUTES: Readonly<Record<string, number>> = { minutes: 1, hours: 60, days: 1_440 };

function minutesOf({ delay }: Rule): number {
  const unit = delay?.timeUnit ?? 'minutes';
  return Math.max(0, delay?.timeAmount ?? 0) * (Object.hasOwn(MINUTES, unit) ? (MINUTES[unit] ?? 1) : 1);
}

function targetsOf(to: Reference | undefined, { teams, schedules }: Known): readonly string[] {
  if (to === undefined) return [];
  if (to.type === 'schedule') {
    const named = schedules.find(({ name }) => name === to.name);
    return [to.id === undefined ? (named?.key ?? '') : scheduleKey(to.id)];
  }
  if (to.type !== 'team') return [userKey(to)];
  const team = teams.find(({ id, name }) => (to.id === undefined ? name === to.name : id === to.id));
  return team === undefined ? [''] : each(team.members, memberShape).map(({ user }) => userKey(user));
}

const WHOM: Readonly<Record<string, string>> = {
  next: 'the next one in turn was paged; here the one who is on call.',
  previous: 'the one before in turn was paged; here the one who is on call.',
  random: 'one member at random was paged; here all.',
  admins: 'only the admins of the team were paged; here all.',
  users: 'only the users of the team were paged; here all.',
};

function notesOf({ condition, notifyType, recipient }: Rule): readonly string[] {
  const whom = Object.hasOwn(WHOM, notifyType ?? '') ? WHOM[notifyType ?? ''] : undefined;
  return [
    ...(whom === undefined ? [] : [whom]),
    ...(recipient?.type === 'team' && whom === undefined
      ? [`the team ${recipient.name ?? ''} has routing rules of its own; here all its members are paged.`]
      : []),
    ...(condition === 'if-not-closed'
      ? ['it was paged until the alert was closed, answered or not; here until somebody has it.']
      : []),
  ];
}
