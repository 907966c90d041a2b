import { field, fieldsOf, isOver, line, oneAlert } from '../../core/alerts/reading.ts';
import type { ReadAlerts } from '../../ports/intake.ts';

/**
 * A Zabbix media type of type Webhook (zabbix.com/documentation/current/en/manual/config/notifications/media/webhook) whose
 * script sends its parameters as JSON; docs/alerts.md has the script. The parameters are macros of Zabbix: `event_id`
 * {EVENT.ID}, which a recovery has in common with its problem, `event_value` {EVENT.VALUE} (1 problem, 0 recovery),
 * `event_name`, `severity` {EVENT.SEVERITY}, `host`, `message`, `url`.
 */
export const zabbix: ReadAlerts = ({ source, body }) => {
  const fields = fieldsOf(body);
  const [host, value] = [line(field(fields, 'host')), field(fields, 'event_value') ?? field(fields, 'status')];
  const name = line(field(fields, 'event_name')) || line(field(fields, 'subject'));
  return oneAlert(
    {
      source,
      key: field(fields, 'event_id'),
      state: isOver(value) ? 'resolved' : 'firing',
      title: name === '' ? '' : host === '' || name.includes(host) ? name : `${host}: ${name}`,
      text: field(fields, 'message'),
      link: field(fields, 'url'),
      severity: field(fields, 'severity'),
      labels: { host, severity: field(fields, 'severity'), trigger: field(fields, 'trigger_id') },
    },
    'There is no `event_name` in this body. The script of the media type stands in docs/alerts.md.',
  );
};
