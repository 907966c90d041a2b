import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** The cable between a program and a server of a test, which can be cut. */
export interface TcpProxy extends AsyncDisposable {
  /** Where the program connects to, on 127.0.0.1. */
  readonly port: number;
  /** Connections that are open now. */
  readonly open: number;
  /**
   * Every connection is reset, and new ones are until `restore`: a server that is gone. With `once` new ones go through, as
   * after a fail-over.
   */
  cut(how?: 'once'): void;
  /**
   * Nothing is carried any more in either direction and nobody is told: a firewall that has forgotten. New connections are
   * accepted and say nothing. What was held is lost with its connection at `restore`.
   */
  blackhole(): void;
  /** On a connection that is open now and carries this text to the server, whatever the server says from then on is lost. */
  loseAnswersTo(text: string): void;
  /** What is open now goes silent, and the program is not told: a half-open connection. Who connects anew is served. */
  forget(): void;
  /**
   * Carries again, from now on to another server when its port is given. Connections that were in the hole are reset, because
   * bytes of theirs are missing.
   */
  restore(toPort?: number): void;
}

type Mode = 'carries' | 'cut' | 'hole';

/** A proxy of 127.0.0.1 for the port of a server that a test started. */
export async function tcpProxy(targetPort: number): Promise<TcpProxy> {
  let mode: Mode = 'carries';
  let target = targetPort;
  /** Both ends of each connection; an end in the hole has one of them only. */
  const pairs = new Set<readonly Socket[]>();
  /** Ends of the program whose other end is gone without a word. */
  const halves = new Set<Socket>();

  const server = createServer({ noDelay: true }, (near) => {
    near.on('error', () => undefined);
    if (mode === 'cut') return void near.resetAndDestroy();
    const far = mode === 'hole' ? undefined : connect({ port: target, host: '127.0.0.1', noDelay: true });
    const pair = far === undefined ? [near] : [near, far];
    pairs.add(pair);
    for (const end of pair) {
      end.on('error', () => undefined);
      // In the hole an end that closes takes nothing along: the other side would hear of it.
      end.once('close', () => {
        if (mode !== 'hole' && pairs.delete(pair)) for (const each of pair) each.destroy();
      });
    }
    if (far !== undefined) near.pipe(far).pipe(near);
    else near.resume();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const reset = () => {
    for (const pair of pairs) for (const end of pair) end.resetAndDestroy();
    for (const half of halves) half.resetAndDestroy();
    pairs.clear();
    halves.clear();
  };
  return {
    port: (server.address() as AddressInfo).port,
    get open() {
      return pairs.size;
    },
    cut(how) {
      mode = how === 'once' ? mode : 'cut';
      reset();
    },
    blackhole() {
      mode = 'hole';
      for (const pair of pairs)
        for (const end of pair) {
          end.unpipe();
          end.removeAllListeners('end');
          // Read and thrown away, so that a sender's buffers do not tell it that nobody listens.
          end.resume();
        }
    },
    forget() {
      for (const pair of pairs) {
        const [near, far] = pair;
        if (near === undefined || far === undefined) continue;
        near.unpipe(far);
        far.unpipe(near);
        pairs.delete(pair);
        halves.add(near);
        far.destroy();
        near.resume();
      }
    },
    loseAnswersTo(text) {
      for (const [near, far] of pairs)
        near?.on('data', (bytes: Buffer) => {
          if (far === undefined || !bytes.includes(text)) return;
          far.unpipe(near);
          far.resume();
        });
    },
    restore(toPort = target) {
      if (mode === 'hole') reset();
      target = toPort;
      mode = 'carries';
    },
    async [Symbol.asyncDispose]() {
      mode = 'cut';
      reset();
      server.close();
      await once(server, 'close');
    },
  };
}
