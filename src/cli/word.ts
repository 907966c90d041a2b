import type { Config } from '../config.ts';

/** Exit codes: what was asked for happened; findings, a refusal or a fault; it was asked for in a wrong way. */
export const FINE = 0;
export const FINDINGS = 1;
export const WRONG_USE = 2;

/** Where a word reads from and writes to. `out` is what was asked for, `err` what is said about it. */
export interface Io {
  out(line: string): void;
  err(line: string): void;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export type Given = {
  readonly words: readonly string[];
  readonly flags: Readonly<Record<string, string | boolean | undefined>>;
  readonly config: Config;
  readonly io: Io;
};

/** One `--name` of a word: what may follow it, and what it is for. */
type Option =
  | { readonly type: 'boolean'; readonly says: string }
  | { readonly type: 'string'; readonly value: string; readonly says: string };

/** One word of the command line, `muster WORD …`. Answers with the exit code. */
export type Word = {
  readonly summary: string;
  readonly usage: string;
  readonly options?: Readonly<Record<string, Option>>;
  /** How many words may follow it. */
  readonly takes: readonly [least: number, most: number];
  readonly run: (given: Given) => Promise<number> | number;
};

export const textFlag = ({ flags }: Given, name: string): string | undefined => {
  const value = flags[name];
  return typeof value === 'string' ? value : undefined;
};

/** Says a no and answers with its exit code. */
export function no({ io }: Pick<Given, 'io'>, say: string, code = FINDINGS): number {
  io.err(say);
  return code;
}
