import { systemClock } from '../adapters/clock/system-clock.ts';
import { readIncidentId } from '../core/ids.ts';
import type { Ask, Heads, Verified } from '../engine/verify.ts';
import { verify as verified } from '../engine/verify.ts';
import type { Finding } from '../engine/verify-stream.ts';
import { liveArchive } from '../live-archive.ts';
import { placeOf, rowsAt } from '../places.ts';
import { databaseUrlOf } from '../postgres-archive.ts';
import { StoreFault } from '../ports/store.ts';
import { plainName, plainSay } from './plain.ts';
import { readHeads, refuseTaken, writeHeads } from './heads-file.ts';
import type { Given, Word } from './word.ts';
import { FINDINGS, FINE, WRONG_USE, no, textFlag } from './word.ts';

export const verify: Word = {
  summary: 'Compute the hash chains again: was anything altered, removed, put in or reordered?',
  usage: 'verify [INC-42 …] [--from PATH|database] [--heads FILE] [--against FILE] [--json]',
  options: {
    from: {
      type: 'string',
      value: 'PATH',
      says: 'a backup, an export, a data folder, a copy of muster.db; or "database"',
    },
    heads: { type: 'string', value: 'FILE', says: 'also note there where every stream stands; the file must be new' },
    against: { type: 'string', value: 'FILE', says: 'compare with what was noted so' },
    json: { type: 'boolean', says: 'for programs' },
  },
  takes: [0, 100],
  async run(given) {
    const { words, io } = given;
    const against = againstOf(given);
    if (typeof against === 'string') return no(given, against, WRONG_USE);
    const file = textFlag(given, 'heads');
    const refused = file === undefined ? undefined : refuseHeads(file, words);
    if (refused !== undefined) return no(given, refused, WRONG_USE);
    const found = await look(given, {
      ...(words.length === 0 ? {} : { only: new Set(words.map((word) => readIncidentId(word) ?? word)) }),
      ...(against === undefined ? {} : { against }),
    });
    if (typeof found === 'string') return no(given, found);
    const unwritten = file === undefined ? undefined : writeHeads(file, found.heads, systemClock().now());
    if (given.flags['json'] === true) io.out(asJson(found));
    else for (const line of told(found, against?.size)) io.out(line);
    // What was found is told in any case.
    if (unwritten !== undefined) return no(given, unwritten);
    return found.findings.length === 0 ? FINE : FINDINGS;
  },
};

/** Said before the long look, not after it. */
const refuseHeads = (file: string, only: readonly string[]): string | undefined =>
  only.length > 0 ? 'Heads are written of all streams: leave their names out, or --heads.' : refuseTaken(file);

function againstOf(given: Given): Heads | string | undefined {
  const file = textFlag(given, 'against');
  return file === undefined ? undefined : readHeads(file);
}

/** Of a place, or of what this Muster keeps, running or not. A sentence when it cannot be read. */
async function look(given: Given, ask: Ask): Promise<Verified | string> {
  const from = textFlag(given, 'from');
  try {
    if (from === undefined) {
      await using archive = await liveArchive(given.config);
      return await verified(archive.dump(), ask);
    }
    const place = await placeOf(from, databaseUrlOf(given.config));
    const damage: Finding[] = [];
    const rows = rowsAt(place, (say) => damage.push({ say: `The file ${from}: ${say}` }));
    const found = await verified(rows, { ...ask, hasDocuments: place.kind !== 'export' });
    return { ...found, findings: [...found.findings, ...damage] };
  } catch (fault) {
    if (fault instanceof StoreFault) return fault.message;
    throw fault;
  }
}

const FITS = 'every event is what was written';

const asJson = ({ findings, heads, events }: Verified) =>
  JSON.stringify({ ok: findings.length === 0, events, findings, heads: Object.fromEntries(heads) });

/** `compared`: with how many heads noted before. */
function* told({ findings, heads, events }: Verified, compared: number | undefined): Generator<string> {
  const names = [...heads.keys()].map(plainName);
  const widest = names.reduce((most, name) => Math.max(most, name.length), 0);
  for (const [nth, { events: most, hash }] of [...heads.values()].entries())
    yield `${(names[nth] ?? '').padEnd(widest)}  ${String(most).padStart(6)}  ${plainName(hash)}`;
  for (const finding of findings) yield `${plainSay(finding)}.`;
  const all = `${heads.size === 1 ? '1 stream' : `${heads.size} streams`}, ${events === 1 ? '1 event' : `${events} events`}`;
  yield findings.length === 0
    ? `${all}: ${compared === undefined ? FITS : `${FITS}, and fits the ${compared} ends that were noted before`}.`
    : `${all}: ${findings.length === 1 ? '1 finding' : `${findings.length} findings`}. Of each stream only the first is named: what comes after it cannot be relied on.`;
}
