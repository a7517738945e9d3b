import type { TenantPlace } from './policyDraft';
import type { Target } from './readTarget';
import type { Sample } from './sampleRequests';

const CLUSTER_PATH = /^\/(select|insert)\/([0-9]{1,10})(?::([0-9]{1,10}))?(\/.*)$/;
const MAX_UINT32 = 4_294_967_295;

/**
 * The tenant that a request leads to.
 *
 * @param asked its path behind the target's
 * @returns undefined when it leads to something else than the sample asks for
 */
export function placeOf(target: Target, asked: string, { upstream, access }: Sample): TenantPlace | undefined {
  const { backend, path, org } = target;
  const whole = `${path}${asked}`;
  if (access === 'read' ? !target.reads : !target.writes) {
    return undefined;
  }
  if (backend.kind === 'victoriametrics-cluster') {
    const [, verb, account, project = '0', rest] = CLUSTER_PATH.exec(whole) ?? [];
    const fits = rest === upstream && verb === (access === 'read' ? 'select' : 'insert');
    const place = { backend: backend.name, account: Number(account), project: Number(project) };
    return fits && place.account <= MAX_UINT32 && place.project <= MAX_UINT32 ? place : undefined;
  }
  if (backend.kind === 'mimir') {
    return whole === upstream && org !== undefined ? { backend: backend.name, org } : undefined;
  }
  return whole === upstream || whole === `/prometheus${upstream}` ? { backend: backend.name } : undefined;
}
