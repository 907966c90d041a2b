import { setTimeout as after } from 'node:timers/promises';
import type { Random } from '../simulation/random.ts';
import type { SaidLine } from './history.ts';
import type { Cue, Script } from './people.ts';
import type { Replica } from './replica.ts';

/** Somebody who got no answer tries elsewhere after so long, in ms. */
const AGAIN_AFTER_MS = 150;

type Line = { -readonly [Key in keyof SaidLine]: SaidLine[Key] } & { answers: string[] };
type Parts = { readonly replicas: readonly Replica[]; readonly random: Random; readonly speed: number };

/** The people of a run: they say their lines at whatever replica, and say them again elsewhere until they are answered. */
export function talkers({ replicas, random, speed }: Parts) {
  const said: Line[] = [];
  let tries = 0;
  let gaveUp = false;

  async function say(cue: Cue, incident: string): Promise<string | undefined> {
    const words = cue.words(incident);
    const delivery = `d-${said.length}`;
    const line: Line = { delivery, words, as: cue.as, mark: /mark-\d+/.exec(words)?.[0], answers: [] };
    said.push(line);
    // Now and then somebody presses twice: the same delivery at two replicas at once.
    if (random.chance(0.05)) void answered(line, 1);
    return answered(line, Number.POSITIVE_INFINITY);
  }

  async function answered(line: Line, most: number): Promise<string | undefined> {
    for (let n = 0; n < most && !gaveUp; n += 1) {
      tries += 1;
      const answer = await random.pick(replicas).say(line);
      if (answer !== undefined) {
        line.answers.push(answer);
        return answer;
      }
      await after(AGAIN_AFTER_MS);
    }
    return undefined;
  }

  return {
    said: said as readonly SaidLine[],
    tries: () => tries,
    /** Plays one incident from its first line to its last. */
    async play({ start, lines }: Script): Promise<void> {
      const first = await say(start, '');
      const { incident } = JSON.parse(first ?? '{}') as { readonly incident?: string | null };
      if (incident === null || incident === undefined) return;
      for (const cue of lines) {
        await after(cue.after / speed);
        await say(cue, incident);
      }
    },
    /** Everybody who was answered asks again, somewhere: the answer must be the same, and nothing happens by it. */
    async sayAllAgain(): Promise<void> {
      for (const line of said) if (line.answers.length > 0) await answered(line, 20);
    },
    /** Nobody waits any longer: whoever has no answer never gets one. */
    giveUp: () => void (gaveUp = true),
  };
}
