import { field, fieldsOf, line, oneAlert } from '../../core/alerts/reading.ts';
import type { ReadAlerts } from '../../ports/intake.ts';

/** `Up`, `Down ended (now: Up)`, `Paused`; but `Down (Acknowledged)` goes on. */
const OVER = /^(?:up|paused|ok)\b|\bended\b|now:\s*up/i;

/**
 * PRTG's notification "Execute HTTP Action" (paessler.com/manuals/prtg/notification_templates): a form whose fields are filled
 * from placeholders; docs/alerts.md has the line to paste. `sensorid` %sensorid names the trouble, `status` %status says how
 * it stands.
 */
export const prtg: ReadAlerts = ({ source, body }) => {
  const fields = fieldsOf(body);
  const [device, sensor] = [line(field(fields, 'device')), line(field(fields, 'name'))];
  const status = line(field(fields, 'status'));
  return oneAlert(
    {
      source,
      key: field(fields, 'sensorid') ?? `${device} ${sensor}`,
      state: OVER.test(status) ? 'resolved' : 'firing',
      title:
        device === '' && sensor === '' ? '' : `${[device, sensor].filter((one) => one !== '').join(', ')}: ${status}`,
      text: field(fields, 'message'),
      link: field(fields, 'link'),
      severity: status.split(/\s/)[0],
      labels: { device, sensor, group: field(fields, 'group'), priority: field(fields, 'priority') },
    },
    'There is neither `device` nor `name` in this form. The line to paste stands in docs/alerts.md.',
  );
};
