import { z } from 'zod';
import { ALERT_KINDS } from '../alerts/alert.ts';
import { functionId, playbookId, severityId, systemId } from '../ids.ts';
import { span } from '../time.ts';
import { block, id, listOf, oneOf, text, yesNo } from './leaves.ts';
import { exactOr, exactSpan } from './times.ts';

/** What an alert is about and what becomes of it: the same fields for a source, for a rule of it, and for a heartbeat. */
const about = {
  systems: listOf(id(systemId)).default([]),
  functions: listOf(id(functionId)).default([]),
  severity: id(severityId).exactOptional(),
  playbook: id(playbookId).exactOptional(),
  /** So long a person may look first; then the incident is opened and the plan is paged. */
  page_after: exactOr('never', 'at once').exactOptional(),
};

/** Where a body of one's own has what: dotted paths, such as `check.name`. */
const fields = block({
  /** The list of alerts in the body; left out, the body is one alert. */
  list: text.exactOptional(),
  key: text.exactOptional(),
  title: text.exactOptional(),
  state: text.exactOptional(),
  text: text.exactOptional(),
  link: text.exactOptional(),
  severity: text.exactOptional(),
  labels: text.exactOptional(),
});

/** A source of alerts. Its id is its name in the address `/hooks/NAME/…`. */
export const alertSource = block({
  /** Left out: the id is the kind. */
  kind: oneOf(...ALERT_KINDS).exactOptional(),
  ...about,
  /** Alerts that come so soon after each other belong together. */
  group_within: exactSpan.default(span('5m')),
  /** `source`: all that comes within `group_within` is one; `key`: each trouble of the source is one. */
  fold: oneOf('source', 'key').default('source'),
  /** The first rule whose labels all fit is taken; `*` at either end of a value stands for anything. */
  match: listOf(block({ if: z.record(z.string(), text), ...about, ignore: yesNo.default(false) })).default([]),
  /** Of `cloudwatch`: the topics (ARN) that may speak; their subscription is confirmed by Muster. */
  topics: listOf(text).default([]),
  /** Of `generic`. */
  fields: fields.exactOptional(),
  /** Of `generic`: more words of `state` that mean that it is over. */
  resolved: listOf(text).default([]),
});

/** Something that must report again and again; its silence is an alert. */
export const heartbeatOf = block({
  every: exactSpan,
  /** How much later than `every` it may be. */
  grace: exactSpan.default(span('10m')),
  ...about,
});
