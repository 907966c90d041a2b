import {
  chmodSync,
  closeSync,
  copyFileSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Book } from '../../../core/book.ts';
import type { Hash } from '../../../core/ids.ts';
import type { Instant } from '../../../core/time.ts';
import { DAY_MS, msBetween, readInstant } from '../../../core/time.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Log } from '../../../ports/log.ts';
import type { Pack } from './pack-page.ts';
import { packOf } from './pack-page.ts';

/** In the data folder; the second is the pack of the plan before this one. */
export const PACK_FILE = 'break-glass.html';
export const PREVIOUS_FILE = 'break-glass.previous.html';

/** Everybody's private numbers are in it. */
const OWNER_ONLY = 0o600;

/** The pack as a file that is there before anybody needs it. */
export interface PackKeeper {
  /** The pack of this book, made now. Rejects nothing, writes nothing. */
  make(book: Book): Pack;
  /** Sees to it that the file is of this book and not older than a day. Never throws: what is wrong is in `missing`. */
  keep(book: Book): void;
  /** When the file was made; undefined while there is none. */
  madeAt(): Instant | undefined;
  /** What keeps the file from being written, as sentences for a person. */
  missing(): readonly string[];
  stop(): void;
}

type Parts = { readonly folder: string; readonly clock: Clock; readonly log: Log };

/** Keeps the pack in a folder: at each change of the plan, and once a day, so that its age says what it is worth. */
export function packKeeper({ folder, clock, log }: Parts): PackKeeper {
  const file = join(folder, PACK_FILE);
  let last: Book | undefined;
  let fault: string | undefined;
  const daily = setInterval(() => last !== undefined && keep(last), DAY_MS).unref();

  function keep(book: Book): void {
    last = book;
    try {
      const there = stampOf(file);
      const now = clock.now();
      if (there?.plan !== book.hash || msBetween(there.at, now) >= DAY_MS)
        replace(packOf(book, now).html, there, book.hash);
      fault = undefined;
    } catch (thrown) {
      fault = thrown instanceof Error ? thrown.message : String(thrown);
      log.error({ file, reason: fault }, 'the break-glass pack could not be made');
    }
  }

  /** A reader finds the old pack or the new one, never a half; a pack of another plan is kept beside it. */
  function replace(html: string, there: Stamp | undefined, plan: Hash) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const draft = `${file}.${process.pid}.tmp`;
    try {
      writeThrough(draft, html);
      if (there !== undefined && there.plan !== plan) {
        copyFileSync(file, join(folder, PREVIOUS_FILE));
        chmodSync(join(folder, PREVIOUS_FILE), OWNER_ONLY);
      }
      renameSync(draft, file);
    } finally {
      rmSync(draft, { force: true });
    }
  }

  return {
    make: (book) => packOf(book, clock.now()),
    keep,
    madeAt: () => stampOf(file)?.at,
    missing: () =>
      fault === undefined ? [] : [`The break-glass pack could not be written to ${folder}, and may be old: ${fault}`],
    stop: () => clearInterval(daily),
  };
}

/** On disk before it gets its name: a power cut leaves the old file or the new one. */
export function writeThrough(path: string, text: string): void {
  rmSync(path, { force: true });
  const file = openSync(path, 'wx', OWNER_ONLY);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

type Stamp = { readonly plan: string; readonly at: Instant };

/** Of which plan a pack is, and when it was made; undefined where no whole pack is. */
function stampOf(file: string): Stamp | undefined {
  const text = existing(file);
  const [, plan] = /<meta name="muster-plan" content="(\w+)"/.exec(text) ?? [];
  const [, made] = /data-made="([^"]+)"/.exec(text) ?? [];
  const at = readInstant(made ?? '');
  return plan === undefined || at === undefined ? undefined : { plan, at };
}

function existing(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // No pack yet, or none that can be read: it is made anew, and what hinders that is told then.
    return '';
  }
}
