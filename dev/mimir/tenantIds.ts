const MAX_BYTES = 150;
const SUPPORTED = /^[A-Za-z0-9!_.*'()-]*$/;
const RESERVED = ['.', '..', '__mimir_cluster'];

/**
 * Reads `X-Scope-OrgID` as Mimir does: one tenant id, or several joined by `|`, each of which must be valid.
 *
 * What Mimir takes and Gatehouse must never send is refused here, so that a test would see it: an empty id, and a colon, which newer
 * versions take for the beginning of a subtenant and cut off.
 *
 * @see https://grafana.com/docs/mimir/latest/configure/about-tenant-ids/
 */
export function readTenantIds(header: string | undefined): { ids: readonly string[] } | { problem: string } {
  if (header === undefined || header === '') {
    return { problem: 'no org id' };
  }
  const ids = header.split('|');
  const problem = ids.map(problemOf).find((one) => one !== undefined);
  return problem === undefined ? { ids: [...new Set(ids)].sort() } : { problem };
}

function problemOf(id: string): string | undefined {
  if (id === '') {
    return 'tenant ID is empty';
  }
  if (!SUPPORTED.test(id)) {
    return `tenant ID '${id}' contains unsupported character '${id.replace(/[A-Za-z0-9!_.*'()-]/g, '').charAt(0)}'`;
  }
  if (id.length > MAX_BYTES) {
    return `tenant ID is too long: max ${MAX_BYTES} characters`;
  }
  return RESERVED.includes(id) ? `tenant ID is '${id}'` : undefined;
}
