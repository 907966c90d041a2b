import type { MediaHost, Provider } from '../../../ports/media.ts';
import { checkGateway } from './check.ts';
import { gatewayDoors } from './doors.ts';
import { gatewayPager } from './pager.ts';
import type { SmsGatewayConfig } from './settings.ts';

/** SMS by a gateway of your own, out and in: the second way when Twilio is there too. */
export const smsGatewayProvider = (config: SmsGatewayConfig, host: MediaHost): Provider => ({
  name: 'sms-gateway',
  pagers: [gatewayPager(config, host)],
  doors: gatewayDoors(host),
  check: (signal) => checkGateway({ config, host, signal }),
});
