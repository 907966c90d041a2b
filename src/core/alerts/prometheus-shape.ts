import type { AlertsRead } from './alert.ts';
import type { Fields } from './reading.ts';
import { alertOf, field, fieldsOf, labelsOf, line, MOST_ALERTS, refuseAlert } from './reading.ts';

/** What Alertmanager and what grew out of it send: a list of alerts, each with its labels and its own fingerprint. */
export function prometheusAlerts(source: string, body: unknown, linkFrom: (alert: Fields) => unknown): AlertsRead {
  const list = field(fieldsOf(body), 'alerts');
  if (!Array.isArray(list)) return refuseAlert('There is no list `alerts` in this body.');
  const alerts = list.slice(0, MOST_ALERTS).flatMap((each: unknown) => {
    const alert = fieldsOf(each);
    if (alert === undefined) return [];
    const labels = labelsOf(field(alert, 'labels'));
    const annotations = fieldsOf(field(alert, 'annotations'));
    const name = line(field(labels, 'alertname'));
    const what = line(field(annotations, 'summary')) || [name, line(field(labels, 'instance'))].join(' ').trim();
    const found = alertOf({
      source,
      key: field(alert, 'fingerprint') ?? named(labels),
      state: field(alert, 'status') === 'resolved' ? 'resolved' : 'firing',
      title: what,
      text: field(annotations, 'description') ?? field(annotations, 'message'),
      link: linkFrom(alert),
      severity: field(labels, 'severity'),
      labels,
      at: field(alert, 'startsAt'),
    });
    return found === undefined ? [] : [found];
  });
  if (alerts.length === 0 && list.length > 0)
    return refuseAlert('None of these alerts has a label `alertname` or an annotation `summary`.');
  return { ok: true, alerts };
}

/** All labels in one line: older versions give no fingerprint. */
const named = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
