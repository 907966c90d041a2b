import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { textOf } from './files.ts';

/** One instruction a line: continued lines are joined, comments are gone. */
const instructions = textOf('Dockerfile')
  .replaceAll(/^#.*\n/gm, '')
  .replaceAll(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => line !== '');
const last = instructions.slice(instructions.findLastIndex((line) => line.startsWith('FROM ')));
const argumentsOf = (word: string) =>
  last.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
const copied = instructions
  .filter((line) => /^COPY (?!--from)/.test(line))
  .flatMap((line) => line.split(/\s+/).slice(1, -1));

/** No container engine is needed for these: they read the recipe. That it builds is for a machine that has one. */
describe('the image', () => {
  it('does not run as root', () => {
    expect(argumentsOf('USER')).toEqual(['node']);
    expect(last.indexOf('USER node')).toBeLessThan(last.findIndex((line) => line.startsWith('ENTRYPOINT ')));
  });

  it('keeps what must last in /data and listens to the outside', () => {
    expect(argumentsOf('VOLUME')).toEqual(['/data']);
    expect(argumentsOf('ENV').join(' ')).toContain('MUSTER_DATA=/data MUSTER_HOST=0.0.0.0');
  });

  it('says by itself whether it is alive', () => {
    expect(argumentsOf('HEALTHCHECK').join(' ')).toContain('/healthz');
  });

  it('is asked to stop by the signal that Muster listens to', () => {
    expect(argumentsOf('STOPSIGNAL')).toEqual(['SIGTERM']);
    // In JSON form, or a shell would get the signal instead.
    expect(argumentsOf('ENTRYPOINT')).toEqual(['["node", "bin/muster.mjs"]']);
  });

  it('carries the Node of its base and nothing for developers', () => {
    expect(last[0]).toMatch(/^FROM node:24-/);
    expect(instructions).toContain('RUN npm ci --omit=dev --omit=optional');
  });

  it('is built without a build step', () => {
    expect(instructions.filter((line) => /npm run|tsc|npx/.test(line))).toEqual([]);
  });

  it('copies only what exists and what .dockerignore lets through', () => {
    const allowed = textOf('.dockerignore')
      .split('\n')
      .flatMap((line) => /^!(.+)$/.exec(line)?.[1] ?? []);
    expect(copied.filter((path) => !allowed.includes(path))).toEqual([]);
    expect(allowed.filter((path) => !copied.includes(path))).toEqual([]);
    expect(copied.filter((path) => !existsSync(join(import.meta.dirname, '..', '..', path)))).toEqual([]);
  });
});
