import { parseArgs } from 'node:util';
import { helpLines, wordHelp } from './cli/help.ts';
import type { Io, Word } from './cli/word.ts';
import { FINDINGS, FINE, WRONG_USE } from './cli/word.ts';
import { ALIASES, WORDS } from './cli/words.ts';
import { OWN_COMMANDS, readConfig } from './config.ts';
import { nearest } from './core/nearest.ts';
import { discoverCommands } from './discover.ts';

/** Flags that every word takes; each stands in for a setting. */
const COMMON = {
  plan: { type: 'string' },
  data: { type: 'string' },
  port: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

const TERMINAL: Io = {
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
  environment: process.env,
};

/** `muster plan order | head` closes our output early: that is no fault, and nobody is left to read more. */
process.stdout.on('error', (fault: NodeJS.ErrnoException) => {
  if (fault.code === 'EPIPE') process.exit(FINE);
  throw fault;
});

/** `muster WORD …`. Answers with the exit code: 0 fine, 1 findings or a refusal, 2 wrong use. */
export async function main(argv: readonly string[], io: Io = TERMINAL): Promise<number> {
  const [first] = argv;
  if (first === undefined || first === 'help' || first === '--help' || first === '-h') {
    for (const line of helpLines()) io.out(line);
    return FINE;
  }
  const found = wordOf(argv);
  if (found === undefined) return wrongUse(io, (await chatWordHint(argv)) ?? unknownWord(argv));
  const { word, rest } = found;
  const read = readArguments(word, rest);
  if (typeof read === 'string') return wrongUse(io, `${read} It is written: muster ${word.usage}`);
  if (read.flags['help'] === true) {
    for (const line of wordHelp(word)) io.out(line);
    return FINE;
  }
  const config = readConfig({ ...io.environment, ...settingsOf(read.flags) });
  if (!config.ok) return wrongUse(io, config.say);
  try {
    return await word.run({ ...read, config: config.config, io });
  } catch (fault) {
    return broken(io, fault, config.config.log === 'debug');
  }
}

/** The world or Muster itself failed. A person gets the sentence; with MUSTER_LOG=debug, where it happened too. */
function broken(io: Io, fault: unknown, withPlace: boolean): number {
  if (!(fault instanceof Error)) io.err(String(fault));
  else io.err(withPlace ? (fault.stack ?? fault.message) : fault.message);
  return FINDINGS;
}

function wrongUse(io: Io, say: string): number {
  io.err(say);
  return WRONG_USE;
}

/** The word that the arguments begin with: one of them, or two, as in `plan check`. */
function wordOf(argv: readonly string[]): { readonly word: Word; readonly rest: readonly string[] } | undefined {
  for (const length of [2, 1]) {
    const said = argv.slice(0, length).join(' ');
    const name = ALIASES[said] ?? said;
    const word = Object.hasOwn(WORDS, name) ? WORDS[name] : undefined;
    if (word !== undefined) return { word, rest: argv.slice(length) };
  }
  return undefined;
}

/** A word of the chat typed at the command line: how it is said from here. Words of one's own folder are not looked at. */
async function chatWordHint([first = '', ...rest]: readonly string[]): Promise<string | undefined> {
  const words = await discoverCommands([OWN_COMMANDS]);
  const isWord = Object.entries(words).some(([verb, { aliases = [] }]) => verb === first || aliases.includes(first));
  if (!isWord || Object.keys(WORDS).some((name) => name.startsWith(`${first} `))) return undefined;
  const flag = rest.findIndex((word) => word.startsWith('-'));
  const line = [first, ...(flag === -1 ? rest : rest.slice(0, flag))].join(' ').slice(0, 200);
  return `"${first}" is a word of the chat. Say it from here as: muster say "${line}" --as YOU`;
}

function unknownWord(argv: readonly string[]): string {
  const [first = '', second = ''] = argv;
  const known = Object.keys(WORDS);
  const family = known.filter((name) => name.startsWith(`${first} `));
  if (family.length > 0) {
    const near = nearest(`${first} ${second}`, family, { most: 1 })[0];
    return `"muster ${first}" goes on with a second word: ${family.join(' or ')}.${near === undefined || second === '' ? '' : ` Did you mean "${near}"?`}`;
  }
  const near = nearest(first, [...known, ...Object.keys(ALIASES)], { most: 1 })[0];
  const meant = near === undefined ? '' : ` Did you mean "${ALIASES[near] ?? near}"?`;
  return `"${first.slice(0, 40)}" is not a word of muster.${meant} "muster --help" shows all.`;
}

type Arguments = {
  readonly words: readonly string[];
  readonly flags: Readonly<Record<string, string | boolean | undefined>>;
};

function readArguments({ options = {}, takes }: Word, rest: readonly string[]): Arguments | string {
  const known = { ...COMMON, ...options };
  try {
    const { values, positionals } = parseArgs({ args: [...rest], options: known, allowPositionals: true });
    const [least, most] = takes;
    if (values.help !== true && positionals.length < least) return 'Something is missing.';
    const extra = positionals[most];
    if (extra !== undefined) return `"${extra.slice(0, 40)}" is one too many.`;
    return { words: positionals, flags: values };
  } catch (fault) {
    return flagFault(fault, Object.keys(known));
  }
}

function flagFault(fault: unknown, known: readonly string[]): string {
  const said = fault instanceof Error ? fault.message : String(fault);
  const [, flag] = /^Unknown option '-{1,2}([^']*)'/.exec(said) ?? [];
  if (flag === undefined) return `${said.split('. ')[0] ?? said}.`;
  const near = nearest(flag, known, { most: 1 })[0];
  return `--${flag} is not known here.${near === undefined ? '' : ` Did you mean --${near}?`}`;
}

/** `--port 4000` is `MUSTER_PORT=4000`. */
function settingsOf({ plan, data, port }: Arguments['flags']): Readonly<Record<string, string>> {
  const given = Object.entries({ MUSTER_PLAN: plan, MUSTER_DATA: data, MUSTER_PORT: port });
  return Object.fromEntries(given.filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
}
