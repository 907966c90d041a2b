import type { Decision, Moment } from '../aggregate.ts';
import { decided, refuse } from '../aggregate.ts';
import { isWorse } from '../book.ts';
import type { Instant } from '../time.ts';
import { DAY_MS, MINUTE_MS, msBetween, plusMs } from '../time.ts';
import type { AlertChange, AlertCommand, Item, OpenIncident } from './events.ts';
import type { Group, Key } from './group.ts';
import { countOf, keyOf, MOST_KEYS, MOST_TOLD } from './group.ts';
import type { Hit, Judged } from './rules.ts';

/** New alerts keep a group growing for so long at most: a source that is never silent is not one trouble for ever. */
const GROWS_FOR_MS = 60 * MINUTE_MS;
/** That a known trouble was said again is put on record so often at most. */
const REPEATS_EVERY_MS = MINUTE_MS;
/** After so many changes a trouble is flapping: its ends count only when they last a minute. It counts as firing then. */
const FLAPPING = 20;
/** With `fold: key`, so many proposals of one source are open at most; what comes then belongs to the newest. */
const MOST_PROPOSALS = 10;
/** What was dismissed is forgotten when its source was silent about it for so long. */
const FORGET_MS = 30 * DAY_MS;

type Take = Extract<AlertCommand, { readonly type: 'take' }>;
export type Groups = Readonly<Record<string, Group>>;

/** What one delivery adds to one group; `group` is missing for one that begins with it. */
type Draft = {
  readonly group: Group | undefined;
  readonly first: Judged;
  /** The open incident that it joins; undefined: it is a proposal. */
  readonly joins: OpenIncident | undefined;
  readonly items: Map<string, Item>;
  more: number;
  repeated: boolean;
  hit: Hit;
  pageAt: Instant | null;
};

/**
 * Takes in one delivery: what is known is kept as a change of state, what is new joins the group that it belongs to, or an
 * incident that is open about the same system, or is proposed. One event for each group, whatever the number of alerts.
 */
export function take(groups: Groups, command: Take, { at }: Moment): Decision<AlertChange> {
  const over = overIn(groups, command, at);
  const alive = Object.values(groups).filter(({ id }) => !over.includes(id));
  const drafts = new Map<string, Draft>();
  for (const judged of command.alerts) {
    const known = holderOf({ alive, drafts, command, at }, judged);
    if (known !== undefined) change(known, judged, at);
    else if (judged.alert.state === 'firing') begin(placeFor(judged, { alive, drafts, command, at }), judged, at);
  }
  const changes = [...drafts.values()].flatMap((draft) => changeOf(draft, command, at));
  if (changes.some((one) => one === undefined)) return refuse('number-missing', 'This alert needs a number.');
  const ended: readonly AlertChange[] = over.length === 0 ? [] : [{ type: 'ended', groups: over }];
  return decided(...ended, ...changes.filter((one) => one !== undefined));
}

/** Groups whose incident is over: what the source says from now on is about something new. */
const overIn = (groups: Groups, { open }: Take, at: Instant): readonly string[] =>
  Object.values(groups)
    .filter(({ stage, incident, facts, seenAt, resolvedAt, withinMs }) => {
      if (stage === 'opened') return facts.length === 0 && !open.some(({ id }) => id === incident);
      return stage === 'dismissed' && msBetween(seenAt, at) > (resolvedAt === null ? FORGET_MS : withinMs);
    })
    .map(({ id }) => id);

/** The draft of the group that knows this trouble already. */
function holderOf({ alive, drafts, command, at }: Where, judged: Judged): Draft | undefined {
  const { key } = judged.alert;
  const begun = [...drafts.values()].find(({ items }) => items.has(key));
  if (begun !== undefined) return begun;
  // The newest: an older one that had it may be dismissed.
  const group = alive.findLast((one) => keyOf(one, key) !== undefined);
  if (group === undefined) return undefined;
  const known = keyOf(group, key);
  const again = known?.state === 'resolved' && judged.alert.state === 'firing';
  // What was said to be nothing, ended for good, and comes again is new; so is what comes again after people said it works.
  if (again && group.stage === 'dismissed' && msBetween(known.at, at) > group.withinMs) return undefined;
  if (again && group.stage === 'opened' && !isOpen(command, group)) return undefined;
  return draftOf(drafts, group, judged);
}

function draftOf(drafts: Map<string, Draft>, group: Group, first: Judged): Draft {
  const draft = drafts.get(group.id) ?? {
    group,
    first,
    joins: undefined,
    items: new Map(),
    more: 0,
    repeated: false,
    hit: group.hit,
    pageAt: group.pageAt,
  };
  drafts.set(group.id, draft);
  return draft;
}

function change(draft: Draft, { alert }: Judged, at: Instant): void {
  const { key, state, title } = alert;
  const begun = draft.items.get(key);
  const known = draft.group === undefined ? undefined : keyOf(draft.group, key);
  const now = begun?.state ?? known?.state;
  if (now === state) {
    draft.repeated = true;
    return;
  }
  if (state === 'resolved' && isFlapping(known, at)) return;
  // Said and taken back within one delivery: nothing happened that anybody has to know.
  if (begun !== undefined && known?.state === state) draft.items.delete(key);
  else draft.items.set(key, { key, state, title: known?.title ?? begun?.title ?? title });
}

