import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { manifestOf } from '../../../../../src/adapters/chat/slack/setup/manifest.ts';
import { muster } from '../../../../cli/running.ts';

it('npx muster slack manifest prints YAML to paste, and says on the side what to do with it', async () => {
  const { code, out, err } = await muster(['slack', 'manifest'], {});
  expect(code).toBe(0);
  expect(parse(out)).toEqual(manifestOf({ mode: 'socket', command: '/incident', reactions: false }));
  expect(err).toMatch(/^Next: .*From a manifest.*docs\/slack\.md\.\n$/);
});

it('npx muster slack manifest --http without a public address says what to set, and prints nothing to paste', async () => {
  const { code, out, err } = await muster(['slack', 'manifest', '--http'], {});
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(/^[^\n]*set MUSTER_PUBLIC_URL[^\n]*\n$/);
});
