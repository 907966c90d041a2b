import type { MediaHost } from '../../../ports/media.ts';
import { type SmsGatewayConfig, isKannel } from './settings.ts';

type Parts = {
  readonly config: SmsGatewayConfig;
  readonly host: Pick<MediaHost, 'publicUrl'>;
  readonly signal: AbortSignal;
};

/** What would not work at the gateway if a page left now. Sends nothing; what it costs is not known. Never rejects. */
export async function checkGateway({ config, host, signal }: Parts): Promise<readonly string[]> {
  return [
    ...(await reached(config, signal)),
    ...(isOpen(config)
      ? [
          'SMS_GATEWAY_URL begins with http and leads off this machine: texts, numbers and the password travel readable. Use https, or a network that nobody else is in.',
        ]
      : []),
    ...(host.publicUrl === undefined
      ? [
          'MUSTER_PUBLIC_URL is not set: the SMS gateway carries pages out, but answers and delivery reports do not come back.',
        ]
      : []),
  ];
}

const isOpen = ({ url }: SmsGatewayConfig) => {
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && !['localhost', '127.0.0.1', '[::1]'].includes(hostname);
};

/** kannel tells who may send before it looks at the receiver, and refuses an empty one. Others are only looked for. */
async function reached(config: SmsGatewayConfig, signal: AbortSignal): Promise<readonly string[]> {
  const kannel = isKannel(config);
  const url = kannel ? new URL(config.url) : new URL('/', config.url);
  if (kannel) {
    url.searchParams.set('username', config.login?.user ?? '');
    url.searchParams.set('password', config.login?.password ?? '');
    url.searchParams.set('to', '');
  }
  try {
    const { status, body } = await fetch(url, { method: kannel ? 'GET' : 'HEAD', redirect: 'manual', signal });
    await body?.cancel();
    return kannel ? troubleOf(status) : [];
  } catch {
    return ['The SMS gateway cannot be reached: see that it runs, and that SMS_GATEWAY_URL leads to it.'];
  }
}

function troubleOf(status: number): readonly string[] {
  if (status === 401 || status === 403)
    return ['The SMS gateway refuses SMS_GATEWAY_USER and SMS_GATEWAY_PASSWORD: look at sendsms-user in its settings.'];
  if (status === 404)
    return ['The SMS gateway knows no such address: SMS_GATEWAY_URL usually ends with /cgi-bin/sendsms.'];
  return status >= 500 ? [`The SMS gateway answers ${status}: look at its log.`] : [];
}
