import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { systemClock } from '../adapters/clock/system-clock.ts';
import { contentHash } from '../adapters/plan/load.ts';
import { PACK_FILE, packKeeper, writeThrough } from '../adapters/web/pack/pack-keeper.ts';
import { packOf } from '../adapters/web/pack/pack-page.ts';
import type { Config } from '../config.ts';
import type { Book } from '../core/book.ts';
import { loadBook } from '../plans.ts';
import type { Given, Word } from './word.ts';
import { FINE, no, textFlag } from './word.ts';

/** Where Muster keeps the pack of its plan. */
export const packFolder = ({ data }: Pick<Config, 'data'>) => join(data, 'pack');

export const pack: Word = {
  summary: 'Make the break-glass pack: numbers, workarounds and playbooks to print',
  usage: 'pack [--out FILE]',
  options: {
    out: { type: 'string', value: 'FILE', says: 'where the page goes; else the data folder' },
  },
  takes: [0, 0],
  run: makePack,
};

function makePack(given: Given): number {
  const { config, io } = given;
  const loaded = loadBook(config);
  const kept = join(packFolder(config), PACK_FILE);
  if (!loaded.ok)
    return no(
      given,
      [
        'The plan cannot be used, so no pack was made:',
        ...loaded.problems.map((problem) => `  ${problem}`),
        ...(existsSync(kept) ? [`The last good one is ${resolve(kept)}.`] : []),
      ].join('\n'),
    );
  const book: Book = { ...loaded.book, hash: contentHash(loaded.book) };
  const out = textFlag(given, 'out') ?? kept;
  const fault = out === kept ? keepAt(config, book) : writeTo(out, packOf(book, systemClock().now()).html);
  if (fault !== undefined) return no(given, fault);
  io.out(`${resolve(out)} (${Math.ceil(statSync(out).size / 1024)} KB), the pack of ${book.plan.plan.company}.`);
  io.out('It holds private numbers: only you can read the file. Print it, lock it away, and shred the one before.');
  return FINE;
}

/** A sentence when it could not be written. */
function keepAt(config: Config, book: Book): string | undefined {
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const keeper = packKeeper({ folder: packFolder(config), clock: systemClock(), log: silent });
  keeper.keep(book);
  keeper.stop();
  return keeper.missing()[0];
}

function writeTo(out: string, html: string): string | undefined {
  const draft = `${out}.${process.pid}.tmp`;
  try {
    writeThrough(draft, html);
    renameSync(draft, out);
    return undefined;
  } catch (fault) {
    rmSync(draft, { force: true });
    return `The pack could not be written to ${out}: ${fault instanceof Error ? fault.message : String(fault)}`;
  }
}
