import { gatewayAddresses } from '../adapters/pagers/sms-gateway/addresses.ts';
import { twilioAddresses } from '../adapters/pagers/twilio/addresses.ts';
import type { Config } from '../config.ts';
import { secretOf } from '../secret.ts';
import type { Word } from './word.ts';
import { FINE, no } from './word.ts';

type Address = { readonly what: string; readonly url: string };
type Asked = { readonly config: Config; readonly publicUrl: string };

/** Who knocks at Muster when they are set up, and where; one row for each provider. */
const PROVIDERS: readonly {
  readonly isSet: (config: Config) => boolean;
  readonly addresses: (asked: Asked) => readonly Address[];
}[] = [
  { isSet: ({ twilio }) => twilio !== undefined, addresses: ({ publicUrl }) => twilioAddresses(publicUrl) },
  {
    isSet: ({ smsGateway }) => smsGateway !== undefined,
    addresses: ({ config, publicUrl }) => gatewayAddresses(publicUrl, secretOf(config)),
  },
];

/** What is set up without anybody knocking at Muster. */
const NO_ADDRESS: readonly { readonly name: string; readonly isSet: (config: Config) => boolean }[] = [
  { name: 'Mail', isSet: ({ mail }) => mail !== undefined },
  { name: 'Push to the console on a phone', isSet: ({ push }) => push.web !== undefined },
  { name: 'ntfy', isSet: ({ push }) => push.ntfy !== undefined },
  { name: 'PagerDuty', isSet: ({ push }) => push.pagerDuty !== undefined },
  { name: 'Webhook', isSet: ({ push }) => push.webhook !== undefined },
];

export const media: Word = {
  summary: 'The addresses of Muster to enter at the providers that carry messages',
  usage: 'media',
  takes: [0, 0],
  run(given) {
    const { config, io } = given;
    const set = PROVIDERS.filter(({ isSet }) => isSet(config));
    const others = NO_ADDRESS.filter(({ isSet }) => isSet(config)).map(({ name }) => name);
    for (const name of others) io.out(`${name}: set up, no address is needed.`);
    if (set.length === 0 && others.length > 0) return FINE;
    if (set.length === 0)
      return no(given, 'Nothing is set up to which an address could be given. For SMS and calls see docs/phone.md.');
    const publicUrl = config.publicUrl?.replace(/\/+$/, '');
    if (publicUrl === undefined)
      return no(
        given,
        'Nobody outside can reach Muster: set MUSTER_PUBLIC_URL to its address and say it again. Pages leave without it, answers do not come back.',
      );
    for (const { what, url } of set.flatMap(({ addresses }) => addresses({ config, publicUrl }))) {
      io.out(what);
      io.out(`  ${url}`);
    }
    io.err('Keep an address with a token in it like a password. They change when the secret of Muster does.');
    return FINE;
  },
};
