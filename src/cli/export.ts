import { z } from 'zod';
import { exportedText } from '../adapters/archive/file/rows.ts';
import type { Config } from '../config.ts';
import { readIncidentId } from '../core/ids.ts';
import { fieldsOf } from '../engine/verify-stream.ts';
import { databaseUrlOf } from '../postgres-archive.ts';
import { rowsAt } from '../places.ts';
import type { Link } from '../ports/store.ts';
import { StoreFault } from '../ports/store.ts';
import { callRunning } from './running.ts';
import { ownVersion } from './version.ts';
import type { Word } from './word.ts';
import { FINE, WRONG_USE, no } from './word.ts';

export const exportIncident: Word = {
  summary: 'Everything that happened in an incident, one JSON line each; "verify --from FILE" checks it',
  usage: 'export INC-42',
  takes: [1, 1],
  async run(given) {
    const { words, config, io } = given;
    const id = readIncidentId(words[0] ?? '');
    if (id === undefined) return no(given, 'Which incident? "muster export INC-42".', WRONG_USE);
    const links = await chainOf(config, id);
    if (typeof links === 'string') return no(given, links);
    const last = links.at(-1);
    if (last === undefined) return no(given, `There is no ${id}.`);
    const documents = links.flatMap(({ text }) => {
      const { planHash } = fieldsOf(text);
      return typeof planHash === 'string' ? [planHash] : [];
    });
    io.out(JSON.stringify({ export: id, muster: ownVersion(), events: links.length, documents, head: last.hash }));
    for (const link of links) io.out(exportedText(link));
    return FINE;
  },
};

const chain = z.array(z.object({ version: z.number(), text: z.string(), hash: z.string() }));

/** From the Muster that runs, or else from the database itself. */
async function chainOf(config: Config, id: string): Promise<readonly Link[] | string> {
  const called = await callRunning(config, `/incidents/${id}/chain`);
  if (called.reached) {
    const read = chain.safeParse(called.body);
    return read.success ? read.data : called.status === 404 ? [] : 'The running Muster could not read it.';
  }
  const url = databaseUrlOf(config);
  try {
    return await linksOf(
      rowsAt(url === undefined ? { kind: 'folder', path: config.data } : { kind: 'postgres', url }),
      id,
    );
  } catch (fault) {
    if (fault instanceof StoreFault) return fault.message;
    throw fault;
  }
}

/** Streams come one after the other: what follows is not even read. */
async function linksOf(rows: ReturnType<typeof rowsAt>, id: string): Promise<readonly Link[]> {
  const links: Link[] = [];
  for await (const row of rows) {
    const isIts = (row.kind === 'stream' || row.kind === 'event') && row.stream === id;
    if (!isIts && links.length > 0) break;
    if (isIts && row.kind === 'event') links.push({ version: row.version, text: row.text, hash: row.hash });
  }
  return links;
}
