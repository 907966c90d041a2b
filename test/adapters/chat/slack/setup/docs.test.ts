import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SHORTCUTS } from '../../../../../src/adapters/chat/slack/setup/manifest.ts';
import { APP_TOKEN_SCOPE, SCOPES } from '../../../../../src/adapters/chat/slack/setup/scopes.ts';
import { slackSettings } from '../../../../../src/slack-settings.ts';

const text = readFileSync(join(import.meta.dirname, '../../../../../docs/slack.md'), 'utf8');

const ASKED = {
  always: 'always',
  private: 'unless `--no-private`',
  reactions: 'with `--reactions`',
  canvas: 'with `--canvas`',
} as const;

/** The rows of the one table, cell by cell, without the head. */
const rows = (/(?:^\|.*\n)+/m.exec(text)?.[0] ?? '')
  .trimEnd()
  .split('\n')
  .slice(2)
  .map((row) =>
    row
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );

describe('docs/slack.md', () => {
  it('says of every scope what it is for', () => {
    const wanted = SCOPES.map(({ scope, feature, need, why, without }) => [
      `\`${scope}\``,
      ASKED[feature],
      need === 'required' ? 'needed' : 'nice to have',
      why,
      without,
    ]);
    expect(rows).toEqual(wanted);
    expect(text).toContain(`\`${APP_TOKEN_SCOPE}\``);
  });

  it('is five steps', () => {
    const [, steps = ''] = /## Five steps.*?\n([\s\S]*?)\n## /.exec(text) ?? [];
    expect(steps.match(/^\d\./gm)).toEqual(['1.', '2.', '3.', '4.', '5.']);
  });

  it('names every setting of Slack but the address of its API, and no other', () => {
    const named = new Set(text.match(/\bSLACK_[A-Z_]+[A-Z]/g));
    const all = Object.keys(slackSettings).filter((key) => key !== 'SLACK_API_URL');
    expect([...named].toSorted()).toEqual(all.toSorted());
  });

  it.each(SHORTCUTS)('names the shortcut $name', ({ name }) => {
    expect(text).toContain(`_${name}_`);
  });
});
