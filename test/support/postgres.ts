import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, readFileSync } from 'node:fs';
import pg from 'pg';
import { tempFolder } from './temp-folder.ts';
import { freePort, serverProcess, type ServerProcess } from './server-process.ts';

export interface PrivatePostgres extends ServerProcess {
  readonly url: string;
  /** The address of a new, empty schema in it: as good as a database of one's own, and quicker. */
  schema(setting?: string): Promise<string>;
  /** Its folder, which belongs to the user that it runs as. */
  readonly data: string;
  /** Runs statements as its owner. */
  run(sql: string): Promise<readonly Record<string, unknown>[]>;
}

const VERSIONS = [18, 17, 16, 15];
/** `quick`: nothing is flushed, for tests that never take its power away. */
type Options = { readonly quick?: boolean; readonly settings?: readonly string[] };

/** A PostgreSQL of Debian's package for one test: its own folder, a free port, ended by its pid. It refuses to be root. */
export async function privatePostgres({ quick = false, settings = [] }: Options = {}): Promise<PrivatePostgres> {
  const folder = tempFolder();
  const user = process.getuid?.() === 0 ? userOf('postgres') : undefined;
  if (user !== undefined) chownSync(folder.path, user.uid, user.gid);
  const data = folder.file('data');
  const port = await freePort();
  execFileSync(
    programOf('initdb'),
    ['-D', data, '-U', 'muster', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    { stdio: 'pipe', cwd: folder.path, ...user },
  );
  const given = [
    `listen_addresses=127.0.0.1`,
    `port=${port}`,
    `unix_socket_directories=${folder.path}`,
    ...(quick ? ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'] : []),
    ...settings,
  ];
  const url = `postgres://muster@127.0.0.1:${port}/postgres`;
  const server = serverProcess({
    program: programOf('postgres'),
    args: ['-D', data, ...given.flatMap((setting) => ['-c', setting])],
    port,
    ...(user === undefined ? {} : { user }),
    answers: () => run(url, 'select 1').then(() => true),
    end: { signal: 'SIGINT', withinMs: 10_000 },
  });
  await server.start();
  let schemas = 0;
  return {
    ...server,
    url,
    run: (sql) => run(url, sql),
    data,
    async schema(setting) {
      const name = `muster_${(schemas += 1)}`;
      await run(url, `create schema ${name}`);
      const wishes = [`search_path=${name}`, ...(setting === undefined ? [] : [setting])]
        .map((wish) => `-c ${wish}`)
        .join(' ');
      return `${url}?options=${encodeURIComponent(wishes)}`;
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}

async function run(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const found = await client.query<Record<string, unknown>>(sql);
    return found.rows;
  } finally {
    await client.end();
  }
}

/** Debian keeps the server beside its version, out of PATH. */
export function programOf(name: string): string {
  const places = VERSIONS.map((version) => `/usr/lib/postgresql/${version}/bin/${name}`);
  return places.find((place) => existsSync(place)) ?? name;
}

function userOf(name: string): { readonly uid: number; readonly gid: number } {
  const line = new RegExp(`^${name}:[^:]*:(\\d+):(\\d+):`, 'm').exec(readFileSync('/etc/passwd', 'utf8'));
  if (line === null) throw new Error(`there is no user ${name}: is postgresql installed?`);
  return { uid: Number(line[1]), gid: Number(line[2]) };
}
