import type { Notice } from './engine/notice.ts';
import type { Log } from './ports/log.ts';

/** What the engine tells, as lines of the log: no words that people wrote, no numbers, no secrets. */
export function logNotice(log: Log, notice: Notice): void {
  switch (notice.kind) {
    case 'appended':
      for (const event of notice.events as readonly { readonly type: string; readonly by: string }[])
        log.info({ stream: notice.stream, event: event.type, by: event.by }, 'recorded');
      return;
    case 'performed':
      if (notice.outcome === 'accepted') log.info({ stream: notice.stream, key: notice.key }, notice.effect);
      else
        log.warn(
          { stream: notice.stream, key: notice.key, reason: notice.reason },
          `${notice.effect} will be tried again`,
        );
      return;
    case 'ill':
      log.error({ stream: notice.stream, reason: notice.reason }, 'an incident is quarantined; it goes on paging');
      return;
    case 'repaired':
      log.error(
        { stream: notice.stream, missing: notice.missing, extra: notice.extra },
        'the auditor mended the agenda',
      );
      return;
    case 'fault':
      log.warn({ where: notice.where, reason: notice.reason }, 'will be tried again');
      return;
    case 'heard':
    case 'late':
    case 'swept':
    case 'audited':
      return;
    default:
      notice satisfies never;
  }
}
