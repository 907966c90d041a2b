import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Word } from './word.ts';
import { FINE } from './word.ts';

const FILE = join(import.meta.dirname, '../../package.json');

export const ownVersion = (): string =>
  z.object({ version: z.string() }).parse(JSON.parse(readFileSync(FILE, 'utf8'))).version;

export const version: Word = {
  summary: 'Which Muster this is, and on which Node it runs',
  usage: 'version',
  takes: [0, 0],
  run({ io }) {
    io.out(`Muster ${ownVersion()}, Node ${process.versions.node}`);
    return FINE;
  },
};
