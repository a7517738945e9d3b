import { useMemo, useState } from 'react';
import { checkPolicy, type Policy, type PolicyCheck } from '@gatehouse/model';
import type { Configuration } from '../api/configuration';
import { surroundingsOf } from './surroundings';

/** What the proxy will say about a policy, found before it is sent. */
export function usePolicyCheck(policy: Policy, configuration: Configuration): PolicyCheck {
  const [now] = useState(Date.now);
  return useMemo(() => checkPolicy(policy, surroundingsOf(configuration), now), [policy, configuration, now]);
}
