import { posix } from 'node:path';
import { type Import, importsOf } from './imports.ts';

/** A file of the project: its path from the top, with `/`, and its text. */
export type SourceFile = { readonly path: string; readonly text: string };

/** Who may import whom. What is not named here may not be imported. */
export type Layer = {
  readonly name: string;
  readonly holds: (path: string) => boolean;
  /** Files of the project that it may import: prefixes of their paths. `everything` is for the places that plug together. */
  readonly files: 'everything' | ((path: string) => readonly string[]);
  /** npm packages that it may import; `declared` means every dependency of package.json. */
  readonly packages: 'declared' | ((path: string) => readonly string[]);
  /** True when it may touch the machine through `node:` modules; a list when it may only name what these hold. */
  readonly node: boolean | readonly string[];
};

/** Only these two see luxon, so that Temporal can replace it one day. */
const SEES_LUXON = ['src/core/time.ts', 'src/core/oncall.ts'];

/** Kinds of which there is one adapter only: the folder of the kind is the adapter. */
const ONE_OF_ITS_KIND = ['plan', 'playbooks', 'web'];

/** The top of src and the command line: where the parts are plugged together. */
const PLUGGED_TOGETHER = /^src\/(?:[^/]+\.ts|cli\/.*)$/;

export const LAYERS: readonly Layer[] = [
  {
    name: 'core',
    holds: (path) => path.startsWith('src/core/'),
    files: () => ['src/core/'],
    packages: (path) => (SEES_LUXON.includes(path) ? ['zod', 'luxon'] : ['zod']),
    node: false,
  },
  {
    name: 'ports',
    holds: (path) => path.startsWith('src/ports/'),
    files: () => ['src/core/', 'src/ports/'],
    packages: () => [],
    // A door of the web server is handed requests as Node has them; a hash is the same wherever it is computed.
    node: ['node:http', 'node:crypto'],
  },
  {
    name: 'engine',
    holds: (path) => path.startsWith('src/engine/'),
    files: () => ['src/command.ts', 'src/core/', 'src/ports/', 'src/engine/'],
    packages: () => [],
    node: false,
  },
  {
    name: 'adapters',
    holds: (path) => path.startsWith('src/adapters/'),
    files: (path) => ['src/core/', 'src/ports/', adapterOf(path)],
    packages: 'declared',
    node: true,
  },
  {
    name: 'commands',
    holds: (path) => path.startsWith('commands/'),
    files: () => ['src/command.ts', 'src/core/'],
    packages: () => ['zod'],
    node: false,
  },
  {
    name: 'composition',
    holds: (path) => PLUGGED_TOGETHER.test(path),
    files: 'everything',
    packages: 'declared',
    node: true,
  },
];

/** What one adapter consists of: its own folder, or the single file: `src/adapters/<kind>/<x>/` or `…/<x>.ts`. */
export function adapterOf(path: string): string {
  const [src = '', adapters = '', kind = '', own = '', ...deeper] = path.split('/');
  if (ONE_OF_ITS_KIND.includes(kind)) return `${src}/${adapters}/${kind}/`;
  return `${src}/${adapters}/${kind}/${own}${deeper.length > 0 ? '/' : ''}`;
}

export type Look = {
  /** One sentence per import that the table does not allow. */
  readonly findings: readonly string[];
  /** How many imports were seen, by layer: a reader that sees nothing would find nothing. */
  readonly seen: Readonly<Record<string, number>>;
};

/** Looks at every import of the files. `declared`: the dependencies of package.json. */
export function lookAt(files: readonly SourceFile[], declared: readonly string[]): Look {
  const seen: Record<string, number> = {};
  const findings: string[] = [];
  for (const file of files) {
    const layer = LAYERS.find(({ holds }) => holds(file.path));
    if (layer === undefined) {
      findings.push(`${file.path} belongs to no layer: see LAYERS in test/house/layers.ts`);
      continue;
    }
    const imports = importsOf(file.text);
    seen[layer.name] = (seen[layer.name] ?? 0) + imports.length;
    for (const found of imports) {
      const reason = refusal(found, { layer, path: file.path, declared });
      if (reason !== undefined) findings.push(`${file.path}:${found.line} ${reason}`);
    }
  }
  return { findings, seen };
}

type Place = { readonly layer: Layer; readonly path: string; readonly declared: readonly string[] };

function refusal({ form, specifier }: Import, place: Place): string | undefined {
  const { layer, path } = place;
  if (form === 'computed') {
    return layer.name === 'composition' ? undefined : 'imports a file by a name it computes: only src/discover.ts may';
  }
  if (specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(path), specifier);
    if (!/\.[a-z]+$/.test(target)) return `imports ${specifier} without its .ts`;
    if (layer.files === 'everything') return undefined;
    const may = layer.files(path);
    return may.some((prefix) => isWithin(target, prefix)) ? undefined : `(${layer.name}) may not import ${target}`;
  }
  return refusalOfPackage(specifier, place);
}

function refusalOfPackage(specifier: string, { layer, path, declared }: Place): string | undefined {
  const mayNode = typeof layer.node === 'boolean' ? layer.node : layer.node.includes(specifier);
  if (specifier.startsWith('node:')) return mayNode ? undefined : `(${layer.name}) may not import ${specifier}`;
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  const may = layer.packages === 'declared' ? declared : layer.packages(path);
  return may.includes(name) ? undefined : `(${layer.name}) may not import the package ${name}`;
}

const isWithin = (target: string, prefix: string) =>
  prefix.endsWith('/') ? target.startsWith(prefix) : target === prefix;
