import { WORDS } from './words.ts';
import type { Word } from './word.ts';

const COMMON: readonly (readonly [flag: string, says: string])[] = [
  ['--plan FILE', 'the continuity plan, instead of MUSTER_PLAN'],
  ['--data DIR', 'the data folder, instead of MUSTER_DATA'],
  ['--port N', 'the port, instead of MUSTER_PORT'],
];

/** All words, for `muster` and `muster --help`. */
export function helpLines(): readonly string[] {
  const width = Math.max(...Object.values(WORDS).map(({ usage }) => usage.length));
  return [
    'Muster: incident response driven by your continuity plan.',
    '',
    'Usage: muster WORD …',
    '',
    ...Object.values(WORDS).map(({ usage, summary }) => `  ${usage.padEnd(width)}  ${summary}`),
    '',
    'With each of them:',
    ...COMMON.map(([flag, says]) => `  ${flag.padEnd(12)}  ${says}`),
    '',
    'Settings come from the environment: see docs/operations.md. Exit code: 0 fine, 1 findings or a refusal, 2 wrong use.',
  ];
}

export function wordHelp({ usage, summary, options = {} }: Word): readonly string[] {
  const own = Object.entries(options).map(([name, option]): readonly [string, string] => [
    option.type === 'string' ? `--${name} ${option.value}` : `--${name}`,
    option.says,
  ]);
  const all = [...own, ...COMMON];
  const width = Math.max(...all.map(([flag]) => flag.length));
  return [
    `muster ${usage}`,
    '',
    /[.?]$/.test(summary) ? summary : `${summary}.`,
    '',
    ...all.map(([flag, says]) => `  ${flag.padEnd(width)}  ${says}`),
  ];
}
