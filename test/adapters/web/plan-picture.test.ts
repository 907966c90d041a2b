import { describe, expect, it } from 'vitest';
import { around, graphOf } from '../../../src/adapters/web/pages/plan/picture-graph.ts';
import { layoutOf, wrapped } from '../../../src/adapters/web/pages/plan/picture-layout.ts';
import { pictures } from '../../../src/adapters/web/pages/plan/pictures.ts';
import { hash } from '../../../src/core/ids.ts';
import type { Plan } from '../../../src/core/plan/schema.ts';
import { HEAD, lakeshore, minimal, planOf } from '../../core/plan/plan-of.ts';

const PEOPLE = `people: { ann: { name: Ann, reach: [ { call: "+43 1 555 0100" } ] } }\nescalation: { default: [ann] }`;
const bookOf = (plan: Plan, name = 'a') => ({ hash: hash(name), plan, playbooks: {} });

describe('the picture of the dependencies', () => {
  it('has functions at the left border, systems between, and vendors at the right border', async () => {
    const { boxes, width, height } = await layoutOf(graphOf(lakeshore));
    const at = (kind: string) => boxes.filter(({ node }) => node.kind === kind).map(({ x }) => x);
    expect(new Set(at('function')).size).toBe(1);
    expect(new Set(at('vendor')).size).toBe(1);
    expect(Math.max(...at('function'))).toBeLessThan(Math.min(...at('system')));
    expect(Math.max(...at('system'))).toBeLessThan(Math.min(...at('vendor')));
    for (const { x, y, width: w, height: h } of boxes) {
      expect(x - w / 2).toBeGreaterThanOrEqual(0);
      expect(x + w / 2).toBeLessThanOrEqual(width);
      expect(y - h / 2).toBeGreaterThanOrEqual(0);
      expect(y + h / 2).toBeLessThanOrEqual(height);
    }
  });

  it('puts no box over another', async () => {
    const { boxes } = await layoutOf(graphOf(lakeshore));
    const over = boxes.flatMap((a, i) =>
      boxes
        .slice(i + 1)
        .filter((b) => Math.abs(a.x - b.x) < (a.width + b.width) / 2 && Math.abs(a.y - b.y) < (a.height + b.height) / 2)
        .map((b) => [a.node.name, b.node.name]),
    );
    expect(over).toEqual([]);
  });

  it('can draw systems that wait for each other', async () => {
    const plan = planOf(`${HEAD}\n${PEOPLE}
functions: { desk: { name: Desk, rto: 4h, needs: [a] } }
systems: { a: { name: A, needs: [b] }, b: { name: B, needs: [a, { system: a, kind: degraded }] } }`);
    const { lines } = await layoutOf(graphOf(plan));
    for (const { points } of lines) expect(points.length).toBeGreaterThan(1);
  });

  it('is drawn once, and again only when the plan has changed', async () => {
    const drawn = pictures();
    const first = await drawn.whole(bookOf(lakeshore));
    expect(await drawn.whole(bookOf(lakeshore))).toBe(first);
    expect(await drawn.whole(bookOf(lakeshore, 'b'))).not.toBe(first);
  });

  it('leaves a plan that is too big for one picture to the text and to the pages of its parts', async () => {
    const systems = Array.from(
      { length: 120 },
      (_, n) => `  s${n}: { name: System ${n}, needs: [${n > 0 ? `s${n - 1}` : ''}] }`,
    );
    const plan = planOf(
      `${HEAD}\n${PEOPLE}\nfunctions: { desk: { name: Desk, rto: 4h, needs: [s5] } }\nsystems:\n${systems.join('\n')}`,
    );
    const { markup } = await pictures().whole(bookOf(plan));
    expect(markup).toContain('121 boxes are too many for one picture.');
    expect(markup).not.toContain('<svg');
    expect(markup).toContain('System 119');
    expect((await pictures().around(bookOf(plan), 'function.desk')).markup).toContain('<svg');
  });

  it('is left out where a plan names no systems', async () => {
    expect((await pictures().whole(bookOf(minimal))).markup).toBe('');
    expect(around(minimal, `function.${Object.keys(minimal.functions)[0] ?? ''}`).edges).toEqual([]);
  });
});

describe('a name in a box', () => {
  it.each([
    ['Sending claims to payers', ['Sending claims to', 'payers']],
    ['Donaudampfschifffahrtsgesellschaft', ['Donaudampfschifffa', 'hrtsgesellschaft']],
    ['', []],
  ])('%s is written in lines that fit', (name, lines) => {
    expect(wrapped(name, 18)).toEqual(lines);
  });

  it('is cut off when it is too long, and says so', () => {
    const lines = wrapped('one two three four five six seven eight nine ten eleven twelve thirteen fourteen', 10);
    expect(lines).toHaveLength(4);
    expect(lines.at(-1)).toMatch(/…$/);
  });
});
