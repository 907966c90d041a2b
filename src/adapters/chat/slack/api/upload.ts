import type { Called, CallOptions, Failure } from './called.ts';
import { broken } from './called.ts';
import { classify, ofStatus } from './classify.ts';
import type { ArgsOf, Method, ResultOf } from './methods.ts';

export type TextFile = {
  readonly channel: string;
  /** Puts it into the thread of this message (`ts`). */
  readonly thread?: string;
  /** With its ending: `INC-42-postmortem.md`. */
  readonly name: string;
  readonly title: string;
  readonly text: string;
};

export type Caller = <M extends Method>(
  method: M,
  args: ArgsOf<M>,
  options: CallOptions,
) => Promise<Called<ResultOf<M>>>;

/**
 * Slack's three steps of handing a file over: a place for it, the bytes, and showing it in the channel. Nobody sees anything
 * before the last one, so a failure before that is sure to have done nothing.
 */
export async function upload(
  call: Caller,
  { file, timeoutMs }: { readonly file: TextFile; readonly timeoutMs: number },
  options: CallOptions,
): Promise<Called<{ readonly fileId: string }>> {
  // Slack refuses a file without a byte.
  const bytes = Buffer.from(file.text === '' ? '\n' : file.text);
  const place = await call('files.getUploadURLExternal', { filename: file.name, length: bytes.length }, options);
  if (!place.ok) return unseen(place);
  const { upload_url: url, file_id: fileId } = place.value;
  if (url === undefined || fileId === undefined) return broken('Slack gave no place for the file', 'no');
  const fault = await putBytes(url, bytes, limitOf(timeoutMs, options.signal));
  if (fault !== undefined) return unseen(fault);
  const where =
    file.thread === undefined ? { channel_id: file.channel } : { channel_id: file.channel, thread_ts: file.thread };
  const shown = await call(
    'files.completeUploadExternal',
    { files: [{ id: fileId, title: file.title }], ...where },
    options,
  );
  return shown.ok ? { ok: true, value: { fileId } } : shown;
}

const unseen = (failure: Failure): Failure => (failure.kind === 'broken' ? { ...failure, sent: 'no' } : failure);

const limitOf = (timeoutMs: number, signal: AbortSignal | undefined) =>
  signal === undefined ? AbortSignal.timeout(timeoutMs) : AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);

/** The place is a link that needs no token; none is sent, wherever it leads. */
async function putBytes(url: string, bytes: Uint8Array, signal: AbortSignal): Promise<Failure | undefined> {
  try {
    const body = new Blob([new Uint8Array(bytes)], { type: 'application/octet-stream' });
    const response = await fetch(url, { method: 'POST', body, redirect: 'error', signal });
    await response.body?.cancel();
    return response.status === 200 ? undefined : ofStatus(response.status);
  } catch (error) {
    return classify(error);
  }
}
