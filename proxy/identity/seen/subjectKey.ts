import { createHash } from 'node:crypto';
import type { Subject } from '@gatehouse/model';

/** 43 characters that fit into a URL; the same for whoever comes again, and nobody else's. */
export function subjectKey({ issuer, kind, id }: Pick<Subject, 'issuer' | 'kind' | 'id'>): string {
  return createHash('sha256')
    .update(JSON.stringify([issuer, kind, id]))
    .digest('base64url');
}
