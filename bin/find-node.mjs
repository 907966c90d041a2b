import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Muster runs its TypeScript as it is and keeps its incidents in node:sqlite: the first line of Node with both is 24. */
export const OLDEST_NODE = 24;

/**
 * Which Node shall run Muster: the one that is running (`path` is its own), or the one that npm put into the project.
 * When neither will do, `say` is the sentence for the person. Plain JavaScript without newer syntax: it runs on Node 18.
 */
export function findNode(running = here()) {
  if (Number.parseInt(running.version, 10) >= OLDEST_NODE) return { kind: 'running', path: running.path };
  const name = `node-${running.platform}-${running.arch}`;
  try {
    return { kind: 'project', path: join(dirname(running.resolve(`${name}/package.json`)), 'bin', 'node') };
  } catch {
    return { kind: 'none', say: missing(running) };
  }
}

function here() {
  const { version, execPath: path, platform, arch } = process;
  return { version: version.slice(1), path, platform, arch, resolve: createRequire(import.meta.url).resolve };
}

function missing({ version, platform, arch }) {
  const asked = `Muster needs Node ${OLDEST_NODE} or newer, and this is Node ${version}`;
  const bundled = platform === 'linux' && ['x64', 'arm64'].includes(arch);
  return bundled
    ? `${asked}: install it, or run "npm ci" without --omit=optional, which brings Node ${OLDEST_NODE} into the project.`
    : `${asked}: install it (there is no Node for ${platform} ${arch} among the project's packages).`;
}
