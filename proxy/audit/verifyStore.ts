import type { AuditLog } from '../store/auditLog';
import type { AuditHead } from './auditHead';
import { readChain } from './readChain';
import { type Verified, verifyChain } from './verifyChain';

/**
 * Verifies the chain in a store, also against the end that the store itself remembers.
 *
 * @param heads that were kept elsewhere
 * @throws StoreUnavailable
 */
export async function verifyStore(log: AuditLog, heads: readonly AuditHead[] = []): Promise<Verified> {
  // Asked first: what is appended meanwhile makes the chain longer than this, never shorter.
  const remembered = await log.head();
  return verifyChain(readChain(log), { heads: [...heads, remembered] });
}
