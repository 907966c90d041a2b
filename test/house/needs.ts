import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * A real server that some tests start for themselves. A test file says in its name what it needs:
 * `stores.postgres.real.test.ts` needs `postgres`. What no file asks for is neither looked for nor installed.
 */
export type Need = {
  /** The word in the file's name. */
  readonly word: string;
  /** The Debian package that brings it. */
  readonly debianPackage: string;
  /** Where it may be: a bare name is looked up in PATH, anything else is a file. One is enough. */
  readonly programs: readonly string[];
};

export const NEEDS: readonly Need[] = [
  { word: 'browser', debianPackage: 'chromium', programs: ['chromium', 'chromium-browser', 'google-chrome'] },
  {
    word: 'alertmanager',
    debianPackage: 'prometheus-alertmanager',
    programs: ['prometheus-alertmanager'],
  },
  { word: 'redis', debianPackage: 'redis-server', programs: ['redis-server'] },
  // A word may have several rows: the SMS gateway, and the carrier that Debian brings for trying it out.
  { word: 'kannel', debianPackage: 'kannel', programs: ['/usr/sbin/bearerbox'] },
  { word: 'kannel', debianPackage: 'kannel-extras', programs: ['/usr/lib/kannel/test/fakesmsc'] },
  { word: 'exim', debianPackage: 'exim4-daemon-light', programs: ['exim4', '/usr/sbin/exim4'] },
  // Debian keeps the server beside the version, out of PATH; `postgresql` is whichever version the release carries.
  {
    word: 'postgres',
    debianPackage: 'postgresql',
    programs: ['postgres', ...[15, 16, 17, 18].map((version) => `/usr/lib/postgresql/${version}/bin/postgres`)],
  },
];

/** The needs that the names of these test files ask for. Throws on a word that the table does not know: a typo. */
export function neededBy(testFiles: readonly string[], needs: readonly Need[] = NEEDS): readonly Need[] {
  const words = testFiles.flatMap((file) => /\.([a-z]+)\.real\.test\.ts$/.exec(file)?.[1] ?? []);
  for (const word of words) {
    if (!needs.some((need) => need.word === word))
      throw new Error(`no server is called "${word}": see NEEDS in test/house/needs.ts`);
  }
  return needs.filter((need) => words.includes(need.word));
}

/** The needs that this machine cannot meet yet. */
export function missing(needs: readonly Need[], path: string): readonly Need[] {
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  const isThere = (program: string) =>
    program.includes('/') ? existsSync(program) : folders.some((folder) => existsSync(join(folder, program)));
  return needs.filter((need) => !need.programs.some(isThere));
}

export type Installer = { readonly commands: readonly (readonly string[])[] } | { readonly say: string };

/** How to get what is missing: the commands to run where we may, else the sentence for the person. */
export function installerOf(
  needs: readonly Need[],
  may: { readonly root: boolean; readonly sudo: boolean },
): Installer {
  const packages = needs.map((need) => need.debianPackage);
  const install = ['apt-get', 'install', '-y', '-q', '--no-install-recommends', ...packages];
  const commands = [['apt-get', 'update', '-q'], install];
  if (may.root) return { commands };
  if (may.sudo) return { commands: commands.map((command) => ['sudo', '-n', ...command]) };
  return { say: `The tests need ${packages.join(', ')}. Install: sudo apt-get install ${packages.join(' ')}` };
}
