import type { MediaHost } from '../../../ports/media.ts';
import type { Post } from './post.ts';
import { connectionTrouble, faultOf, type Refusal, refusalOf } from './refusals.ts';
import type { MailConfig } from './settings.ts';

/** `deaf` and `refused` are what a running Muster knows. */
type Parts = {
  readonly config: MailConfig;
  readonly host: Pick<MediaHost, 'publicUrl'>;
  readonly post: Post;
  /** Why it does not listen for mail. */
  readonly deaf?: string | undefined;
  /** What the mail server said to the newest page, if it was a no. */
  readonly refused?: Refusal | undefined;
};

/** Milliseconds. */
const WITHIN_MS = 10_000;

/** What would not work if a page left now, the most urgent first. Never rejects. */
export async function mailFindings(parts: Parts, signal: AbortSignal): Promise<readonly string[]> {
  const { config, host, deaf, refused } = parts;
  const findings: string[] = [];
  const trouble = await connection(parts, AbortSignal.any([signal, AbortSignal.timeout(WITHIN_MS)]));
  if (trouble !== undefined) findings.push(trouble);
  if (refused?.of === 'sender' && refused.isFinal)
    findings.push(
      `The mail server refused ${config.from.address} as the sender${said(refused)}: set MUSTER_MAIL_FROM to an address that the account of SMTP_URL may send as.`,
    );
  if (deaf !== undefined)
    findings.push(
      `No mail can come in (${deaf}): another program has MUSTER_MAIL_PORT, or it is not allowed. Take another.`,
    );
  if (config.answers === undefined && host.publicUrl === undefined)
    findings.push(
      'A page by e-mail cannot be answered from the mail: set MUSTER_PUBLIC_URL for a link in it, or MUSTER_MAIL_ANSWERS for answers by mail.',
    );
  return findings;
}

async function connection({ config: { server }, post }: Parts, signal: AbortSignal): Promise<string | undefined> {
  try {
    await post.verify(signal);
    return undefined;
  } catch (thrown) {
    if (signal.aborted)
      return `The mail server ${server.host}:${server.port} did not answer in time: is the port in SMTP_URL right, and open in the firewall?`;
    const fault = faultOf(thrown);
    const refusal = refusalOf(fault);
    if (refusal?.of === 'login')
      return `The mail server ${server.host} refused the user or the password in SMTP_URL${said(refusal)}. Write special characters as %XX; Microsoft 365 and Google want SMTP AUTH allowed for the mailbox, or an app password.`;
    if (refusal !== undefined)
      return `The mail server ${server.host} says "not now"${said(refusal)}. If it goes on saying so, ask who runs it.`;
    return connectionTrouble(fault, server);
  }
}

const said = (refusal: Refusal) => (refusal.said === '' ? '' : ` (${refusal.said})`);
