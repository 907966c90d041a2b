/** More than any night has. */
const MOST = 1_000;

/** Calls that a machine took; the oldest are forgotten. */
export interface Machines {
  /** Answers whether it was new. */
  add(call: string): boolean;
  has(call: string): boolean;
}

export function machines(): Machines {
  const calls = new Set<string>();
  return {
    add(call) {
      if (calls.has(call)) return false;
      calls.add(call);
      const [oldest] = calls;
      if (calls.size > MOST && oldest !== undefined) calls.delete(oldest);
      return true;
    },
    has: (call) => calls.has(call),
  };
}

/** `machine_start`, `machine_end_beep`, `fax`, …: what Twilio writes in AnsweredBy (twilio.com/docs/voice/answering-machine-detection). */
export const isMachine = (answeredBy: string | undefined) =>
  answeredBy !== undefined && (answeredBy.startsWith('machine') || answeredBy === 'fax');
