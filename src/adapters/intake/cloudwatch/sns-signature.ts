import { createVerify, X509Certificate } from 'node:crypto';
import type { Fields } from '../../../core/alerts/reading.ts';
import { field } from '../../../core/alerts/reading.ts';
import type { Instant } from '../../../core/time.ts';
import { toMs } from '../../../core/time.ts';

/** Fetches a text; rejects when it cannot. Injected, so that nothing here can reach any other place than it is told to. */
export type FetchText = (url: string, mostBytes: number) => Promise<string>;

/** Certificates and confirmations come from here and nowhere else, over https. */
const AMAZON = /^sns\.[a-z0-9-]{3,30}\.amazonaws\.com(?:\.cn)?$/;
const MOST_CERTIFICATE_BYTES = 64 * 1024;
const MOST_KEPT = 20;

export function isAmazon(address: unknown, ending = ''): address is string {
  if (typeof address !== 'string' || address.length > 2_000 || !URL.canParse(address)) return false;
  const { protocol, hostname, port, username, password, pathname } = new URL(address);
  return (
    protocol === 'https:' &&
    port === '' &&
    username + password === '' &&
    AMAZON.test(hostname) &&
    pathname.endsWith(ending)
  );
}

/** What is signed, in this order, each name and value on a line (docs.aws.amazon.com, "Verifying the signatures of Amazon SNS messages"). */
const OF_A_NOTIFICATION = ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'];
const OF_A_SUBSCRIPTION = ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];

function signedText(message: Fields): string {
  const names = field(message, 'Type') === 'Notification' ? OF_A_NOTIFICATION : OF_A_SUBSCRIPTION;
  return names
    .flatMap((name) => {
      const value = field(message, name);
      return typeof value === 'string' ? [`${name}\n${value}\n`] : [];
    })
    .join('');
}

/** Says whether Amazon signed a message. Certificates are kept as long as this Muster runs, at most twenty. */
export function signatureCheck(fetchText: FetchText) {
  const kept = new Map<string, string>();

  async function certificate(address: string): Promise<string> {
    const known = kept.get(address);
    if (known !== undefined) return known;
    const text = await fetchText(address, MOST_CERTIFICATE_BYTES);
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(address, text);
    return text;
  }

  /** Why it is not to be believed, in a sentence; undefined when it is. Rejects when the certificate cannot be had just now. */
  return async function untrue(message: Fields, now: Instant): Promise<string | undefined> {
    const [version, signature, address] = ['SignatureVersion', 'Signature', 'SigningCertURL'].map((name) =>
      field(message, name),
    );
    if (!isAmazon(address, '.pem')) return 'Its certificate does not come from Amazon SNS.';
    const algorithm = version === '2' ? 'RSA-SHA256' : version === '1' ? 'RSA-SHA1' : undefined;
    if (algorithm === undefined || typeof signature !== 'string') return 'It is not signed in a way that Muster knows.';
    try {
      const text = await certificate(address);
      const { publicKey, validFrom, validTo } = new X509Certificate(text);
      const at = toMs(now);
      if (at < Date.parse(validFrom) || at > Date.parse(validTo)) return 'Its certificate is not valid now.';
      const right = createVerify(algorithm).update(signedText(message), 'utf8').verify(publicKey, signature, 'base64');
      return right ? undefined : 'Its signature is wrong.';
    } catch (cause) {
      if (cause instanceof FetchFault) throw cause;
      return 'Its certificate cannot be read.';
    }
  };
}

/** Amazon could not be reached: the message may be tried again. */
export class FetchFault extends Error {
  override name = 'FetchFault';
}
