import type { Config } from './config.ts';
import type { MediaHost, Provider } from './ports/media.ts';

/** What carries messages and is set up. Each is loaded only then: a Muster without mail does not carry a mail library. */
export async function mediaOf(_config: Config, _host: (provider: string) => MediaHost): Promise<readonly Provider[]> {
  return [];
}
