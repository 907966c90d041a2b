import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadPlanText } from '../../../src/adapters/plan/load.ts';
import { isBlock } from '../../../src/core/plan/leaves.ts';
import { lint } from '../../../src/core/plan/lint.ts';
import { BLOCKS } from '../../../src/core/plan/schema.ts';
import { instant } from '../../../src/core/time.ts';
import { minimalText } from './plan-of.ts';

const docs = readFileSync(new URL('../../../docs/plan.md', import.meta.url), 'utf8');
const blocks = [...docs.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => text ?? '');

it('the ten lines of the documentation are the ten lines of the example', () => {
  expect(blocks[0]).toBe(minimalText);
});

it('every piece of the documentation, put over the ten lines, is one plan without an error', () => {
  expect(blocks.length).toBeGreaterThan(10);
  const pieces = blocks.map((text): unknown => parse(text));
  expect(pieces.every(isBlock)).toBe(true);
  const whole: Record<string, unknown> = Object.assign({}, ...pieces);
  const load = loadPlanText(JSON.stringify(whole));
  expect(load.ok ? [] : load.problems).toEqual([]);
  if (load.ok) expect(lint(load.plan, { at: instant('2026-11-22T10:00:00Z'), locate: load.locate })).toEqual([]);
});

it('every block of the format has its place in the documentation', () => {
  for (const block of BLOCKS.filter((name) => name !== 'schema'))
    expect(docs).toMatch(new RegExp(`^###.*\`${block}\``, 'm'));
});
