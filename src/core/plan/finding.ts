/** What plan check says about a plan: one rule, one place, one sentence. Rules are those of `docs/plan.md`. */
export type Level = 'error' | 'warn' | 'info';

/** Keys and list places from the top of the plan: `['escalation', 'default', 'levels', 0, 'page']`. */
export type Path = readonly (string | number)[];

/** A finding before it is known in which file and line it stands. */
export type Found = {
  /** `L000`: the file or a value has not the shape of a plan. All others as in `docs/plan.md`. */
  readonly rule: string;
  readonly level: Level;
  readonly path: Path;
  readonly message: string;
  readonly suggestion?: string;
};

/** Line and column count from 1; 0 when the place is a whole file that could not be read. */
export type Place = { readonly file: string; readonly line: number; readonly column: number };

export type Finding = Place & {
  readonly rule: string;
  readonly level: Level;
  /** `escalation.default.levels[0].page`; empty for the whole plan. */
  readonly path: string;
  readonly message: string;
  readonly suggestion?: string;
};
export type Problem = Finding;

/** Where a path stands in the files; a key that is missing stands at the block it is missing from. */
export type Locate = (path: Path) => Place;

/** `escalation.default.levels[0].page` of a path. */
export const pathText = (path: Path) =>
  path.map((part, i) => (typeof part === 'number' ? `[${part}]` : i === 0 ? part : `.${part}`)).join('');

export const placed = (found: Found, locate: Locate): Finding => ({
  rule: found.rule,
  level: found.level,
  ...locate(found.path),
  path: pathText(found.path),
  message: found.message,
  ...(found.suggestion === undefined ? {} : { suggestion: found.suggestion }),
});

/** Findings in reading order: by file, then line, then column. */
export const inReadingOrder = (all: readonly Finding[]) =>
  all.toSorted((a, b) => (a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1));
