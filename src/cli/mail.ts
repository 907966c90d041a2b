import { mailFindings } from '../adapters/pagers/email/check.ts';
import { MAIL_IN_PATH, mailInToken } from '../adapters/pagers/email/in/http-door.ts';
import { postOf } from '../adapters/pagers/email/post.ts';
import { addressOf } from '../address.ts';
import { secretOf } from '../secret.ts';
import type { Word } from './word.ts';
import { FINDINGS, FINE, no } from './word.ts';

/** Milliseconds; the check itself waits a little less. */
const WITHIN_MS = 15_000;
const NOT_SET = 'There is no mail: set SMTP_URL and MUSTER_MAIL_FROM (docs/mail.md).';

export const mailCheck: Word = {
  summary: 'Sign in to your mail server, send nothing, and say what would not work',
  usage: 'mail check',
  takes: [0, 0],
  async run(given) {
    const { config, io } = given;
    if (config.mail === undefined) return no(given, NOT_SET);
    const parts = { config: config.mail, host: config, post: postOf(config.mail.server) };
    const findings = await mailFindings(parts, AbortSignal.timeout(WITHIN_MS));
    for (const finding of findings) io.out(finding);
    if (findings.length > 0) return FINDINGS;
    io.out(`${config.mail.server.host} takes mail from Muster. To see one arrive, page yourself.`);
    return FINE;
  },
};

export const mailIn: Word = {
  summary: 'The address to which your mail service brings answers to pages; keep it like a password',
  usage: 'mail in',
  takes: [0, 0],
  run(given) {
    const { config, io } = given;
    if (config.mail?.answers === undefined)
      return no(
        given,
        config.mail === undefined ? NOT_SET : 'Answers by mail need MUSTER_MAIL_ANSWERS (docs/mail.md).',
      );
    const base = (config.publicUrl ?? addressOf(config)).replace(/\/+$/, '');
    io.out(`${base}${MAIL_IN_PATH}/${mailInToken(secretOf(config))}`);
    io.err('Whoever knows it may bring mail to Muster. What to do with it: docs/mail.md.');
    return FINE;
  },
};
