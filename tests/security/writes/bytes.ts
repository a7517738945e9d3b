/** Writes an unsigned number in the variable-length form of protobuf and Snappy. */
export function varint(value: number | bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt(value);
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest > 0n ? low | 0x80 : low);
  } while (rest > 0n);
  return Buffer.from(bytes);
}

/** A signed number, folded so that small ones of either sign stay short. */
export function zigzag(value: bigint): Buffer {
  return varint(value >= 0n ? value * 2n : -value * 2n - 1n);
}

/** A protobuf field with a length: text, bytes, or a message of fields. */
export function field(number: number, ...parts: ReadonlyArray<string | Buffer>): Buffer {
  const content = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
  return Buffer.concat([varint(number * 8 + 2), varint(content.length), content]);
}

export function varintField(number: number, value: number | bigint): Buffer {
  return Buffer.concat([varint(number * 8), varint(value)]);
}

export function doubleField(number: number, value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return Buffer.concat([varint(number * 8 + 1), bytes]);
}

export function fixed64Field(number: number, value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return Buffer.concat([varint(number * 8 + 1), bytes]);
}

/**
 * Snappy's block format, all literals.
 *
 * @see https://github.com/google/snappy/blob/main/format_description.txt
 */
export function snappy(bytes: Buffer): Buffer {
  const parts = [varint(bytes.length)];
  for (let at = 0; at < bytes.length; at += LONGEST_LITERAL) {
    const literal = bytes.subarray(at, at + LONGEST_LITERAL);
    const tag = Buffer.alloc(3);
    tag[0] = 61 << 2;
    tag.writeUInt16LE(literal.length - 1, 1);
    parts.push(tag, literal);
  }
  return Buffer.concat(parts);
}

const LONGEST_LITERAL = 65_536;

/**
 * Zstandard's frame format, stored as it is.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8878
 */
export function zstd(bytes: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head.writeUInt32LE(0xfd2f_b528);
  // One segment, and its size in four bytes.
  head[4] = 0xa0;
  head.writeUInt32LE(bytes.length, 5);
  const blocks: Buffer[] = [];
  let at = 0;
  do {
    const block = bytes.subarray(at, at + LONGEST_BLOCK);
    at += LONGEST_BLOCK;
    const size = Buffer.alloc(3);
    size.writeUIntLE(block.length * 8 + (at >= bytes.length ? 1 : 0), 0, 3);
    blocks.push(size, block);
  } while (at < bytes.length);
  return Buffer.concat([head, ...blocks]);
}

const LONGEST_BLOCK = 128 * 1024;
