import { WORDS } from './words.ts';
import type { Word } from './word.ts';

const COMMON = [
  '--plan FILE   the continuity plan, instead of MUSTER_PLAN',
  '--data DIR    the data folder, instead of MUSTER_DATA',
  '--port N      the port, instead of MUSTER_PORT',
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
    ...COMMON.map((line) => `  ${line}`),
    '',
    'Settings come from the environment: see docs/operations.md. Exit code: 0 fine, 1 findings or a refusal, 2 wrong use.',
  ];
}

export const wordHelp = ({ usage, summary }: Word): readonly string[] => [
  `muster ${usage}`,
  '',
  `${summary}.`,
  '',
  ...COMMON.map((line) => `  ${line}`),
];
