import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { pathsUnder, sourcesUnder, textOf } from './house/files.ts';
import { mocks, namesAMachine, readsClockOrDice, sleeps } from './house/habits.ts';
import { isBarrel } from './house/imports.ts';
import { LAYERS, lookAt } from './house/layers.ts';

/** The longest a file may be, in lines; about 80 is the aim. */
const LONGEST_FILE = 300;
const NAMES_THAT_SAY_NOTHING = /^(?:utils?|lib|helpers?|types|common|misc|shared)$/;

const product = sourcesUnder('src', 'commands');
const tests = sourcesUnder('test');
const manifest = z.object({ dependencies: z.record(z.string(), z.string()) }).parse(JSON.parse(textOf('package.json')));
const look = lookAt(product, Object.keys(manifest.dependencies));

describe('the layers', () => {
  it('import only what the table allows', () => {
    expect(look.findings).toEqual([]);
  });

  const existing = LAYERS.filter(({ holds }) => product.some(({ path }) => holds(path)));

  it.each(existing.map(({ name }) => name))('were seen to import something: %s', (name) => {
    expect(look.seen[name]).toBeGreaterThan(0);
  });

  it.each([
    ['src/core/a.ts', `import { z } from 'luxon';`],
    ['src/core/a.ts', `import { readFile } from 'node:fs';`],
    ['src/core/incident/a.ts', `import type { Store } from '../../ports/store.ts';`],
    ['src/core/a.ts', `export * from '../engine/engine.ts';`],
    ['src/ports/a.ts', `import { z } from 'zod';`],
    ['src/ports/a.ts', `import type { Engine } from '../engine/engine.ts';`],
    ['src/engine/a.ts', `const store = await import('../adapters/stores/sqlite/sqlite-store.ts');`],
    ['src/engine/a.ts', `import pino from 'pino';`],
    ['src/engine/a.ts', `const a = await import(file);`],
    ['src/adapters/stores/memory/a.ts', `import { rows } from '../sqlite/rows.ts';`],
    ['src/adapters/intake/grafana.ts', `import { read } from './alertmanager.ts';`],
    ['src/adapters/intake/grafana/a.ts', `import { read } from '../../intake/grafana-cloud/a.ts';`],
    ['src/adapters/web/a.ts', `import { load } from '../plan/load.ts';`],
    ['src/adapters/web/a.ts', `import { load } from 'left-pad';`],
    ['src/adapters/web/a.ts', `import { engine } from '../../engine/engine.ts';`],
    ['src/adapters/web/a.ts', `import { read } from './read';`],
    ['commands/ack.ts', `import start from './start.ts';`],
    ['commands/ack.ts', `import { handle } from '../src/engine/handle.ts';`],
    ['src/somewhere/a.ts', `export const a = 1;`],
  ])('would be found out: in %s, %j', (path, text) => {
    expect(lookAt([{ path, text }], ['express']).findings).toHaveLength(1);
  });

  it.each([
    ['src/core/oncall.ts', `import { DateTime } from 'luxon';`],
    ['src/core/plan/schema.ts', `import { z } from 'zod';\nimport { readSpan } from '../time.ts';`],
    ['src/engine/work.ts', `import type { Store } from '../ports/store.ts';`],
    ['src/adapters/web/pages/home.ts', `import express from 'express';\nimport { html } from '../html.ts';`],
    ['src/adapters/pagers/email/a.ts', `import { connect } from 'node:net';\nimport { b } from './b.ts';`],
    ['commands/ack.ts', `import { command } from '../src/command.ts';\nimport { z } from 'zod';`],
    ['src/main.ts', `import { engine } from './engine/engine.ts';\nconst b = await import(file);`],
    ['src/cli/run.ts', `import { main } from '../main.ts';`],
  ])('are not found out for nothing: in %s, %j', (path, text) => {
    expect(lookAt([{ path, text }], ['express']).findings).toEqual([]);
  });
});

describe('the core and the engine', () => {
  it('are told the time and never ask for it, and throw no dice', () => {
    const pure = product.filter(({ path }) => /^src\/(?:core|engine)\//.test(path));
    expect(pure.flatMap(readsClockOrDice)).toEqual([]);
  });

  it.each([
    'const now = Date.now();',
    'const now = new Date();',
    'const now = new Date;',
    'const ms = performance.now();',
    'const now = DateTime.utc();',
    'setTimeout(go, 5);',
    'const n = Math.random();',
    "import { randomUUID } from 'node:crypto';",
  ])('would be found out by %j', (text) => {
    expect(readsClockOrDice({ path: 'a.ts', text })).not.toEqual([]);
  });

  it.each(['const at = new Date(ms);', '// Date.now() is not ours', `const text = 'new Date()';`, 'type Now = Date;'])(
    'are not found out for %j',
    (text) => {
      expect(readsClockOrDice({ path: 'a.ts', text })).toEqual([]);
    },
  );
});

describe('every file', () => {
  it('has a name that says what is in it', () => {
    const named = (path: string) =>
      path.split('/').some((part) => NAMES_THAT_SAY_NOTHING.test(part.split('.')[0] ?? ''));
    expect([...product, ...tests].map(({ path }) => path).filter(named)).toEqual([]);
  });

  it('can be read in one go', () => {
    const lines = ({ text }: { text: string }) => text.trimEnd().split('\n').length;
    const long = [...product, ...tests].filter((file) => lines(file) > LONGEST_FILE);
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  it('has something of its own to say: no barrels', () => {
    expect([...product, ...tests].filter(({ text }) => isBarrel(text)).map(({ path }) => path)).toEqual([]);
  });

  it('would be as right on another machine: no path of this one', () => {
    const texts = pathsUnder('').filter((path) =>
      /\.(?:[cm]?[jt]s|json|ya?ml|md|sql|sh|css|html)$|^[^.]+$|^\.[^/]+$/.test(path),
    );
    expect(texts.flatMap((path) => namesAMachine({ path, text: textOf(path) }))).toEqual([]);
  });
});

describe('the tests', () => {
  it('use the product as it is: no mocked modules, no faked timers', () => {
    expect(tests.flatMap(mocks)).toEqual([]);
  });

  it('do not sleep', () => {
    expect(tests.flatMap(sleeps)).toEqual([]);
  });

  it.each(['setTimeout(go, 250)', 'await setTimeout(1_000)', 'setTimeout(() => done(1), 5e3)'])(
    'would be found asleep by %j',
    (text) => {
      expect(sleeps({ path: 'a.test.ts', text })).toEqual(['a.test.ts:1 sleeps']);
    },
  );

  it.each(['setTimeout(go, 5)', 'setTimeout(() => fill(1_000), 0)', 'AbortSignal.timeout(5_000)'])(
    'are awake during %j',
    (text) => {
      expect(sleeps({ path: 'a.test.ts', text })).toEqual([]);
    },
  );
});
