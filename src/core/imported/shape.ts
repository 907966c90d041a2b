import { z } from 'zod';
import { clearSecrets } from '../plan/secrets.ts';

/**
 * Pieces for reading what another product wrote. They never refuse: what is missing or of another form is `undefined`, an
 * unknown field is passed over, and the reader says what it missed.
 */
const LONGEST_WORDS = 200;

/** A text on one line, without control characters, cut at 200 characters; empty ones and ones that look like a secret are none. */
export function oneLine(value: string): string | undefined {
  const line = value
    .replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_WORDS)
    .trim();
  return line === '' || clearSecrets(line).length > 0 ? undefined : line;
}

export const words = z.string().transform(oneLine).optional().catch(undefined);
/** The id that the source gives to a thing. */
export const key = z
  .union([z.string().min(1), z.number().transform(String)])
  .optional()
  .catch(undefined);
/** A word of the source's own, such as a type; small letters whatever it wrote. */
export const kind = z
  .string()
  .transform((text) => text.trim().toLowerCase())
  .optional()
  .catch(undefined);
export const whole = z.number().int().optional().catch(undefined);
export const flag = z.boolean().optional().catch(undefined);
/** ISO 8601 text, or milliseconds since 1970 (what Java writes). */
export const moment = z.union([z.string(), z.number()]).optional().catch(undefined);
export const list = z.array(z.unknown()).catch([]);

/** Those items of a list that fit, each in its own form. */
export const each = <S extends z.ZodType>(items: readonly unknown[], schema: S): readonly z.output<S>[] =>
  items.flatMap((item) => {
    const read = schema.safeParse(item);
    return read.success ? [read.data] : [];
  });

/** Names under which APIs put what was asked for. */
const WRAPPERS = ['data', 'results', 'nodes'];
const DEEPEST = 8;

const plain = (name: string) => name.toLowerCase().replaceAll(/[^a-z]/g, '');
const isBlock = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function inside(value: Readonly<Record<string, unknown>>, names: readonly string[]): unknown {
  const wanted = names.map(plain);
  return Object.entries(value).find(([name]) => wanted.includes(plain(name)))?.[1];
}

/**
 * All items of one kind in an export: from `{ users: […] }`, from pages as the API gives them (`{ data: […] }`,
 * `{ results: […] }`, `{ users: { nodes: […] } }`), from single answers, and from lists of any of these. Names are compared
 * by their letters alone.
 */
export function itemsOf(bundle: unknown, ...names: readonly string[]): readonly unknown[] {
  const found = isBlock(bundle) ? (inside(bundle, names) ?? itemsWrapped(bundle, names)) : undefined;
  return unwrapped(found, names, 0);
}

function itemsWrapped(bundle: Readonly<Record<string, unknown>>, names: readonly string[]): unknown {
  const wrapped = inside(bundle, WRAPPERS);
  return isBlock(wrapped) ? inside(wrapped, names) : undefined;
}

function unwrapped(value: unknown, names: readonly string[], depth: number): readonly unknown[] {
  if (depth > DEEPEST) return [];
  if (Array.isArray(value)) return value.flatMap((item) => unwrapped(item, names, depth + 1));
  if (!isBlock(value)) return [];
  const page = inside(value, [...WRAPPERS, ...names]);
  return Array.isArray(page) || isBlock(page) ? unwrapped(page, names, depth + 1) : [value];
}
