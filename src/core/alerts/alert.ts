import type { Instant } from '../time.ts';

/** The monitors whose messages Muster reads as they come, and `generic` and `mail` for all others. */
export const ALERT_KINDS = [
  'alertmanager',
  'grafana',
  'uptime-kuma',
  'zabbix',
  'prtg',
  'datadog',
  'cloudwatch',
  'generic',
  'mail',
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

const NAMES: Readonly<Record<string, string>> = {
  alertmanager: 'Alertmanager',
  grafana: 'Grafana',
  'uptime-kuma': 'Uptime Kuma',
  zabbix: 'Zabbix',
  prtg: 'PRTG',
  datadog: 'Datadog',
  cloudwatch: 'CloudWatch',
  heartbeat: 'Heartbeat',
  mail: 'E-mail',
};

/** `Alertmanager` for `alertmanager`; a source with a name of its own is called by it. */
export const sourceName = (source: string): string =>
  Object.hasOwn(NAMES, source) ? (NAMES[source] ?? source) : source;

/** What a monitor says of one thing that it watches. Every text is cleaned and cut: it may come from anybody. */
export type Alert = {
  /** The name of the source, as in its address and in the plan: `alertmanager`, `hq-zabbix`. */
  readonly source: string;
  /** The source's own name of this trouble: the same one again is the same trouble. */
  readonly key: string;
  readonly state: 'firing' | 'resolved';
  /** One line, at most 200 characters. */
  readonly title: string;
  /** More about it, at most 1,000 characters; may be empty. */
  readonly text: string;
  /** A page of the monitor about it. Muster never opens it. */
  readonly link?: string;
  /** How bad the source thinks it is, in its own word, in small letters: `critical`, `average`, `p1`. */
  readonly severity?: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Since when, as the source says. */
  readonly at?: Instant;
};

/** What a reader makes of one delivery, or why it can make nothing of it: a sentence for whoever sets it up. */
export type AlertsRead =
  { readonly ok: true; readonly alerts: readonly Alert[] } | { readonly ok: false; readonly say: string };
