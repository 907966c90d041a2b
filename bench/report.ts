import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { Found, Line } from './found.ts';

const PAGE = join(import.meta.dirname, '../docs/performance.md');
const FOLDER = join(import.meta.dirname, '../docs/performance');
/** What the page is made of, so that one bench can be run again without the others. */
const FIGURES = join(FOLDER, 'figures.json');

export type Entry = {
  readonly name: string;
  readonly says: string;
  readonly date: string;
  /** The machine's load average over the minute before. */
  readonly load: number;
  readonly machine: string;
  readonly found: Found;
};
type Named = { readonly name: string; readonly says: string };

export const machine = () =>
  `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;

/** For the terminal. */
export function shown(found: Found): string {
  if ('figures' in found) return words(found.figures);
  return found.lines.map(({ who, settings, figures }) => `\n  ${who} (${settings}): ${words(figures)}`).join('');
}

/** Writes the page anew: these entries, what earlier runs found of the other benches, and nothing of benches that are no more. */
export async function keepReport(entries: readonly Entry[], all: readonly Named[]): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const before = existsSync(FIGURES) ? (JSON.parse(readFileSync(FIGURES, 'utf8')) as readonly Entry[]) : [];
  for (const { found } of entries)
    for (const [file, svg] of Object.entries('plots' in found ? found.plots : {}))
      writeFileSync(join(FOLDER, file), svg);
  const kept = all.flatMap(({ name, says }) => {
    const entry = entries.find((each) => each.name === name) ?? before.find((each) => each.name === name);
    return entry === undefined ? [] : [{ ...entry, says, found: withoutPlots(entry.found) }];
  });
  await write(FIGURES, JSON.stringify(kept));
  await write(PAGE, pageOf(kept));
}

/** The plots stand in files of their own; here only their names. */
const withoutPlots = (found: Found): Found =>
  'figures' in found
    ? found
    : { lines: found.lines, plots: Object.fromEntries(Object.keys(found.plots).map((file) => [file, ''])) };

async function write(file: string, text: string) {
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
}

function pageOf(entries: readonly Entry[]): string {
  const single = entries.filter(({ found }) => 'figures' in found);
  const several = entries.filter(({ found }) => 'lines' in found);
  const rows = single.map(
    ({ name, says, date, found }) =>
      `| ${name} | ${says} | ${'figures' in found ? cell(found.figures) : ''} | ${date} |`,
  );
  const newest = entries.toSorted((a, b) => (a.date < b.date ? 1 : -1))[0];
  return [
    '# Performance',
    '',
    'Written by `npm run bench -- --write`; `--only words` runs some of it and leaves the other rows as they are. Nothing here is',
    'asserted by a test: these are figures of one machine, on the day that stands beside them.',
    '',
    `Machine: ${newest?.machine ?? machine()}.`,
    '',
    '## One process on SQLite',
    '',
    'Everything in this table ran in one process on one SQLite file with every append flushed (`synchronous=FULL`), the sample plan of',
    '60 people, and a pager that only notes the hour.',
    '',
    'What was aimed at: words in → page handed over p99 under 10 ms, sparse deadlines p99 under 20 ms, 10,000 decisions a second when',
    'all are due at once, 90 MB at rest. Where a row misses its aim, it says so by its figure.',
    '`rest_mb` is the real process, console and plan loaded; "at rest" is the bench’s own process.',
    '',
    '| bench | what it includes | figures | date |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    ...(several.length === 0 ? [] : [...BESIDE, ...several.flatMap(section)]),
  ].join('\n');
}

/** What must be known to read the comparisons rightly. */
const BESIDE = [
  '## Several processes, and others beside Muster',
  '',
  'What somebody on Node would take for timers, on the same machine, in the same run, each with a private server of its own: once as its',
  'documentation leaves it, once as well set as we could make it. Every process is a real one, and so are PostgreSQL (15, `fsync` on) and',
  'Redis (7.0). The hours are told by a process that is gone when they come: nobody knows them from memory.',
  '',
  'Not the same is compared in one respect, to our disadvantage: **Muster’s figure ends when the decision, as an event of its',
  'stream, is on disk; that of the others ends when their handler is called**, before anything that the handler does is kept. Rows',
  'named _model_ were not run: they are computed from the constants that a project publishes. _Documented_ is what its manual says.',
  '',
  'Those that look at the clock so seldom that nothing else matters (pg-boss, the defaults of graphile-worker, BullMQ at `hz 10`) ran',
  'side by side in the sparse race; all others ran alone. `idle_percent` is how much of the machine nobody used meanwhile.',
  '',
  'Aimed at: sparse p99 within 20 ms; of a herd 10,000 decisions a second, p99 within 1 s; with 20 kills nothing lost, nothing twice,',
  'nothing later than 0.5 s; with Redis emptied 1.1 s. Where a figure misses its aim, it stands there all the same. The herd on',
  'PostgreSQL is near its aim, with PostgreSQL on the same two cores: ten runs in a row gave 8,900 to 11,300 decisions a second.',
  '',
  'Where another is ahead: with a herd graphile-worker with a local queue; what a killed worker of it had',
  'locked comes back after four hours. With single deadlines BullMQ, on PostgreSQL by half; with workers that are killed it loses',
  'minutes, or rings twice. For throughput alone, take a queue.',
  '',
];

function section({ name, says, date, load, found }: Entry): readonly string[] {
  if (!('lines' in found)) return [];
  const columns = [...new Set(found.lines.flatMap(({ figures }) => Object.keys(figures)))];
  const row = ({ who, settings, kind, figures }: Line) => {
    const label = kind === 'own' ? `**${who}**` : kind === 'other' ? who : `${who} _(${kind})_`;
    return `| ${[label, settings, ...columns.map((column) => spoken(figures[column] ?? ''))].join(' | ')} |`;
  };
  return [
    `### ${name.replace('beside others: ', '').replace(/^./, (letter) => letter.toUpperCase())}`,
    '',
    `${says} (${date}; load of the machine before: ${load})`,
    '',
    `| ${['who', 'settings', ...columns].join(' | ')} |`,
    `| ${['who', 'settings', ...columns].map(() => '---').join(' | ')} |`,
    ...found.lines.map(row),
    '',
    ...Object.keys(found.plots).flatMap((file) => [`![${name}](performance/${file})`, '']),
  ];
}

const spoken = (value: number | string) => (typeof value === 'string' ? value : value.toLocaleString('en-US'));
const words = (figures: Line['figures']) =>
  Object.entries(figures)
    .map(([what, value]) => `${what} ${spoken(value)}`)
    .join('  ');
const cell = (figures: Line['figures']) =>
  Object.entries(figures)
    .map(([what, value]) => `${what} **${spoken(value)}**`)
    .join('<br>');
