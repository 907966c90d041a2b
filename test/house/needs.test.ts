import { describe, expect, it } from 'vitest';
import { pathsUnder } from './files.ts';
import { installerOf, missing, NEEDS, neededBy } from './needs.ts';

const REDIS = NEEDS.filter(({ word }) => word === 'redis');

describe('what the tests need beside Node', () => {
  it('is only what the name of a test file asks for', () => {
    const files = ['a.test.ts', 'b.real.test.ts', 'adapters/jobs.redis.real.test.ts', 'c.redis.real.test.ts'];
    expect(neededBy(files)).toEqual(REDIS);
    expect(neededBy(['redis.test.ts', 'redis.real.test.ts'])).toEqual([]);
  });

  it('may be several packages for one word', () => {
    const packages = neededBy(['sms.kannel.real.test.ts']).map(({ debianPackage }) => debianPackage);
    expect(packages).toEqual(['kannel', 'kannel-extras']);
  });

  it('is in the table for every test there is', () => {
    expect(() => neededBy(pathsUnder('test'))).not.toThrow();
    expect(() => neededBy(['a.rediss.real.test.ts'])).toThrow('rediss');
  });

  it('is not missing when one of its programs is in PATH, or is a file', () => {
    const need = { word: 'x', debianPackage: 'x', programs: ['no-such-program', 'node'] };
    expect(missing([need], process.execPath.replace(/\/[^/]+$/, ''))).toEqual([]);
    expect(missing([need], '')).toEqual([need]);
    expect(missing([{ ...need, programs: [process.execPath] }], '')).toEqual([]);
  });

  it('is installed as root, or by sudo when it asks for no password', () => {
    const install = ['apt-get', 'install', '-y', '-q', '--no-install-recommends', 'redis-server'];
    const update = ['apt-get', 'update', '-q'];
    expect(installerOf(REDIS, { root: true, sudo: false })).toEqual({ commands: [update, install] });
    const bySudo = [update, install].map((command) => ['sudo', '-n', ...command]);
    expect(installerOf(REDIS, { root: false, sudo: true })).toEqual({ commands: bySudo });
  });

  it('is named to the person where nothing may be installed', () => {
    expect(installerOf(REDIS, { root: false, sudo: false })).toEqual({
      say: 'The tests need redis-server. Install: sudo apt-get install redis-server',
    });
  });
});
