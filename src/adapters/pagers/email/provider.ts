import type { MediaHost, Provider } from '../../../ports/media.ts';
import { deskOf, type TakeOtherMail } from './in/desk.ts';
import { httpDoor } from './in/http-door.ts';
import { mailReader, type MailReader } from './in/mail-reader.ts';
import { repliesOf } from './in/replies.ts';
import { smtpDoor } from './in/smtp-door.ts';
import { marksOf } from './marks.ts';
import { mailPager } from './pager.ts';
import { postOf } from './post.ts';
import { mailFindings } from './check.ts';
import type { MailConfig } from './settings.ts';

/** Mail, out and in. */
export interface EmailProvider extends Provider {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** The port at which it takes mail; undefined when it does not. */
  port(): number | undefined;
}

/**
 * Pages by e-mail, and their answers. `otherMail` is offered what is no answer, such as alerts by mail; without it such mail is
 * refused. `read` reads what comes in; beside the process, unless a test has no need of that.
 */
export function emailProvider(
  config: MailConfig,
  host: MediaHost,
  {
    otherMail,
    read = mailReader(),
  }: { readonly otherMail?: TakeOtherMail | undefined; readonly read?: MailReader } = {},
): EmailProvider {
  const { log } = host;
  const now = () => host.clock.now();
  const marks = marksOf(host.secret, config.from.address, now);
  const post = postOf(config.server);
  const pager = mailPager(post, { config, marks, now, answerUrl: host.answerUrl });
  const replies = repliesOf({ host, config, marks });
  const desk = deskOf({ host, config, marks, replies, read, otherMail });
  const knowsOther = (token: string) => otherMail?.knows(token) === true;
  const door = config.listen === undefined ? undefined : smtpDoor(config.listen, { config, desk, log, knowsOther });
  let deaf: string | undefined;
  return {
    name: 'smtp',
    pagers: [pager],
    doors: [httpDoor({ desk, log, secret: host.secret, knowsOther })],
    check: (signal) => mailFindings({ config, host, post, deaf, refused: pager.lastRefusal() }, signal),
    async start() {
      try {
        await door?.start();
        deaf = undefined;
      } catch (fault) {
        // Mail still goes out: a port that is taken shall not keep a whole Muster from starting.
        deaf = fault instanceof Error ? fault.message : String(fault);
        log.error({ provider: 'smtp', reason: deaf }, 'no mail can come in: MUSTER_MAIL_PORT cannot be listened to');
      }
    },
    async stop() {
      replies.stop();
      await door?.stop();
    },
    port: () => door?.port(),
  };
}
