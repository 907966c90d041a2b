import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** Set for the child only: the launcher's pid, so that the child can tell its launcher from any other parent. */
const LAUNCHER = 'MUSTER_LAUNCHER_PID';
const FORWARDED = ['SIGTERM', 'SIGINT', 'SIGHUP'];

/**
 * Runs a script on another Node as if it were this process: same terminal, same arguments, its exit code or signal is
 * ours; `node` is its path, or a list of it and of flags for it. Signals are passed on; Ctrl-C in a terminal reaches both of us by itself and is not sent twice.
 */
export function handOver(node, script, args) {
  const [program, ...flags] = [node].flat();
  const env = { ...process.env, [LAUNCHER]: String(process.pid) };
  const child = spawn(program, [...flags, script, ...args], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'], env });
  for (const signal of FORWARDED) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on('error', (fault) => {
    process.stderr.write(`Muster could not start ${program}: ${fault.message}\n`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    if (signal === null) return process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
    // Reached only for signals that do not end a process; 128 + n is how a shell says "ended by signal n".
    process.exitCode = 128 + constants.signals[signal];
  });
}

/** In the child: a launcher that is killed outright takes us with it, or the port and the database would stay taken. */
export function dieWithLauncher() {
  const launched = process.env[LAUNCHER] === String(process.ppid) && process.channel !== undefined;
  delete process.env[LAUNCHER];
  if (!launched) return;
  process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  process.channel.unref();
}
