import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { PlanLoad } from '../../../src/adapters/plan/load.ts';
import { watchPlan } from '../../../src/adapters/plan/watch.ts';
import { minimalText } from '../../core/plan/plan-of.ts';

/** The next thing that the watcher tells. */
function listener() {
  const told: PlanLoad[] = [];
  let wake: (() => void) | undefined;
  return {
    hear: (load: PlanLoad) => {
      told.push(load);
      wake?.();
    },
    next: async () => {
      while (told.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      return told.shift();
    },
  };
}

it('edits are told, broken ones too, and mended ones again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-watch-'));
  const path = join(folder, 'plan.yaml');
  writeFileSync(path, minimalText);
  const { hear, next } = listener();
  const watching = watchPlan(path, hear);
  try {
    writeFileSync(path, minimalText.replace('rto: 2h', 'rto: 3h'));
    const first = await next();
    expect(first?.ok && first.plan.functions['dispatch']?.rto).toBe('3h');

    writeFileSync(path, minimalText.replace('rto: 2h', 'rto: soon'));
    expect(await next()).toMatchObject({ ok: false, problems: [{ rule: 'L004' }] });

    writeFileSync(join(folder, 'new.yaml'), minimalText);
    renameSync(join(folder, 'new.yaml'), path);
    const mended = await next();
    expect(mended?.ok && mended.plan.functions['dispatch']?.rto).toBe('2h');

    rmSync(path);
    expect(await next()).toMatchObject({ ok: false, problems: [{ message: 'There is no such file.' }] });
  } finally {
    watching.stop();
    rmSync(folder, { recursive: true });
  }
}, 30_000);
