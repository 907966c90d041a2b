import type { AlertsRead } from '../../core/alerts/alert.ts';
import { alertOf, field, fieldsOf, isOver, line, MOST_ALERTS, refuseAlert } from '../../core/alerts/reading.ts';
import type { ReadAlerts } from '../../ports/intake.ts';

const PARTS = ['key', 'title', 'state', 'text', 'link', 'severity', 'labels'] as const;
type Part = (typeof PARTS)[number];
/** Deeper paths are a slip. */
const DEEPEST = 8;

/**
 * Any other monitor: a JSON body or a form. Without a word in the plan the fields are called `key`, `title`, `state`, `text`,
 * `link`, `severity` and `labels`; `fields:` of the source says where they are instead, as dotted paths, and `resolved:` which
 * words of `state` mean that it is over.
 */
export const generic: ReadAlerts = ({ source, body, rules }): AlertsRead => {
  const paths = rules?.fields ?? {};
  const list = paths.list === undefined ? [body] : at(body, paths.list);
  if (!Array.isArray(list)) return refuseAlert(`There is no list \`${paths.list ?? ''}\` in this body.`);
  const over = (rules?.resolved ?? []).map((word) => word.toLowerCase());
  const alerts = list.slice(0, MOST_ALERTS).flatMap((each: unknown) => {
    const parts = partsOf(each, paths);
    const state = line(parts.state, 40);
    const isResolved = isOver(state) || over.includes(state.toLowerCase());
    const found = alertOf({ ...parts, source, state: isResolved ? 'resolved' : 'firing' });
    return found === undefined ? [] : [found];
  });
  if (alerts.length > 0 || list.length === 0) return { ok: true, alerts };
  return refuseAlert(
    `There is no \`${paths.title ?? 'title'}\` in this body. \`fields:\` of this source in the plan says where it is.`,
  );
};

type Paths = { readonly [Name in Part]?: string };
const partsOf = (body: unknown, paths: Paths) =>
  Object.fromEntries(PARTS.map((part) => [part, at(body, paths[part] ?? part)])) as Readonly<Record<Part, unknown>>;

/** `check.hosts.0.name` in a body; undefined where the way ends. */
function at(body: unknown, path: string): unknown {
  let found: unknown = body;
  for (const name of path.split('.').slice(0, DEEPEST)) {
    if (Array.isArray(found)) found = /^\d{1,4}$/.test(name) ? (found[Number(name)] as unknown) : undefined;
    else found = field(fieldsOf(found), name);
  }
  return found;
}
