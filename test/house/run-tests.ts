import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { installerOf, missing, type Need, neededBy } from './needs.ts';
import { exitCodeOf, lastLine, type Tally, tallyOf } from './tally.ts';

/** Runs every test with Node 24 and what else they need, and ends with one line that says how many passed and failed. */
const root = join(import.meta.dirname, '..', '..');
const path = `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}`;

process.exitCode = await main();

async function main(): Promise<number> {
  const files = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' });
  const absent = missing(neededBy(files), path);
  if (absent.length > 0 && !(await install(absent))) return 1;
  const tally = await runVitest();
  console.log(lastLine(tally));
  return exitCodeOf(tally);
}

/** Installs what is missing where we may, else says what to install. True when all is there. */
async function install(absent: readonly Need[]): Promise<boolean> {
  const may = { root: process.getuid?.() === 0, sudo: (await run(['sudo', '-n', 'true'], 'ignore')) === 0 };
  const installer = installerOf(absent, may);
  if ('say' in installer) {
    console.error(installer.say);
    return false;
  }
  for (const command of installer.commands) {
    console.log(`Running: ${command.join(' ')}`);
    await run(command, 'inherit');
  }
  const still = missing(absent, path);
  for (const need of still) console.error(`The tests need ${need.debianPackage}, and it could not be installed.`);
  return still.length === 0;
}

async function runVitest(): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-tests-'));
  try {
    const file = join(folder, 'report.json');
    const vitest = [process.execPath, join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run'];
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    console.log(`Running every test on Node ${process.version}: unit tests, then the ones that use real programs.`);
    const exitCode = await run([...vitest, ...reporters, ...process.argv.slice(2)], 'inherit');
    if (existsSync(file)) return tallyOf(readFileSync(file, 'utf8'), exitCode);
    console.error(`vitest ended with ${exitCode} and left no report.`);
    return { passed: 0, failed: 0, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The exit code; 127 when the program is not there, as in a shell. No input: nothing here may wait for an answer. */
async function run([program = '', ...args]: readonly string[], output: 'inherit' | 'ignore'): Promise<number> {
  const env = { ...process.env, PATH: path, DEBIAN_FRONTEND: 'noninteractive' };
  const child = spawn(program, args, { cwd: root, stdio: ['ignore', output, output], env });
  const passOn = (signal: NodeJS.Signals) => child.kill(signal);
  process.on('SIGTERM', passOn).on('SIGINT', passOn);
  try {
    const [code]: (number | null)[] = await once(child, 'exit');
    return code ?? 1;
  } catch {
    return 127;
  } finally {
    process.off('SIGTERM', passOn).off('SIGINT', passOn);
  }
}
