import { writeSync } from 'node:fs';
import { systemClock } from '../../../src/adapters/clock/system-clock.ts';
import { sqliteStore } from '../../../src/adapters/stores/sqlite/sqlite-store.ts';
import { plusMs } from '../../../src/core/time.ts';

/**
 * A program of its own, to be killed: `writing-child.ts FILE` appends to eight streams for ever and writes a line
 * `STREAM VERSION` for each append that was acknowledged, not before.
 */
const [file = ''] = process.argv.slice(2);
const store = sqliteStore(file, systemClock());
writeSync(1, 'open\n');

async function writeForEver(stream: string): Promise<void> {
  for (let version = (await store.read(stream)).length; ;) {
    const agenda = [{ key: `${stream}/next`, at: plusMs(await store.now(), version), lane: 'page' } as const];
    const delivery = { id: `${stream} ${version + 2}`, reply: `reply ${version + 2}` };
    const events = [1, 2].map((n) => ({ stream, n: version + n, padding: 'x'.repeat(n * 300) }));
    const appended = await store.append({ stream, expected: version, events, agenda, open: true, delivery });
    if (appended.outcome !== 'appended') throw new Error(`unexpected: ${appended.outcome}`);
    version = appended.version;
    writeSync(1, `${stream} ${version}\n`);
  }
}

await Promise.all(Array.from({ length: 8 }, (_, n) => writeForEver(`INC-${n}`)));
