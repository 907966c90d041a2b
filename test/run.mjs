// What `npm test` runs. Plain JavaScript, for it may be started by an older Node: it only finds Node 24 and hands over.
import { fileURLToPath } from 'node:url';
import { findNode } from '../bin/find-node.mjs';
import { handOver } from '../bin/hand-over.mjs';

const node = findNode();

if (node.kind === 'none') {
  process.stderr.write(`${node.say}\n`);
  process.exitCode = 1;
} else if (node.kind === 'project') {
  handOver(node.path, fileURLToPath(import.meta.url), process.argv.slice(2));
} else {
  await import('./house/run-tests.ts');
}
