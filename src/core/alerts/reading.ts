import type { Instant } from '../time.ts';
import { readInstant } from '../time.ts';
import type { Alert, AlertsRead } from './alert.ts';

/**
 * Taking an alert out of a body that anybody may have written. Nothing here throws: what is missing or of a wrong type reads
 * as nothing, what is too long is cut, and what cannot be seen is taken out.
 */
const LONGEST_KEY = 200;
const LONGEST_TITLE = 200;
const LONGEST_TEXT = 1_000;
const LONGEST_LINK = 500;
const LONGEST_LABEL = 200;
const LONGEST_LABEL_NAME = 60;
const MOST_LABELS = 30;
/** Of one delivery so many alerts are read; a monitor that has more says so in several. */
export const MOST_ALERTS = 2_000;

/** Control, zero-width and direction characters, and the marks of `marked-time`; line ends stay. */
const INVISIBLE = /(?!\n)[\p{Cc}\p{Cf}\uE000-\uE003]/gu;

/** Words of some length, cut before they are looked at: the cost does not grow with what was sent. */
function words(value: unknown, most: number): string {
  const plain = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  if (typeof plain !== 'string') return '';
  const clean = plain
    .slice(0, 4 * most)
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/\t/g, ' ')
    .replace(INVISIBLE, '')
    .trim();
  return clean.length <= most ? clean : `${clean.slice(0, most - 1).trimEnd()}…`.toWellFormed();
}

/** One line of at most so many characters; empty for what is no text, number or truth. */
export const line = (value: unknown, most = LONGEST_TITLE): string =>
  words(typeof value === 'string' ? value.slice(0, 4 * most).replaceAll(/\s+/g, ' ') : value, most);
export const paragraph = (value: unknown): string => words(value, LONGEST_TEXT);

export type Fields = Readonly<Record<string, unknown>>;
export const fieldsOf = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
/** The body's own field: what it inherits is nobody's. */
export const field = (fields: Fields | undefined, name: string): unknown =>
  fields !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined;

/** Short texts by name; what a program could take for its own parts is left out. */
export function labelsOf(value: unknown): Readonly<Record<string, string>> {
  const pairs = Object.entries(fieldsOf(value) ?? {})
    .slice(0, MOST_LABELS)
    .map(([name, text]) => [line(name, LONGEST_LABEL_NAME), line(text, LONGEST_LABEL)] as const)
    .filter(([name, text]) => name !== '' && text !== '' && !['__proto__', 'constructor', 'prototype'].includes(name));
  return Object.fromEntries(pairs);
}

/** An address of the web without a password in it; undefined for anything else. */
export function linkOf(value: unknown): string | undefined {
  const text = line(value, LONGEST_LINK);
  if (text.length >= LONGEST_LINK || !URL.canParse(text)) return undefined;
  const { protocol, username, password } = new URL(text);
  return ['http:', 'https:'].includes(protocol) && username === '' && password === '' ? text : undefined;
}

/** An instant of our time; monitors write the year 1 where they know none. */
export function momentOf(value: unknown): Instant | undefined {
  const read = typeof value === 'string' ? readInstant(value.slice(0, 40)) : undefined;
  return read !== undefined && read > '1990' && read < '9000' ? read : undefined;
}

/** What a reader found, as it was written. */
export type Found = {
  readonly source: string;
  readonly key: unknown;
  readonly state: Alert['state'];
  readonly title: unknown;
  readonly text?: unknown;
  readonly link?: unknown;
  readonly severity?: unknown;
  readonly labels?: unknown;
  readonly at?: unknown;
};

/** The alert, cleaned; undefined without a title, for nobody could say what it is about. Without a key the title is the key. */
export function alertOf({ source, state, ...found }: Found): Alert | undefined {
  const title = line(found.title);
  if (title === '') return undefined;
  const [link, at, severity] = [linkOf(found.link), momentOf(found.at), line(found.severity, 40).toLowerCase()];
  return {
    source,
    key: line(found.key, LONGEST_KEY) || title,
    state,
    title,
    text: paragraph(found.text),
    labels: labelsOf(found.labels),
    ...(link === undefined ? {} : { link }),
    ...(severity === '' ? {} : { severity }),
    ...(at === undefined ? {} : { at }),
  };
}

export const refuseAlert = (say: string): AlertsRead => ({ ok: false, say });
export const oneAlert = (found: Found, say: string): AlertsRead => {
  const alert = alertOf(found);
  return alert === undefined ? refuseAlert(say) : { ok: true, alerts: [alert] };
};

/** Words by which monitors say that it is over. */
const OVER =
  /^(?:resolved?|ok|okay|up|recover(?:ed|y)|clear(?:ed)?|closed?|normal|inactive|success|green|healthy|0|false)$/i;
export const isOver = (word: unknown): boolean => OVER.test(line(word, 40));
