import type { Log } from '../../../../../src/ports/log.ts';

export type Line = {
  readonly level: 'info' | 'warn' | 'error';
  readonly fields: Readonly<Record<string, unknown>>;
  readonly say: string;
};

/** A log that can be read afterwards. */
export function writtenLog(): Log & { readonly lines: readonly Line[] } {
  const lines: Line[] = [];
  const write = (level: Line['level']) => (fields: Line['fields'], say: string) =>
    void lines.push({ level, fields, say });
  return { lines, info: write('info'), warn: write('warn'), error: write('error') };
}
