import { field, fieldsOf, line, oneAlert, refuseAlert } from '../../core/alerts/reading.ts';
import type { ReadAlerts } from '../../ports/intake.ts';

const UP = 1;
const DOWN = 0;

/**
 * Uptime Kuma's notification of type Webhook, "application/json" (github.com/louislam/uptime-kuma,
 * server/notification-providers/webhook.js): `heartbeat` (status 0 down, 1 up, 2 pending, 3 maintenance), `monitor` and `msg`.
 * Its "Test" button sends no heartbeat.
 */
export const uptimeKuma: ReadAlerts = ({ source, body }) => {
  const fields = fieldsOf(body);
  const [heartbeat, monitor] = [fieldsOf(field(fields, 'heartbeat')), fieldsOf(field(fields, 'monitor'))];
  const message = line(field(fields, 'msg'));
  if (heartbeat === undefined) {
    if (message === '') return refuseAlert('There is neither `heartbeat` nor `msg` in this body.');
    if (/testing/i.test(message)) return { ok: true, alerts: [] };
    return oneAlert({ source, key: message, state: 'firing', title: message }, '');
  }
  const status = field(heartbeat, 'status');
  // Pending is not down yet, and maintenance is meant to be.
  if (status !== UP && status !== DOWN) return { ok: true, alerts: [] };
  const name = line(field(monitor, 'name')) || message;
  const host = field(monitor, 'hostname');
  return oneAlert(
    {
      source,
      key: field(heartbeat, 'monitorID') ?? field(monitor, 'id') ?? name,
      state: status === UP ? 'resolved' : 'firing',
      title: `${name} is ${status === UP ? 'up' : 'down'}`,
      text: field(heartbeat, 'msg') ?? message,
      link: field(monitor, 'url'),
      labels: { monitor: name, hostname: host, type: field(monitor, 'type') },
    },
    'This body says nothing of a monitor.',
  );
};
