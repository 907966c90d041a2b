import { type IncidentId, readIncidentId } from '../ids.ts';
import type { Instant, Span } from '../time.ts';
import { refuse } from '../aggregate.ts';
import type { Mention, Refused } from './clean.ts';
import { type Token, tokens } from './tokens.ts';
import { readTime, type TimeAsk, type TimeFound, TIME_WORDS, type TimeWord, timeWord } from './when.ts';

export type LineAsk = TimeAsk & {
  readonly line: string;
  /** The flags of this verb: those that take a value and those that do not. Others stay in the text. */
  readonly flags?: Readonly<Record<string, 'value' | 'switch'>>;
  /** Which times are read out of the text; the rest stay in it. All by default. */
  readonly times?: readonly TimeWord[];
  /**
   * What a number right after the verb is, bare or as `#42`: an incident (default), a step (then `done 42 3` is incident 42,
   * step 3), or only text (`start 3 phones are dead`). `INC-42` and `EX-7` are always the incident.
   */
  readonly number?: 'incident' | 'step' | 'text';
  /** Names or ids of the bot itself besides Muster: a mention of it in front is not part of the words. */
  readonly self?: readonly string[];
  /** The line comes with `&lt; &gt; &amp;`, as Slack sends it. */
  readonly entities?: boolean;
};

/** One line of words, read. */
export type Line = {
  readonly ok: true;
  /** Lower case; empty when nothing was said (`/incident`). */
  readonly verb: string;
  /** What is left over, word by word, quotes taken off; somebody mentioned is `@ann`. */
  readonly words: readonly string[];
  /** What is left over, as it was written; quotes around all of it are taken off. */
  readonly text: string;
  /** A switch is `true`; a value flag given twice is `a,b`. */
  readonly flags: Readonly<Record<string, string | true>>;
  /** `--words` that this verb does not know; they are still in `text`. */
  readonly unknownFlags: readonly string[];
  readonly mentions: readonly Mention[];
  readonly incident?: IncidentId;
  readonly since?: Instant;
  readonly at?: Instant;
  readonly until?: Instant;
  readonly by?: Instant;
  readonly in?: Instant;
  readonly for?: Span;
};

/** Reads one line of words. Never throws; a person's slip is a refusal with a sentence. */
export function readLine(ask: LineAsk): Line | Refused {
  const read = tokens(ask.line, ask.entities ?? false);
  if (!read.ok) return read;
  const front = readFront(read.tokens, ask);
  const next = read.tokens[front.used];
  if (
    next !== undefined &&
    !next.literal &&
    LIKE_AN_INCIDENT.test(next.text) &&
    readIncidentId(next.text) === undefined
  )
    return refuse(
      'no-such-incident',
      `"${next.text.slice(0, 40)}" is no incident. Numbers look like INC-42; "list" shows what is open. Nothing was done.`,
    );
  const rest = readRest(read.tokens.slice(front.used), ask);
  if (!rest.ok) return rest;
  return {
    ok: true,
    verb: front.verb,
    words: rest.kept.map((token) => token.text),
    text: textOf(read.line, rest.kept),
    flags: Object.fromEntries(rest.flags),
    unknownFlags: rest.unknownFlags,
    mentions: rest.kept.flatMap(({ mention }) => mention ?? []),
    ...(front.incident === undefined ? {} : { incident: front.incident }),
    ...rest.times,
  };
}

/** The verb alone (and the incident in front of it), to look up which flags it knows. */
export const verbOf = (ask: Pick<LineAsk, 'line' | 'self' | 'entities'>): string => {
  const read = tokens(ask.line, ask.entities ?? false);
  return read.ok ? readFront(read.tokens, ask).verb : '';
};

type Front = { readonly used: number; readonly verb: string; readonly incident?: IncidentId };

