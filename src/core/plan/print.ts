import type { Finding, Level } from './finding.ts';

const WORD: Readonly<Record<Level, string>> = { error: 'Error', warn: 'Warning', info: 'Note' };

const place = ({ file, line, column }: Finding) => (line === 0 ? file : `${file}:${line}:${column}`);

/** `3 errors, 1 warning`; `no findings`. */
export function countInWords(findings: readonly Finding[]): string {
  const parts = (['error', 'warn', 'info'] as const).flatMap((level) => {
    const n = findings.filter((one) => one.level === level).length;
    return n === 0 ? [] : [`${n} ${WORD[level].toLowerCase()}${n === 1 ? '' : 's'}`];
  });
  return parts.length === 0 ? 'no findings' : parts.join(', ');
}

/**
 * Findings as lines for a terminal: place and rule, the sentence, what to do; a count at the end. Colour is never the only
 * signal, so there is none.
 */
export function printFindings(findings: readonly Finding[]): readonly string[] {
  const lines = findings.flatMap((one) => [
    `${place(one)}  ${WORD[one.level]} ${one.rule}${one.path === '' ? '' : `  ${one.path}`}`,
    `  ${one.message}`,
    ...(one.suggestion === undefined ? [] : [`  → ${one.suggestion}`]),
  ]);
  return [...lines, ...(lines.length === 0 ? [] : ['']), `${countInWords(findings)}.`];
}
