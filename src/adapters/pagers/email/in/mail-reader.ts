import { Worker } from 'node:worker_threads';
import { fewAtOnce } from '../few-at-once.ts';
import { asMail, type MailData, type ReadMail } from './read-mail.ts';

/** Undefined when it is no mail, or one that takes too long to read. Rejects when too many come at once: then it has to come again. */
export type MailReader = (raw: Uint8Array) => Promise<ReadMail | undefined>;

/** A mail is read in a few milliseconds. */
const WITHIN_MS = 2_000;
/** To begin with, and while others are read. */
const WAIT_MS = 20_000;
const AT_ONCE = 2;
const MOST_WAITING = 50;
const MOST_MEGABYTES = 64;

/**
 * Reads mails in threads of their own: the parser takes the square of some lengths, and a quarter of a megabyte of broken links
 * would keep the whole of Muster from paging for ten seconds. `withinMs` is the time to read one, in milliseconds; `most` are read or wait.
 */
export function mailReader(withinMs = WITHIN_MS, most = MOST_WAITING): MailReader {
  const atOnce = fewAtOnce(AT_ONCE);
  let waiting = 0;
  return async (raw) => {
    if (waiting >= most) throw new Error('too many mails come at once');
    waiting += 1;
    try {
      const data = await atOnce(() => readBeside(raw, withinMs), AbortSignal.timeout(WAIT_MS));
      return data === undefined ? undefined : asMail(data);
    } finally {
      waiting -= 1;
    }
  };
}

async function readBeside(raw: Uint8Array, withinMs: number): Promise<MailData | undefined> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES },
    env: {},
    // A warning of Node about types is of no use to anybody there.
    execArgv: ['--no-warnings'],
  });
  const { promise, resolve, reject } = Promise.withResolvers<MailData | undefined>();
  let timer = setTimeout(() => reject(new Error('no thread could be started to read a mail')), WAIT_MS);
  worker.on('message', (said: 'ready' | { readonly data: MailData | undefined }) => {
    if (said !== 'ready') return resolve(said.data);
    clearTimeout(timer);
    // Only from here: on a busy machine the start of a thread takes longer than the mail.
    timer = setTimeout(() => resolve(undefined), withinMs);
    worker.postMessage(raw);
  });
  // More memory than a mail can be worth is the mail's fault, everything else is ours.
  worker.once('error', (fault) => {
    if (Reflect.get(fault as object, 'code') === 'ERR_WORKER_OUT_OF_MEMORY') resolve(undefined);
    else reject(new Error('a mail could not be read just now', { cause: fault }));
  });
  worker.once('exit', () => reject(new Error('reading a mail ended without an answer')));
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
