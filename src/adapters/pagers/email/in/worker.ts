import { parentPort } from 'node:worker_threads';
import { readData } from './read-mail.ts';

/** Reads one mail beside the process, so that a hostile one holds up nothing but itself. Says `ready` when it can begin. */
parentPort?.once('message', (raw: Uint8Array) => {
  void readData(raw).then((data) => parentPort?.postMessage({ data }));
});
parentPort?.postMessage('ready');
