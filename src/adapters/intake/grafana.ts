import { prometheusAlerts } from '../../core/alerts/prometheus-shape.ts';
import { field, line } from '../../core/alerts/reading.ts';
import type { ReadAlerts } from '../../ports/intake.ts';

/**
 * The webhook contact point of Grafana's unified alerting
 * (grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier):
 * Alertmanager's shape, with links to the panel and the dashboard.
 */
export const grafana: ReadAlerts = ({ source, body }) =>
  prometheusAlerts(source, body, (alert) =>
    ['panelURL', 'dashboardURL', 'generatorURL'].map((name) => field(alert, name)).find((link) => line(link) !== ''),
  );