const isFlapping = (key: Key | undefined, at: Instant) =>
  key !== undefined && key.flips >= FLAPPING && msBetween(key.at, at) < REPEATS_EVERY_MS;

type Where = {
  readonly alive: readonly Group[];
  readonly drafts: Map<string, Draft>;
  readonly command: Take;
  readonly at: Instant;
};

/** Where a new trouble belongs. */
function placeFor(judged: Judged, { alive, drafts, command, at }: Where): Draft {
  const { hit } = judged;
  const same = command.open.find(({ systems, open }) => open && hit.systems.some((system) => systems.includes(system)));
  if (same !== undefined) {
    const group = alive.find(({ incident, stage }) => incident === same.id && stage === 'opened');
    return group === undefined
      ? newDraft(drafts, same.id, { judged, joins: same, at })
      : draftOf(drafts, group, judged);
  }
  const growing = alive.filter((group) => grows(group, command, at));
  const proposed = alive.filter(({ stage }) => stage === 'proposed');
  const byKey = command.folding.fold === 'key';
  const target = byKey ? (proposed.length < MOST_PROPOSALS ? undefined : proposed.at(-1)) : growing.at(-1);
  if (target !== undefined) return draftOf(drafts, target, judged);
  return drafts.get(NEW) ?? newDraft(drafts, NEW, { judged, joins: undefined, at });
}

/** The one proposal that a delivery may begin. */
const NEW = '';

const isOpen = ({ open }: Take, { incident }: Group) => open.some((one) => one.open && one.id === incident);

function grows(group: Group, command: Take, at: Instant): boolean {
  const isThere = group.stage !== 'opened' || isOpen(command, group);
  // What only joined an open incident by its system draws in nothing else.
  const own = group.id !== group.incident && group.stage !== 'dismissed';
  const soon = msBetween(group.lastAt, at) <= command.folding.withinMs && msBetween(group.firstAt, at) <= GROWS_FOR_MS;
  return own && isThere && soon;
}

type New = { readonly judged: Judged; readonly joins: OpenIncident | undefined; readonly at: Instant };
function newDraft(drafts: Map<string, Draft>, name: string, { judged, joins, at }: New): Draft {
  const known = drafts.get(name);
  if (known !== undefined) return known;
  const draft: Draft = {
    group: undefined,
    first: judged,
    joins,
    items: new Map(),
    more: 0,
    repeated: false,
    hit: judged.hit,
    pageAt: judged.pageAfterMs === null ? null : plusMs(at, judged.pageAfterMs),
  };
  drafts.set(name, draft);
  return draft;
}

/** Puts a new trouble into its place; the group becomes as wide, as bad and as urgent as the worst of it. */
function begin(draft: Draft, { alert, hit, pageAfterMs }: Judged, at: Instant): void {
  const told = (draft.group === undefined ? 0 : countOf(draft.group)) + draft.items.size + draft.more;
  if (told >= MOST_KEYS) draft.more += 1;
  else draft.items.set(alert.key, { key: alert.key, state: 'firing', title: told < MOST_TOLD ? alert.title : '' });
  draft.hit = wider(draft.hit, hit);
  if (pageAfterMs === null) return;
  const pageAt = plusMs(at, pageAfterMs);
  if (draft.pageAt === null || pageAt < draft.pageAt) draft.pageAt = pageAt;
}

/** Of so many systems one does not speak any more. */
const MOST_PARTS = 10;

function wider(a: Hit, b: Hit): Hit {
  const both = <Id>(one: readonly Id[], other: readonly Id[]) => [...new Set([...one, ...other])].slice(0, MOST_PARTS);
  const worse = b.severity !== null && (a.severity === null || isWorse(b.severity, a.severity));
  return {
    systems: both(a.systems, b.systems),
    functions: both(a.functions, b.functions),
    severity: worse ? b.severity : a.severity,
    playbook: a.playbook ?? b.playbook,
  };
}

/** The event of one draft; an empty list where nothing is to be kept, undefined where a number is missing. */
function changeOf(draft: Draft, command: Take, at: Instant): readonly (AlertChange | undefined)[] {
  const { group, first, joins, more, hit } = draft;
  const items = [...draft.items.values()];
  if (group !== undefined) {
    if (items.length + more > 0) {
      const isWider = JSON.stringify(hit) !== JSON.stringify(group.hit);
      const sooner = draft.pageAt !== null && draft.pageAt !== group.pageAt ? { pageAt: draft.pageAt } : {};
      return [{ type: 'folded', group: group.id, items, more, ...(isWider ? { hit } : {}), ...sooner }];
    }
    const due = draft.repeated && msBetween(group.seenAt, at) >= REPEATS_EVERY_MS;
    return due ? [{ type: 'repeated', group: group.id }] : [];
  }
  if (items.length + more === 0) return [];
  const { title, text, link = null } = first.alert;
  const { withinMs } = command.folding;
  const { source } = command;
  if (joins !== undefined) return [{ type: 'joined', incident: joins.id, source, title, hit, withinMs, items, more }];
  if (command.proposal === null) return [undefined];
  const { pageAt } = draft;
  return [
    { type: 'proposed', proposal: command.proposal, source, title, text, link, hit, pageAt, withinMs, items, more },
  ];
}
