const LOOPBACK = ['localhost', '127.0.0.1'];

/** The push services of Chrome and its kin, Firefox, Edge, and Safari: their own hosts, and those below `*`. */
const SERVICES = ['fcm.googleapis.com', '*.push.services.mozilla.com', '*.notify.windows.com', '*.push.apple.com'];

/**
 * Whether Muster may post to an address that a browser gave: a push service that is known by name, by https on its usual port, and
 * nothing else, for anybody who is signed in could name any address of the firm's own network. `more` are hosts that the
 * settings allow beside (`push.example.com`, `127.0.0.1:8090`); by http only on this machine, as tests do.
 */
export function isPushService(endpoint: string, more: readonly string[]): boolean {
  if (!URL.canParse(endpoint)) return false;
  const { protocol, hostname, host, username, password } = new URL(endpoint);
  if (username !== '' || password !== '') return false;
  if (more.includes(host)) return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.includes(hostname));
  // `host` carries a port only where it is not 443.
  return protocol === 'https:' && SERVICES.some((service) => isOf(host, service));
}

const isOf = (host: string, service: string) =>
  service.startsWith('*.') ? host.endsWith(service.slice(1)) : host === service;
