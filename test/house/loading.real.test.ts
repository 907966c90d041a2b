import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { pathsUnder } from './files.ts';

const run = promisify(execFile);
const TOP = join(import.meta.dirname, '..', '..');
const FACETS = pathsUnder('src/core/incident').filter((path) => path.endsWith('.ts'));

/**
 * The facets import each other in a ring. In a ring, a file that uses another's value while it is being loaded works or dies
 * by which of them came first; a process of its own for each shows it.
 */
it.concurrent.each(FACETS)('can be the first file loaded: %s', async (path) => {
  const load = `await import(${JSON.stringify(pathToFileURL(join(TOP, path)).href)});`;
  await expect(run(process.execPath, ['--input-type=module', '--eval', load])).resolves.toMatchObject({ stderr: '' });
});
