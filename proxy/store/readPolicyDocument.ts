import { checkPolicy, type Policy } from '@gatehouse/model';
import { StoreUnavailable } from './storeUnavailable';

/**
 * Reads the policy of a revision. What a store holds is checked like what a client sends. Backends and issuers are the
 * configuration's to know, not ours.
 *
 * @throws StoreUnavailable when it is not a policy that this version understands
 */
export function readPolicyDocument(number: number, document: string): Policy {
  const { policy, problems } = checkPolicy(parseJson(number, document), undefined, 0);
  if (policy === undefined) {
    const [first] = problems;
    throw new StoreUnavailable(
      `revision ${number} in the store is not a policy that this version understands: ${first?.path.join('.')}: ${first?.message}; run the version that wrote it, or restore the store from a backup`
    );
  }
  return policy;
}

function parseJson(number: number, document: string): unknown {
  try {
    return JSON.parse(document);
  } catch {
    throw new StoreUnavailable(`revision ${number} in the store is damaged; restore the store from a backup`);
  }
}
