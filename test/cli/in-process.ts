import { main } from '../../src/main.ts';

export type Answered = { readonly code: number; readonly out: string; readonly err: string };

/** Runs `muster …` in this process; what needs a running Muster is tested with real processes. */
export async function muster(
  argv: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Answered> {
  const [out, err]: [string[], string[]] = [[], []];
  const io = { out: (line: string) => void out.push(line), err: (line: string) => void err.push(line), environment };
  const code = await main(argv, io);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const TITLES = ['phones are down', 'printers are on fire'];

/** A data folder in which something happened, and nobody runs. */
export async function lived(folder: string, incidents = 1): Promise<void> {
  const environment = { MUSTER_DATA: folder, MUSTER_PORT: '1' };
  for (let n = 1; n <= incidents; n += 1) {
    await muster(['say', `start ${TITLES[n - 1] ?? 'it is dark'}`, '--as', 'nina'], environment);
    await muster(['say', `note INC-${n} we called the carrier`, '--as', 'nina'], environment);
  }
}
