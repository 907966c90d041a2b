import { alertmanager } from './adapters/intake/alertmanager.ts';
import { cloudwatch } from './adapters/intake/cloudwatch/cloudwatch.ts';
import { fetchText } from './adapters/intake/cloudwatch/fetch-text.ts';
import { datadog } from './adapters/intake/datadog.ts';
import { generic } from './adapters/intake/generic.ts';
import { grafana } from './adapters/intake/grafana.ts';
import { prtg } from './adapters/intake/prtg.ts';
import { uptimeKuma } from './adapters/intake/uptime-kuma.ts';
import { zabbix } from './adapters/intake/zabbix.ts';
import type { AlertKind } from './core/alerts/alert.ts';
import type { Clock } from './ports/clock.ts';
import type { ReadAlerts } from './ports/intake.ts';

/** Who reads which kind of source. */
export const alertReaders = (wall: Clock): { readonly [Kind in Exclude<AlertKind, 'mail'>]: ReadAlerts } => ({
  alertmanager,
  grafana,
  'uptime-kuma': uptimeKuma,
  zabbix,
  prtg,
  datadog,
  cloudwatch: cloudwatch({ fetchText, now: () => wall.now() }),
  generic,
});
