import { prometheusAlerts } from '../../core/alerts/prometheus-shape.ts';
import { field } from '../../core/alerts/reading.ts';
import type { ReadAlerts } from '../../ports/intake.ts';

/**
 * Alertmanager's `webhook_config`, version 4 of the body (prometheus.io/docs/alerting/latest/configuration/#webhook_config):
 * a list of alerts, each with `status`, `labels`, `annotations`, `startsAt`, `generatorURL` and `fingerprint`.
 */
export const alertmanager: ReadAlerts = ({ source, body }) =>
  prometheusAlerts(source, body, (alert) => field(alert, 'generatorURL'));
