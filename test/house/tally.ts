import { z } from 'zod';

/** What the last line says. A file that could not be loaded is one failure, and so is an error outside of any test. */
export type Tally = { readonly passed: number; readonly failed: number; readonly skipped: number };

/** The part of vitest's JSON report that is counted; the rest is not ours. */
const report = z.object({
  testResults: z.array(
    z.object({
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string() })),
    }),
  ),
});

/** Counts a report of vitest's JSON reporter; `exitCode` is vitest's own. Throws when the text is not such a report. */
export function tallyOf(json: string, exitCode: number): Tally {
  const files = report.parse(JSON.parse(json)).testResults;
  const statuses = files.flatMap((file) => file.assertionResults.map(({ status }) => status));
  const count = (wanted: string) => statuses.filter((status) => status === wanted).length;
  const unloaded = files.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  );
  const passed = count('passed');
  const failed = count('failed') + unloaded.length;
  return {
    passed,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: statuses.length - passed - count('failed'),
  };
}

/** `tests: 12 passed, 0 failed`, with `, 1 skipped` when there is one. */
export const lastLine = ({ passed, failed, skipped }: Tally) =>
  `tests: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

/** Zero only when something ran and nothing failed. */
export const exitCodeOf = ({ passed, failed }: Tally) => (failed === 0 && passed > 0 ? 0 : 1);
