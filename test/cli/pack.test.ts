import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/main.ts';
import { readConfig } from '../../src/config.ts';
import { openMuster } from '../../src/muster.ts';
import { tempFolder } from '../support/temp-folder.ts';

async function muster(argv: readonly string[], environment: Readonly<Record<string, string>>) {
  const [out, err]: [string[], string[]] = [[], []];
  const io = { out: (line: string) => void out.push(line), err: (line: string) => void err.push(line), environment };
  const code = await main(argv, io);
  return { code, out: out.join('\n'), err: err.join('\n') };
}
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

describe('muster pack', () => {
  it('makes the pack in the data folder, for its owner only, and says where and how large it is', async () => {
    using data = tempFolder();
    const { code, out } = await muster(['pack'], { MUSTER_DATA: data.path });
    const file = join(data.path, 'pack', 'break-glass.html');
    expect(code).toBe(0);
    expect(out).toMatch(/break-glass\.html \(\d+ KB\), the pack of Lakeshore Medical Billing\./);
    expect(readFileSync(file, 'utf8')).toContain('+1 616 555 0101');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('writes it to a file of one’s own, over an older one', async () => {
    using data = tempFolder();
    const file = data.file('print-me.html');
    writeFileSync(file, 'old', { mode: 0o644 });
    const { code } = await muster(['pack', '--out', file], { MUSTER_DATA: data.path });
    expect(code).toBe(0);
    expect(readFileSync(file, 'utf8')).toContain('Break-glass pack');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(existsSync(join(data.path, 'pack'))).toBe(false);
  });

  it('is of the same plan, by its hash, as the Muster that runs on these files', async () => {
    using data = tempFolder();
    const config = readConfig({ MUSTER_DATA: data.path });
    if (!config.ok) throw new Error(config.say);
    const running = await openMuster(config.config, silent);
    const { hash } = running.plans.book();
    await running.stop();
    const out = data.file('mine.html');
    await muster(['pack', '--out', out], { MUSTER_DATA: data.path });
    expect(readFileSync(out, 'utf8')).toContain(`<meta name="muster-plan" content="${hash}"`);
  });

  it('refuses a broken plan with its problems, and names the last good pack', async () => {
    using data = tempFolder();
    await muster(['pack'], { MUSTER_DATA: data.path });
    const plan = data.file('broken.plan.yaml');
    writeFileSync(plan, 'plan: { company: X }\n');
    const { code, out, err } = await muster(['pack', '--plan', plan], { MUSTER_DATA: data.path });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('broken.plan.yaml:1');
    expect(err).toMatch(/The last good one is .*break-glass\.html/);
  });

  it('says in a sentence that a file cannot be written', async () => {
    using data = tempFolder();
    const { code, err } = await muster(['pack', '--out', data.file('no/such/folder.html')], { MUSTER_DATA: data.path });
    expect(code).toBe(1);
    expect(err).toContain('The pack could not be written to');
    const wrong = await muster(['pack', 'me'], { MUSTER_DATA: data.path });
    expect(wrong.code).toBe(2);
  });
});
