import { z } from 'zod';
import { didYouMean } from './did-you-mean.ts';

/**
 * The values that a plan is made of, each read once and refused in a sentence. A leaf takes what YAML gave (any value) and
 * returns what the inside works with. `params.rule` carries the rule's number to `read.ts`.
 */
export type Read<T> = { readonly value: T } | Refused;
type Refused = { readonly rule: string; readonly say: string; readonly suggestion?: string };

export const refuse = (rule: string, say: string, suggestion?: string): Refused =>
  suggestion === undefined ? { rule, say } : { rule, say, suggestion };

export const leaf = <T>(read: (value: unknown) => Read<T>) =>
  z.unknown().transform((value, ctx): T => {
    const got = read(value);
    if ('value' in got) return got.value;
    const { say: message, ...params } = got;
    ctx.addIssue({ code: 'custom', message, params });
    return z.NEVER;
  });

/** Picks the schema by looking at the value, so that a mistake inside is told by the right one of several forms. */
export const choose = <T>(pick: (value: unknown) => z.ZodType<T>) =>
  z.unknown().transform((value, ctx): T => {
    const result = pick(value).safeParse(value);
    if (result.success) return result.data;
    // A finished issue is a raw one plus its message; zod's types do not say so.
    for (const issue of result.error.issues) ctx.issues.push({ ...issue, input: value } as z.core.$ZodRawIssue);
    return z.NEVER;
  });

/**
 * A block of known keys: an unknown one is a typo, not an extension. One line of message for each unknown key. `others` are
 * words that people write for a key: `phone` for `call`.
 */
export function block<S extends z.ZodRawShape>(shape: S, others: Readonly<Record<string, string>> = {}) {
  const say = (key: string) => {
    const meant = Object.hasOwn(others, key)
      ? ` Did you mean \`${others[key]}\`?`
      : didYouMean(key, Object.keys(shape));
    return `${shown(key)} is not a known key here.${meant}`;
  };
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' && Array.isArray(issue.keys) ? issue.keys.map(say).join('\n') : undefined,
  });
}

export const isBlock = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Words for a value in a sentence, never longer than a line. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isBlock(value)) return 'a block';
  return `\`${String(value).slice(0, 60).replaceAll(/\s+/g, ' ')}\``;
}

const TEXT_LIMIT = 4_000;

export const text = leaf((value) => {
  if (typeof value === 'number')
    return refuse('L000', `YAML read ${value} as a number, and this is a text.`, `Put it in quotes: "${value}".`);
  if (typeof value !== 'string') return refuse('L000', `${shown(value)} is not a text.`);
  if (value.trim() === '') return refuse('L000', 'This text is empty.');
  if (value.length > TEXT_LIMIT) return refuse('L000', `This text is longer than ${TEXT_LIMIT} characters.`);
  return { value };
});

export const yesNo = leaf((value) =>
  typeof value === 'boolean' ? { value } : refuse('L000', `${shown(value)} is not true or false.`),
);

export const whole = (least: number, most: number) =>
  leaf((value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
      ? { value }
      : refuse('L000', `${shown(value)} is not a whole number from ${least} to ${most}.`),
  );

export const oneOf = <const W extends string>(...words: readonly W[]) =>
  leaf((value): Read<W> => {
    const word = words.find((known) => known === value);
    if (word !== undefined) return { value: word };
    return refuse('L000', `${shown(value)} is not one of ${words.join(', ')}.${didYouMean(String(value), words)}`);
  });

const ID = /^(?=[^a-z]*[a-z])[a-z0-9][a-z0-9_-]{0,62}$/;

/** Ids are short and lower-case: letters, digits, hyphen, underscore, at least one letter. */
export function badId(id: string): string | undefined {
  if (ID.test(id)) return undefined;
  const better = id
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60);
  const hint = ID.test(better) ? ` Write \`${better}\`.` : '';
  return `${shown(id)} is not an id: small letters, digits, - and _, at least one letter.${hint}`;
}

/** An id minted into its brand by the function given. */
export const id = <T>(mint: (id: string) => T) =>
  leaf((value): Read<T> => {
    if (typeof value !== 'string')
      return refuse('L000', `${shown(value)} is not an id. Ids are words, such as \`dana\`.`);
    const bad = badId(value);
    return bad === undefined ? { value: mint(value) } : refuse('L000', bad);
  });

/** A list; what is missing in it is told by the reader. */
export const listOf = <T>(item: z.ZodType<T>) => z.array(item).max(1_000);
export const someOf = <T>(item: z.ZodType<T>) => listOf(item).min(1);
/** A list, or a single item standing for a list of one. */
export const oneOrMore = <T>(item: z.ZodType<T>) =>
  choose((value) => (Array.isArray(value) || value === undefined ? someOf(item) : item.transform((one) => [one])));

/** What a schema gives, read-only through and through. */
export type Data<T> = T extends string | number | boolean | undefined | null
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Data<Item>[]
    : { readonly [Key in keyof T]: Data<T[Key]> };