function readFront(all: readonly Token[], ask: Pick<LineAsk, 'number' | 'self'>): Front {
  const greeted = skipGreeting(all, ask.self ?? []);
  // `INC-42 ack`, and after "incident" a bare number too: `/incident 42 ack`.
  const first = readIncident(all, greeted.used, { bare: greeted.incident });
  const verbAt = greeted.used + (first?.used ?? 0);
  const token = all[verbAt];
  const verb = token === undefined ? '' : token.text.toLowerCase().replace(/^\/|[.,!?:;]+$/g, '');
  const used = token === undefined ? verbAt : verbAt + 1;
  if (first) return { used, verb, incident: first.incident };
  const number = ask.number ?? 'incident';
  const behind = isNumber(all[used + 1]) || isHashed(all[used + 1]);
  if (number === 'step' && !behind && isHashed(all[used])) return { used, verb };
  const second = readIncident(all, used, { bare: number === 'incident' || (number === 'step' && behind) });
  return second ? { used: used + second.used, verb, incident: second.incident } : { used, verb };
}

/** Passes `/incident`, `incident`, `@Muster` and `muster` in front, in any order, each once. */
function skipGreeting(all: readonly Token[], self: readonly string[]): { used: number; incident: boolean } {
  const names = new Set(['muster', ...self.map((name) => name.toLowerCase())]);
  let used = 0;
  let incident = false;
  let named = false;
  for (const token of all) {
    const word = token.text.toLowerCase();
    const mentioned = [token.mention?.id, token.mention?.name].some(
      (name) => name !== undefined && names.has(name.toLowerCase()),
    );
    const plain = word.replace(/^@|[,:]$/g, '');
    if (!named && !token.literal && (mentioned || names.has(plain))) named = true;
    else if (!incident && !token.literal && (word === '/incident' || word === 'incident')) incident = true;
    else break;
    used += 1;
  }
  return { used, incident };
}

/** Dashes that phones and word processors make of a hyphen, and the underscore that sits beside it. */
const DASHES = /[\u2010-\u2015\u2212_]/g;
/** Meant as an incident's number, whether or not it is one. */
const LIKE_AN_INCIDENT = /^(?:inc|ex)[\W_]*\d/i;

const isNumber = (token: Token | undefined) => token !== undefined && !token.literal && /^\d{1,9}$/.test(token.text);

/** `#3`, as people write the number of a step or of an incident. */
const isHashed = (token: Token | undefined) =>
  token !== undefined && !token.literal && /^#\d{1,9}[.,:;]?$/.test(token.text);

