import type { KeyObject } from 'node:crypto';

/** Bytes of a point, which stand at the end of the key's DER form. */
const POINT_BYTES = 32;

/**
 * The encodings of the points of Ed25519 whose order divides 8, without the sign: 0, 1, -1 and two of order 8, and those of
 * them that are written without being reduced. Among them is what a key of nothing but zeros or a lone one decodes to.
 *
 * @see RFC 8032 section 5.1
 */
const LOW_ORDER = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
]);

/** Whether an Ed25519 key is a point for which signatures can be made without any secret. */
export function isOfLowOrder(key: KeyObject): boolean {
  const point = Buffer.from(key.export({ type: 'spki', format: 'der' }).subarray(-POINT_BYTES));
  point[POINT_BYTES - 1] = (point[POINT_BYTES - 1] ?? 0) & 0x7f;
  return LOW_ORDER.has(point.toString('hex'));
}
