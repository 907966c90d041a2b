import { field, fieldsOf, line, oneAlert } from '../../core/alerts/reading.ts';
import type { ReadAlerts } from '../../ports/intake.ts';

/** `[Recovered on {host:db}] …`: how Datadog marks a title. */
const MARK = /^\[(?:re-?)?(?:triggered|recovered|warn|no data|alert)[^\]]*\]\s*/i;

/**
 * Datadog's webhooks (docs.datadoghq.com/integrations/webhooks). Its payload is a template of variables: docs/alerts.md has ours,
 * with `key` $ALERT_CYCLE_KEY, `transition` $ALERT_TRANSITION, `priority` $ALERT_PRIORITY. What it sends without a template
 * (`id`, `title`, `body`) is understood by the mark in the title.
 */
export const datadog: ReadAlerts = ({ source, body }) => {
  const fields = fieldsOf(body);
  const title = line(field(fields, 'title'));
  const plain = title.replace(MARK, '');
  const transition = line(field(fields, 'transition')) || title;
  const tags = line(field(fields, 'tags'), 1_000);
  return oneAlert(
    {
      source,
      key: line(field(fields, 'key')) || line(field(fields, 'aggregation')) || plain,
      state: /\brecovered\b/i.test(transition) ? 'resolved' : 'firing',
      title: plain,
      text: field(fields, 'text') ?? field(fields, 'body'),
      link: field(fields, 'link'),
      severity: line(field(fields, 'priority')) || field(fields, 'type'),
      labels: { ...tagsOf(tags), ...hostOf(field(fields, 'host')) },
    },
    'There is no `title` in this body. The payload to paste stands in docs/alerts.md.',
  );
};

const hostOf = (host: unknown) => (line(host) === '' ? {} : { host: line(host) });

/** `env:prod, service:shop` → `{ env: prod, service: shop }`; a tag without a value stands for itself. */
const tagsOf = (tags: string) =>
  Object.fromEntries(
    tags.split(',').flatMap((tag): readonly (readonly [string, string])[] => {
      const [name = '', ...value] = tag.trim().split(':');
      return name === '' ? [] : [[name, value.join(':') || 'yes']];
    }),
  );
