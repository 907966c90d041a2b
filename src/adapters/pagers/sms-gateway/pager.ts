import { dialled, phoneText } from '../../../core/phone-text.ts';
import type { MediaHost } from '../../../ports/media.ts';
import type { PageMessage, Pager } from '../../../ports/pager.ts';
import { reportAddress } from './addresses.ts';
import { alphabetOf } from './alphabet.ts';
import { handedOver } from './handed-over.ts';
import { type SmsGatewayConfig, isKannel } from './settings.ts';

/** Only the end is asked for: delivered (1), not delivered (2), refused by the carrier (16). */
const ENDS = '19';
/** An answer is a line; a longer one is not read. In characters. */
const MOST_ANSWER = 2_000;

type Host = Pick<MediaHost, 'publicUrl' | 'secret' | 'ticketFor'>;

/** SMS by a gateway of your own. Each is one GET; redirects are not followed, and nothing is tried again here. */
export const gatewayPager = (config: SmsGatewayConfig, host: Host): Pager => ({
  name: 'sms-gateway',
  media: ['sms'],
  takes: (to) => dialled(to) !== undefined,
  async send(message, signal) {
    signal.throwIfAborted();
    const to = dialled(message.to);
    if (to === undefined)
      return {
        outcome: 'failed',
        reason: `the sms number of ${message.person} is not in international form (+1 …)`,
        permanent: true,
      };
    const { url, headers } = requestFor(config, { message, to, report: reportOf(host, message) });
    const response = await fetch(url, { headers, redirect: 'manual', signal });
    return handedOver(response.status, (await response.text()).slice(0, MOST_ANSWER));
  },
});

const reportOf = ({ publicUrl, secret, ticketFor }: Host, message: PageMessage) =>
  publicUrl === undefined ? '' : reportAddress(publicUrl, secret, ticketFor(message));

type Sent = { readonly message: PageMessage; readonly to: string; readonly report: string };
type Asking = { readonly url: URL; readonly headers: Readonly<Record<string, string>> };

function requestFor(config: SmsGatewayConfig, sent: Sent): Asking {
  const whole = phoneText(sent.message, Infinity);
  const alphabet = alphabetOf(whole);
  // A text that is cut gets the mark "…", which is not of the plain alphabet.
  const text = whole.length <= alphabet.most ? whole : plainCut(phoneText(sent.message, alphabet.most), alphabet.plain);
  return isKannel(config)
    ? kannel(config, { ...sent, text, plain: alphabet.plain })
    : filled(config, { ...sent, text });
}

const plainCut = (text: string, plain: boolean) => (plain ? text.replaceAll('…', '.') : text);

/** kannel's sendsms (user guide, "Using the HTTP interface to send SMS messages"): it takes its user in the query only. */
function kannel(
  { url, login, from }: SmsGatewayConfig,
  sent: Sent & { readonly text: string; readonly plain: boolean },
): Asking {
  const asked = new URL(url);
  const fields = {
    username: login?.user,
    password: login?.password,
    from,
    to: sent.to,
    text: sent.text,
    charset: 'UTF-8',
    coding: sent.plain ? '0' : '2',
    ...(sent.report === '' ? {} : { 'dlr-mask': ENDS, 'dlr-url': sent.report }),
  };
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) asked.searchParams.set(name, value);
  return { url: asked, headers: {} };
}

/** An address with places: each is filled in as one value, whatever is in it. */
function filled(
  { url, login, from = '' }: SmsGatewayConfig,
  { message, to, report, text }: Sent & { readonly text: string },
): Asking {
  const values: Readonly<Record<string, string>> = { to, digits: to.slice(1), text, from, key: message.key, report };
  const asked = url.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent((values[name] ?? '').toWellFormed()),
  );
  const basic = login === undefined ? '' : Buffer.from(`${login.user}:${login.password}`).toString('base64');
  return { url: new URL(asked), headers: basic === '' ? {} : { authorization: `Basic ${basic}` } };
}
