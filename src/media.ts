import type { TakeOtherMail } from './adapters/pagers/email/in/desk.ts';
import type { Config } from './config.ts';
import type { MediaHost, Provider } from './ports/media.ts';
import { pushProvidersOf } from './push-providers.ts';

/** What carries messages and is set up. Each is loaded only then: a Muster without mail does not carry a mail library. */
export async function mediaOf(
  config: Config,
  host: (provider: string) => MediaHost,
  otherMail: TakeOtherMail,
): Promise<readonly Provider[]> {
  const providers: Provider[] = [];
  if (config.twilio !== undefined) {
    const { twilioProvider } = await import('./adapters/pagers/twilio/provider.ts');
    providers.push(twilioProvider(config.twilio, host('twilio')));
  }
  if (config.mail !== undefined) {
    const { emailProvider } = await import('./adapters/pagers/email/provider.ts');
    providers.push(emailProvider(config.mail, host('smtp'), { otherMail }));
  }
  // Second for SMS where Twilio is there too: pagers are tried in this order.
  if (config.smsGateway !== undefined) {
    const { smsGatewayProvider } = await import('./adapters/pagers/sms-gateway/provider.ts');
    providers.push(smsGatewayProvider(config.smsGateway, host('sms-gateway')));
  }
  return [...providers, ...(await pushProvidersOf(config.push, host))];
}
