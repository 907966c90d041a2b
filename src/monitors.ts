import type { AlertMail } from './adapters/intake/mail.ts';
import { isSame } from './adapters/web/sign.ts';
import { alertReaders } from './alert-readers.ts';
import { alertsOf } from './alerts.ts';
import type { Alerting } from './alerts.ts';
import { beatLife } from './beats.ts';
import type { BeatLife } from './beats.ts';
import { kindOf } from './core/alerts/rules.ts';
import type { Book } from './core/book.ts';
import type { Live } from './core/oncall.ts';
import type { Engine } from './engine/engine.ts';
import type { Performers } from './engine/perform.ts';
import { hookToken } from './hook-tokens.ts';
import { hooksDoor } from './hooks-door.ts';
import type { Clock } from './ports/clock.ts';
import type { Log } from './ports/log.ts';
import type { TellPerson } from './ports/notices.ts';
import type { Store } from './ports/store.ts';
import type { WebDoor } from './ports/web-door.ts';

type Parts = {
  readonly engine: () => Engine;
  readonly store: Store;
  readonly book: () => Book;
  readonly live: () => Promise<Live>;
  /** The chat platforms that mirror a new incident. */
  readonly rooms: readonly string[];
  /** The clock of the incidents, and the wall's: a delivery is as old as the wall says. */
  readonly clock: Clock;
  readonly wall: Clock;
  readonly secret: string;
  readonly log: Log;
  /** Left out: a proposal is seen on the console only. */
  readonly tell?: TellPerson;
  /** Where people open the console; left out when only this machine has it. */
  readonly consoleUrl?: string | undefined;
};

/** Everything that listens to monitors and to jobs that report. */
export interface Monitors {
  readonly alerts: Alerting;
  readonly beats: BeatLife;
  readonly performers: Performers;
  /** Whether a source that is told by mail has this token. */
  knowsMail(token: string): boolean;
  /** An alert by mail, with the token of its source. Resolves to false when no source has this token. */
  mail(mail: AlertMail & { readonly token: string }): Promise<boolean>;
  readonly door: WebDoor;
}

export function monitorsOf(parts: Parts): Monitors {
  const { secret, log, book, clock, wall } = parts;
  const alerts = alertsOf(parts);
  const beats = beatLife({ ...parts, now: () => clock.now(), alerts: () => alerts });
  // Mail servers may write an address in small letters, and its token with it.
  const mailSource = (token: string) =>
    ['mail', ...Object.keys(book().plan.alerts)]
      .filter((source) => kindOf(book().plan, source) === 'mail')
      .find((source) => isSame(token.toLowerCase(), hookToken(secret, source).toLowerCase()));
  const own: Record<string, unknown> = { ...alerts.performers, signalBeat: beats.performer };
  return {
    alerts,
    beats,
    performers: own as Performers,
    knowsMail: (token) => mailSource(token) !== undefined,
    async mail({ token, ...mail }) {
      const source = mailSource(token);
      return source !== undefined && alerts.mail(mail, source);
    },
    door: hooksDoor({ secret, log, alerts, beats, plan: () => book().plan, readers: alertReaders(wall) }),
  };
}
