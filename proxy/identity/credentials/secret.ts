import { createHash, randomBytes } from 'node:crypto';

const BEGINS_LIKE_ONE = /^gate_/;
const WELL_FORMED = /^gate_[A-Za-z0-9_-]{43}$/;
const RANDOM_BYTES = 32;
const SHOWN_CHARACTERS = 'gate_'.length + 6;

/** Makes a new secret; it is shown once and never kept. */
export function makeSecret(): string {
  return `gate_${randomBytes(RANDOM_BYTES).toString('base64url')}`;
}

/**
 * Tells a credential from other things that could stand in its place.
 *
 * @returns the text itself, also when it only begins like one (it is then found unknown); undefined for anything else
 */
export function readSecret(text: string): string | undefined {
  return BEGINS_LIKE_ONE.test(text) ? text : undefined;
}

/** Whether a text could be a secret that `makeSecret` made. */
export function isWellFormed(secret: string): boolean {
  return WELL_FORMED.test(secret);
}

/** What is kept of a secret. It has 256 random bits, so nobody can try them out and a plain hash is enough. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

/** The part of a secret by which people recognise it. */
export function prefixOf(secret: string): string {
  return secret.slice(0, SHOWN_CHARACTERS);
}