function readIncident(all: readonly Token[], at: number, { bare }: { bare: boolean }) {
  const token = all[at];
  if (token === undefined || token.literal) return undefined;
  const word = token.text.replace(/[.,:;]$/, '').replace(DASHES, '-');
  if (/^(?:inc|ex|incident|drill|#)$/i.test(word) && isNumber(all[at + 1])) {
    const series = /^(?:ex|drill)$/i.test(word) ? 'ex' : 'inc';
    const incident = readIncidentId(`${series} ${all[at + 1]?.text ?? ''}`);
    return incident === undefined ? undefined : { incident, used: 2 };
  }
  if (isNumber(token) && !bare) return undefined;
  const incident = readIncidentId(word);
  return incident === undefined ? undefined : { incident, used: 1 };
}

type Rest = {
  readonly ok: true;
  readonly kept: readonly Token[];
  readonly flags: ReadonlyMap<string, string | true>;
  readonly unknownFlags: readonly string[];
  readonly times: Partial<Pick<Line, TimeWord>>;
};

function readRest(all: readonly Token[], ask: LineAsk): Rest | Refused {
  const kept: Token[] = [];
  const flags = new Map<string, string | true>();
  const unknownFlags: string[] = [];
  const times: Times = {};
  const wanted = new Set<TimeWord>(ask.times ?? TIME_WORDS);
  let i = 0;
  for (let token = all[0]; token !== undefined; token = all[i]) {
    const found = readFlag(token, all[i + 1], ask.flags ?? {}) ?? readTimeAt(all, i, { ...ask, wanted });
    if (found && 'refusal' in found) return found;
    i += found?.used ?? 1;
    if (found && 'word' in found) {
      keepTime(times, found);
      wanted.delete(found.word);
    } else if (found?.value !== undefined) {
      flags.set(found.name, added(flags.get(found.name), found.value));
    } else {
      if (found) unknownFlags.push(found.name);
      kept.push(token);
    }
  }
  return { ok: true, kept, flags, unknownFlags, times };
}

type Times = { -readonly [K in TimeWord]?: Line[K] };

function keepTime(times: Times, found: TimeFound): void {
  if (found.word === 'for') times.for = found.span;
  else times[found.word] = found.instant;
}

const added = (before: string | true | undefined, value: string | true) =>
  typeof before === 'string' && value !== true ? `${before},${value}` : value;

/** `value` is missing on a flag that the verb does not know. */
type Flag = { readonly name: string; readonly value?: string | true; readonly used: number };

const FLAG = /^(--|[—–])(\p{L}[\p{L}\p{N}-]{0,40})(?:=(.*))?$/su;

/** `--sev 2`, `--sev=2`, `--drill`; phones turn `--` into a dash, which counts when the flag is known. */
function readFlag(
  token: Token,
  next: Token | undefined,
  known: NonNullable<LineAsk['flags']>,
): Flag | Refused | undefined {
  const found = token.literal ? null : FLAG.exec(token.text);
  if (!found) return undefined;
  const [, dashes = '', written = '', assigned] = found;
  const name = written.toLowerCase();
  const kind = Object.hasOwn(known, name) ? known[name] : undefined;
  if (kind === undefined) return dashes === '--' ? { name, used: 1 } : undefined;
  const value = token.value ?? assigned;
  return kind === 'switch' ? readSwitch(name, value) : readValue(name, value, next);
}

const readSwitch = (name: string, value: string | undefined): Flag | Refused =>
  value === undefined
    ? { name, value: true, used: 1 }
    : refuse('flag-without-value', `--${name} stands alone: write --${name}, nothing after it.`);

function readValue(name: string, value: string | undefined, next: Token | undefined): Flag | Refused {
  if (value !== undefined && value !== '') return { name, value, used: 1 };
  const follows = value === undefined && next !== undefined && (next.literal || !FLAG.test(next.text));
  if (follows) return { name, value: next.text, used: 2 };
  return refuse('flag-needs-value', `What is --${name}? Write the value behind it: --${name} VALUE.`);
}

/** Words a time can span: `since about Fri 20 Nov 2026 14:05 EST`, `for an hour and thirty minutes`. */
const TIME_SPANS = 9;

function readTimeAt(all: readonly Token[], i: number, ask: LineAsk & { wanted: ReadonlySet<TimeWord> }) {
  const first = all[i];
  if (first === undefined || first.literal || first.mention) return undefined;
  const word = timeWord(bare(first.text));
  if (word === undefined || !ask.wanted.has(word)) return undefined;
  const words: string[] = [];
  for (const token of all.slice(i, i + TIME_SPANS)) {
    if (token.literal || token.mention || token.text.length > 40 || token.text.startsWith('--')) break;
    words.push(bare(token.text));
    // A sentence that ends ends the time too: `until 18:00. Friday we meet`.
    if (words.length > 1 && /[.;!?)]$/.test(token.text)) break;
  }
  return readTime(words, ask);
}

const bare = (word: string) => word.toLowerCase().replace(/^[([]+|[,;:!?.)\]]+$/g, '');

/** The kept tokens as they stood: what lay between two neighbours is kept too, a gap that something was read from is a space. */
function textOf(line: string, kept: readonly Token[]): string {
  const [only] = kept;
  if (kept.length === 1 && only?.literal === true) return only.text.trim();
  let text = '';
  let end: number | undefined;
  for (const token of kept) {
    const gap = end === undefined ? '' : line.slice(end, token.start);
    text += (/\S/.test(gap) ? ' ' : gap) + line.slice(token.start, token.end);
    end = token.end;
  }
  return text.trim();
}
