import { relative, resolve } from 'node:path';
import { pinoLog } from '../adapters/log/pino-log.ts';
import { makeLink } from '../adapters/web/sign-in/links.ts';
import type { WebServer } from '../adapters/web/web-server.ts';
import { ListenFault, webServer } from '../adapters/web/web-server.ts';
import type { Config } from '../config.ts';
import { nameOf } from '../core/book.ts';
import { MINUTE_MS, inWords, msBetween } from '../core/time.ts';
import type { Muster } from '../muster.ts';
import type { Log } from '../ports/log.ts';
import { heldLines } from './held-lines.ts';
import type { HeldLines } from './held-lines.ts';
import { leaveMark } from '../secret-mark.ts';
import { opened } from './open.ts';
import { forgetAddress, noteAddress } from '../address.ts';
import { webPartsOf } from './web-parts.ts';
import type { Given, Word } from './word.ts';
import { FINDINGS, FINE, no } from './word.ts';

/** Work under way is given five seconds, and each of the others less. In ms. */
const STOPS_WITHIN_MS = 15_000;
/** When everything has ended, the process ends with it, or so soon after. In ms. */
const LEFT_OVER_MS = 500;
const ENDING = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

export const run: Word = {
  summary: 'Run Muster: console, API and paging, until Ctrl+C',
  usage: 'run',
  takes: [0, 0],
  run: runMuster,
};

async function runMuster(given: Given): Promise<number> {
  const lines = heldLines((line) => void process.stderr.write(line));
  // After a hang-up nobody reads the log any more; that must not end the work that is under way.
  process.stderr.on('error', () => undefined);
  // Whatever way it ends, what was logged is seen.
  process.once('exit', lines.release);
  try {
    return await runWith(given, lines);
  } finally {
    lines.release();
  }
}

async function runWith(given: Given, lines: HeldLines): Promise<number> {
  const { config, io } = given;
  const log = pinoLog(config.log, lines.write);
  dieOfBugs(log);
  const found = await opened(config, log);
  if (!found.ok) return no(given, found.say.join('\n'));
  const { muster } = found;
  // First the address, then the work: a Muster that nobody can reach shall not page.
  const server = await listening(muster, log);
  if (server instanceof ListenFault) {
    await muster.stop();
    return no(given, server.message);
  }
  noteAddress(config, server.address);
  // Listened for before anybody is told that it runs: whoever starts it may stop it at once.
  const ended = ending();
  await muster.start();
  // Paging goes before links: a store that does not take the mark just now holds nothing up.
  void leaveMark(muster.store, muster.secret).catch((fault: unknown) =>
    log.warn({ reason: String(fault) }, 'the mark of the secret was not left'),
  );
  for (const line of await welcome(muster, server)) io.out(line);
  lines.release();
  const signal = await ended;
  log.info({ signal }, 'stops: what is under way is ended first');
  endsAnyway(STOPS_WITHIN_MS, FINDINGS, () =>
    log.error({}, 'something could not be ended: Muster ends without it; what is kept is safe'),
  );
  forgetAddress(config);
  await server.close();
  await muster.stop();
  // A library may ask a server that is gone for ever (BullMQ's loops do), and would keep the process.
  endsAnyway(LEFT_OVER_MS, FINE);
  // After a hang-up the terminal is gone: nobody is there to be told.
  if (signal !== 'SIGHUP') io.out(stopped(config));
  return FINE;
}

const stopped = ({ cluster, data }: Config) =>
  cluster === undefined
    ? `Stopped. Everything is kept in ${asTyped(data)}; "npm start" goes on where it was.`
    : 'Stopped. Everything is kept in the database; the other replicas go on.';

/** `./data` where that is it; a folder elsewhere by its whole path. */
function asTyped(folder: string): string {
  const near = relative(process.cwd(), resolve(folder));
  return near === '' || near.startsWith('..') ? resolve(folder) : `./${near}`;
}

async function listening(muster: Muster, log: Log): Promise<WebServer | ListenFault> {
  try {
    return await webServer(webPartsOf(muster, { log }), muster.config);
  } catch (fault) {
    if (fault instanceof ListenFault) return fault;
    throw fault;
  }
}

/** What a person needs to begin. */
async function welcome(muster: Muster, server: WebServer): Promise<readonly string[]> {
  const { config, plans } = muster;
  const { plan } = plans.book();
  const owner = Object.hasOwn(plan.people, plan.plan.owner) ? plan.plan.owner : (Object.keys(plan.people)[0] ?? '');
  const address = (config.publicUrl ?? server.address).replace(/\/$/, '');
  const link = `${address}/sign-in?t=${makeLink(muster.secret, owner, muster.wall.now())}`;
  return [
    `Muster runs for ${plan.plan.company}: ${address}`,
    `Sign in as ${nameOf(plans.book(), owner)} (works once, within 15 minutes):`,
    `  ${link}`,
    `For another one, or another person: npx muster sign-in PERSON`,
    config.cluster === undefined
      ? `Data: ${resolve(config.data)}`
      : `Data: the database of DATABASE_URL, shared by all replicas. Files of this one: ${resolve(config.data)}`,
    ...howTimeRuns(muster),
    ...muster.missing(),
    'Ctrl+C stops it.',
  ];
}

/** In the order of what surprises most; nothing when the clock is the machine's. */
function howTimeRuns({ clock, wall, adjustable }: Muster): readonly string[] {
  const speed = adjustable?.speed() ?? 1;
  const ahead = msBetween(wall.now(), clock.now());
  return [
    ...(speed === 0 ? ['Time stands still: the page "Phones" of the console sets it going.'] : []),
    ...(speed === 0 || speed === 1 ? [] : [`Time runs ${speed} times as fast.`]),
    ...(Math.abs(ahead) < MINUTE_MS
      ? []
      : [`Muster's clock is ${inWords(ahead)} ${ahead > 0 ? 'ahead of' : 'behind'} this machine's.`]),
  ];
}

/** Resolves at the first signal to end; a second one ends at once. */
function ending(): Promise<string> {
  const { promise, resolve: end } = Promise.withResolvers<string>();
  let asked = false;
  for (const signal of ENDING)
    process.on(signal, () => {
      if (asked) process.exit(FINDINGS);
      asked = true;
      end(signal);
    });
  return promise;
}

/** Ends the process if it still runs then: whoever deploys waits for it, and its place is taken by nobody until it is gone. */
function endsAnyway(ms: number, code: number, lastWords?: () => void): void {
  const end = () => {
    lastWords?.();
    process.exit(code);
  };
  setTimeout(end, ms).unref();
}

/** A bug ends the process; the events are safe, and whoever watches starts it again. */
function dieOfBugs(log: Log): void {
  const die = (thrown: unknown) => {
    log.error(
      { reason: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) },
      'a bug: Muster ends',
    );
    process.exit(FINDINGS);
  };
  process.on('uncaughtException', die);
  process.on('unhandledRejection', die);
}
