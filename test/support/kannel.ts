import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { tempFolder } from './temp-folder.ts';

const FAKE_CARRIER = '/usr/lib/kannel/test/fakesmsc';
/** Something else may go first for so long, in milliseconds, before it is looked at again. */
const LOOK_MS = 20;

/** What arrived at a phone: all parts joined, as the person reads it. */
export type Arrived = { readonly to: string; readonly text: string };

/** A carrier at which somebody may write one message first. */
export type Carrier = AsyncDisposable & { readonly arrived: () => readonly Arrived[] };

/** kannel 1.4.5 of Debian, on ports and in a folder of its own, with two carriers that are not there until they are asked for. */
export type Kannel = AsyncDisposable & {
  /** The address of its sendsms. */
  readonly url: string;
  /** The carrier that messages leave by. */
  readonly carrier: () => Promise<Carrier>;
  /** The carrier by which somebody writes; the answer goes back by it. */
  readonly phone: (from: string, text: string) => Promise<Carrier>;
};

/** `inbound`: the get-url, where kannel brings what people write. */
export async function kannel(inbound: string): Promise<Kannel> {
  const folder = tempFolder();
  const [admin = 0, boxes = 0, out = 0, sendsms = 0, back = 0] = await freePorts(5);
  const file = folder.file('kannel.conf');
  const groups = [
    [
      'core',
      `admin-port = ${admin}`,
      'admin-interface = 127.0.0.1',
      'admin-password = x',
      `smsbox-port = ${boxes}`,
      'smsbox-interface = 127.0.0.1',
      'box-allow-ip = 127.0.0.1',
      'dlr-storage = internal',
    ],
    ['smsc', 'smsc = fake', 'smsc-id = out', `port = ${out}`, 'connect-allow-ip = 127.0.0.1', 'allowed-smsc-id = out'],
    [
      'smsc',
      'smsc = fake',
      'smsc-id = back',
      `port = ${back}`,
      'connect-allow-ip = 127.0.0.1',
      'allowed-smsc-id = back',
    ],
    ['smsbox', 'bearerbox-host = 127.0.0.1', `sendsms-port = ${sendsms}`, 'sendsms-interface = 127.0.0.1'],
    [
      'sendsms-user',
      'username = muster',
      'password = secret',
      'max-messages = 10',
      'concatenation = true',
      'forced-smsc = out',
    ],
    [
      'sms-service',
      'keyword = default',
      'catch-all = yes',
      'max-messages = 3',
      'concatenation = true',
      'omit-empty = yes',
      `get-url = "${inbound}"`,
    ],
  ];
  writeFileSync(file, groups.map(([name = '', ...lines]) => [`group = ${name}`, ...lines, ''].join('\n')).join('\n'));
  const running: ChildProcess[] = [];
  const start = (program: string, args: readonly string[]) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    running.push(child);
    return child;
  };
  const drained = (program: string) => {
    const child = start(program, ['-v', '4', file]);
    child.stdout?.resume();
    child.stderr?.resume();
  };
  drained('/usr/sbin/bearerbox');
  await answers(boxes);
  drained('/usr/sbin/smsbox');
  await answers(sendsms);

  /** The fake carrier gives up when kannel does not listen yet; then there is another one. */
  async function carrier(port: number, message: readonly string[]): Promise<Carrier> {
    await answers(port);
    const child = start(FAKE_CARRIER, [
      '-H',
      '127.0.0.1',
      '-r',
      String(port),
      '-m',
      String(message.length),
      ...(message.length > 0 ? message : ['0 0 text none']),
    ]);
    let heard = '';
    const hear = (part: Buffer) => (heard += part.toString());
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    while (!/Connecting to/.test(heard)) await pause(LOOK_MS);
    return { arrived: () => arrivedIn(heard), [Symbol.asyncDispose]: () => ended(child) };
  }

  return {
    url: `http://127.0.0.1:${sendsms}/cgi-bin/sendsms`,
    carrier: () => carrier(out, []),
    phone: (from, text) => carrier(back, [`${from} 700 text ${text}`]),
    async [Symbol.asyncDispose]() {
      for (const child of running.toReversed()) await ended(child);
      folder[Symbol.dispose]();
    },
  };
}

/** Until this holds; a test that waits for ever is ended by its limit. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await pause(LOOK_MS);
}

/** `Got message 2: <700 +1313… text words>`; other kinds are written with `%` and `+`, in parts with their header (`udh`). */
function arrivedIn(heard: string): readonly Arrived[] {
  const found: Arrived[] = [];
  for (const [, to = '', kind = '', rest = ''] of heard.matchAll(
    /Got message \d+: <\S+ (\S+) ([\w-]+) ([^]*?)>(?=\n\d{4}-|\n*$)/g,
  )) {
    const [head = '', body = rest] = kind === 'udh' ? rest.split(/ (?:data|text|ucs-2) /) : [];
    const text = kind === 'text' ? rest : readable(body, kind === 'ucs-2' || / ucs-2 /.test(rest));
    const isLater = kind === 'udh' && !head.endsWith('01');
    const before = isLater ? found.pop() : undefined;
    found.push({ to, text: `${before?.text ?? ''}${text}` });
  }
  return found;
}

function readable(written: string, wide: boolean): string {
  const bytes = written
    .replaceAll('+', ' ')
    .replaceAll(/%([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  if (!wide) return Buffer.from(bytes, 'latin1').toString();
  return Buffer.from(bytes, 'latin1').swap16().toString('utf16le');
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

async function answers(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const [open] = await Promise.race([
      once(socket, 'connect').then(() => [true]),
      once(socket, 'error').then(
        () => [false],
        () => [false],
      ),
    ]).catch(() => [false]);
    socket.destroy();
    if (open === true) return;
    await pause(LOOK_MS);
  }
}

/** kannel wants to be told its ports. */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  return Promise.all(
    servers.map(async (server) => {
      const address = server.address();
      server.close();
      await once(server, 'close');
      return typeof address === 'object' && address !== null ? address.port : 0;
    }),
  );
}
