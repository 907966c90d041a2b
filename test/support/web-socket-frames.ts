/** Frames of RFC 6455, as much of them as a server needs that talks in whole messages. */
export const OPCODE = { text: 1, close: 8, ping: 9, pong: 10 } as const;

export type Frame = { readonly opcode: number; readonly payload: Buffer };

/** A server's frame: whole, not masked. */
export function frame(opcode: number, payload: Buffer | string): Buffer {
  const body = Buffer.from(payload);
  const head = body.length < 126 ? Buffer.alloc(2) : Buffer.alloc(body.length < 65_536 ? 4 : 10);
  head[0] = 0x80 | opcode;
  if (head.length === 2) head[1] = body.length;
  else if (head.length === 4) head.writeUInt16BE(body.length, 2);
  else head.writeBigUInt64BE(BigInt(body.length), 2);
  if (head.length > 2) head[1] = head.length === 4 ? 126 : 127;
  return Buffer.concat([head, body]);
}

/** Takes bytes as they come and gives the frames that are whole by now. */
export function frames(): (bytes: Buffer) => readonly Frame[] {
  let left = Buffer.alloc(0);
  return (bytes) => {
    left = Buffer.concat([left, bytes]);
    const whole: Frame[] = [];
    for (let next = first(left); next !== undefined; next = first(left)) {
      whole.push(next.frame);
      left = left.subarray(next.length);
    }
    return whole;
  };
}

function first(bytes: Buffer): { readonly frame: Frame; readonly length: number } | undefined {
  if (bytes.length < 2) return undefined;
  const short = bytes.readUInt8(1) & 0x7f;
  const wide = short === 126 ? 2 : short === 127 ? 8 : 0;
  const masked = (bytes.readUInt8(1) & 0x80) !== 0 ? 4 : 0;
  const start = 2 + wide + masked;
  if (bytes.length < start) return undefined;
  const size = wide === 2 ? bytes.readUInt16BE(2) : wide === 8 ? Number(bytes.readBigUInt64BE(2)) : short;
  if (bytes.length < start + size) return undefined;
  const mask = bytes.subarray(start - masked, start);
  const body = bytes.subarray(start, start + size);
  const payload = masked === 0 ? Buffer.from(body) : Buffer.from(body.map((byte, at) => byte ^ (mask[at % 4] ?? 0)));
  return { frame: { opcode: bytes.readUInt8(0) & 0x0f, payload }, length: start + size };
}
