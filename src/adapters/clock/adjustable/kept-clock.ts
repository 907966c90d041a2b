import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { readInstant } from '../../../core/time.ts';
import type { Clock } from '../../../ports/clock.ts';
import { adjustableClock } from './adjustable-clock.ts';
import type { AdjustableClock } from './adjustable-clock.ts';

const when = z.string().transform((text, context) => {
  const at = readInstant(text);
  if (at !== undefined) return at;
  context.addIssue({ code: 'custom', message: 'is no instant' });
  return z.NEVER;
});

/** `setting` is the speed that was asked for at the start: another one at the next start counts more than what was kept. */
const kept = z.strictObject({ base: when, time: when, speed: z.number().min(0), setting: z.number().min(0) });
type Kept = z.infer<typeof kept>;

/** The file holds something else: going on by the machine's time could turn Muster's clock back, so a person decides. */
export class ClockFault extends Error {
  override name = 'ClockFault';
}

type Parts = { readonly base: Clock; readonly file: string; readonly setting: number };

export interface KeptClock extends AdjustableClock {
  /** Writes down how it runs, if the file does not say so yet; to be called once the folder is known to be one's own. */
  settle(): void;
}

/**
 * The clock of a data folder. It runs on while nobody runs Muster, so that a restart neither turns it back nor changes its
 * speed. `setting` is the speed at the first start, and again when it is another one than before.
 */
export function keptClock({ base, file, setting }: Parts): KeptClock {
  let isSettled = false;
  const before = read(file);
  const now = base.now();
  const keep = (pace: Omit<Kept, 'setting'>) => write(file, { ...pace, setting });
  const first = before ?? { base: now, time: now, speed: setting };
  const clock = adjustableClock(base, { base: first.base, time: first.time, speed: first.speed }, (pace) => {
    if (isSettled) keep(pace);
  });
  if (before !== undefined && before.setting !== setting) clock.setSpeed(setting);

  return {
    ...clock,
    settle() {
      isSettled = true;
      const isPlain = before === undefined && clock.speed() === 1;
      if (!isPlain && before?.setting !== setting) keep(clock.pace());
    },
  };
}

function read(file: string): Kept | undefined {
  if (!existsSync(file)) return undefined;
  const found = kept.safeParse(parsed(readFileSync(file, 'utf8')));
  if (found.success) return found.data;
  throw new ClockFault(
    `${file} does not say how Muster's clock runs. Delete it, and the clock goes on by the machine's time; it may then be earlier than what was recorded.`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A new file that takes the name of the old one when it is on disk: a kill leaves the one or the other, never half. */
function write(file: string, content: Kept): void {
  const draft = `${file}.${process.pid}.tmp`;
  const handle = openSync(draft, 'w', 0o600);
  try {
    writeFileSync(handle, `${JSON.stringify(content)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, file);
}
