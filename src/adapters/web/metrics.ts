import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { isLive } from '../../core/incident/lifecycle.ts';
import { MEDIA } from '../../core/media.ts';
import { SECOND_MS, msBetween } from '../../core/time.ts';
import type { Health } from './health.ts';
import type { WebNotice, WebParts } from './parts.ts';

/** Upper ends of the buckets, in seconds: on time is below one. */
const LATE_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 15, 60, 300];

export interface Metrics {
  hear(notice: WebNotice): void;
  text(): Promise<string>;
  readonly type: string;
}

/** What Muster counts about itself, for Prometheus. No person and no title is in a label. */
export function metricsOf(
  parts: Pick<WebParts, 'incidents' | 'wall' | 'version' | 'replica'>,
  health: Health,
): Metrics {
  const register = new Registry();
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Counter({ name, help, labelNames: [...labelNames], registers: [register] });
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Gauge({ name, help, labelNames: [...labelNames], registers: [register] });

  const late = new Histogram({
    name: 'muster_late_seconds',
    help: 'How long after its hour a piece of work began, by lane',
    labelNames: ['lane'],
    buckets: LATE_SECONDS,
    registers: [register],
  });
  const events = counter('muster_events_total', 'Events recorded, by type', ['type']);
  const pages = counter('muster_pages_total', 'Attempts to page, by medium and outcome', ['medium', 'outcome']);
  const repairs = counter('muster_audit_repairs_total', 'Times the auditor found the agenda wrong and mended it');
  const faults = counter('muster_faults_total', 'Times the world behind the engine failed; it is tried again');
  const open = gauge('muster_incidents_open', 'Incidents being worked on, by kind and phase', ['kind', 'phase']);
  const unanswered = gauge('muster_incidents_unanswered', 'Open incidents that nobody has');
  const quarantined = gauge('muster_incidents_quarantined', 'Incidents with an event that cannot be understood');
  const sweep = gauge('muster_sweep_age_seconds', 'Time since the last sweep; above 5 Muster is not ready');
  gauge('muster_info', 'The version that runs', ['version']).set({ version: parts.version }, 1);
  const { replica } = parts;
  const helm =
    replica &&
    gauge('muster_has_helm', '1 where this replica keeps what people see in chat up to date; one of them does');
  const redis = replica?.redisRings && gauge('muster_redis_up', '1 while the bell on Redis can be counted on');
  const ill = new Set<string>();

  async function look() {
    const live = (await parts.incidents()).filter(isLive);
    open.reset();
    for (const { lifecycle } of live) open.inc({ kind: lifecycle.kind, phase: lifecycle.phase });
    const looking = live.filter(({ escalation: { status } }) => status === 'paging' || status === 'exhausted');
    unanswered.set(looking.length);
    quarantined.set(ill.size);
    helm?.set(Number(replica?.hasHelm() ?? false));
    redis?.set(Number(replica?.redisRings?.() ?? false));
    const swept = health.sweptAt();
    if (swept !== undefined) sweep.set(msBetween(swept, parts.wall.now()) / SECOND_MS);
  }

  return {
    hear(notice) {
      switch (notice.kind) {
        case 'appended':
          for (const event of notice.events) count(event);
          return;
        case 'late':
          return late.observe({ lane: notice.lane }, notice.ms / SECOND_MS);
        case 'ill':
          return void ill.add(notice.stream);
        case 'repaired':
          return repairs.inc();
        case 'fault':
          return faults.inc();
        case 'heard':
        case 'performed':
        case 'swept':
        case 'audited':
        case 'time changed':
          return;
        default:
          notice satisfies never;
      }
    },
    async text() {
      await look();
      return register.metrics();
    },
    type: register.contentType,
  };

  function count(event: unknown) {
    const { type, page } = event as { readonly type: string; readonly page?: string };
    events.inc({ type });
    if (type !== 'pageSent' && type !== 'pageFailed') return;
    // The last part of a page's key is its medium, numbered when a person has two of them: `page/1.0/ann/sms2`.
    const last = page?.split('/').at(-1)?.replace(/\d+$/, '');
    const medium = MEDIA.find((each) => each === last) ?? 'other';
    pages.inc({ medium, outcome: type === 'pageSent' ? 'accepted' : 'failed' });
  }
}
