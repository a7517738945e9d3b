import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { type TrustedKey, trustKey } from './trustedKey';

const BEGIN = /-----BEGIN /g;
const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[^-]+-----END \1-----/g;

/**
 * Reads public keys in PEM: `PUBLIC KEY`, `RSA PUBLIC KEY`, and `CERTIFICATE`, of which only the key counts: neither its dates
 * nor who signed it. One text may hold several; what stands around them is skipped. None of them has a `kid`.
 *
 * @throws Error when one of them cannot be trusted, or there is none; never with a part of it
 */
export function readPemKeys(text: string): TrustedKey[] {
  const blocks = [...text.matchAll(BLOCK)];
  if (blocks.some(([, label = '']) => label.endsWith('PRIVATE KEY'))) {
    throw new Error('holds a private key; give the public one (openssl pkey -in <file> -pubout)');
  }
  if (blocks.length !== [...text.matchAll(BEGIN)].length) {
    throw new Error('holds a PEM block that is cut off or malformed');
  }
  if (blocks.length === 0) {
    throw new Error('holds no public key in PEM ("-----BEGIN PUBLIC KEY-----")');
  }
  return blocks.map(([block, label = ''], index) => {
    try {
      return trustKey(importBlock(block, label));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`${blocks.length === 1 ? 'its key' : `key ${index + 1} in it`}: ${reason}`, { cause: error });
    }
  });
}

function importBlock(block: string, label: string): KeyObject {
  if (!['PUBLIC KEY', 'RSA PUBLIC KEY', 'CERTIFICATE'].includes(label)) {
    throw new Error(`${label} is neither a public key nor a certificate`);
  }
  try {
    return label === 'CERTIFICATE' ? new X509Certificate(block).publicKey : createPublicKey(block);
  } catch {
    throw new Error(`not a readable ${label}`);
  }
}
