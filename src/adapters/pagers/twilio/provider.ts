import type { MediaHost, Provider } from '../../../ports/media.ts';
import { checkTwilio } from './check.ts';
import { twilioDoors } from './doors.ts';
import { twilioPager } from './pager.ts';
import type { TwilioConfig } from './settings.ts';

/** SMS and calls by Twilio, and what comes back: answers, keys, delivery reports. */
export const twilioProvider = (config: TwilioConfig, host: MediaHost): Provider => ({
  name: 'twilio',
  pagers: [twilioPager(config, host)],
  doors: twilioDoors(config, host),
  check: (signal) => checkTwilio({ config, host, signal }),
});
