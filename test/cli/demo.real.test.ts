import { mkdirSync, readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { tempFolder } from '../support/temp-folder.ts';
import { muster } from './running.ts';

/** What the README promises, in ms. */
const PROMISED_MS = 90_000;

it(
  'the demo shows one whole incident in less than 90 seconds, and leaves nothing behind',
  { timeout: PROMISED_MS },
  async () => {
    using folder = tempFolder();
    const scratch = folder.file('scratch');
    mkdirSync(scratch);
    const { code, out, err } = await muster(['demo'], { TMPDIR: scratch });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const order = [
      'Nina Kowalski: start phones send callers in a loop',
      'Marcus Feld, chat',
      'cant INC-1',
      'Paged level 2',
      'Priya Raman: ack INC-1',
      'Its planned time is over',
      'workaround INC-1 patient-calls',
      'update INC-1',
      'restored INC-1',
      'close INC-1',
      'The timeline of INC-1',
      '# Postmortem INC-1',
    ];
    const found = order.map((words) => out.indexOf(words));
    expect(found).not.toContain(-1);
    expect(found).toEqual(found.toSorted((a, b) => a - b));
    expect(readdirSync(scratch)).toEqual([]);
  },
);
