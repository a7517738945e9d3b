import { type Grant, parsePrincipal, type PolicySurroundings, readVmAccess } from '@gatehouse/model';
import type { BackendConfig } from '../../config/schema';
import { PolicyText } from '../../policyFile/policyText';
import type { Imported } from './imported';
import { PolicyDraft, type TenantPlace } from './policyDraft';
import type { Remark } from './remark';

export interface VmAccessOptions {
  /** Where the tenants are that the claims name. */
  backend: Pick<BackendConfig, 'name' | 'kind'>;
  surroundings: PolicySurroundings;
  /** The issuer whose tokens had the claims. */
  issuer: string;
  /** Milliseconds since the epoch. */
  now: number;
}

/**
 * Makes a policy out of `vm_access` claims: a mapping for each file, which holds the payload of a token, or a claim alone. Who the
 * subject is says `email`, `sub`, or else the file's name.
 *
 * @param files JSON texts with their names
 */
export function importVmAccess(
  files: ReadonlyArray<{ file: string; text: string }>,
  options: VmAccessOptions
): Imported {
  const draft = new PolicyDraft(options.surroundings);
  const remarks = files.flatMap((one) => addFile(one, draft, options));
  return { draft, remarks, services: [] };
}

function addFile(
  { file, text }: { file: string; text: string },
  draft: PolicyDraft,
  options: VmAccessOptions
): Remark[] {
  const source = new PolicyText(text);
  const remark = (
    path: string[],
    kind: Remark['kind'],
    code: Remark['code'],
    message: string,
    hint: string
  ): Remark => ({ code, kind, file, ...source.placeOf(path), path, message, hint });
  const [unread] = source.problems;
  if (unread !== undefined || typeof source.data !== 'object' || source.data === null) {
    const { line, column } = unread ?? { line: 1, column: 1 };
    const message = 'this is no JSON object, or one with a key that stands twice';
    const hint = 'save the payload of a token, or its vm_access, as JSON';
    return [{ code: 'file-unreadable', kind: 'left-out', file, line, column, path: [], message, hint }];
  }
  const payload = new Map<string, unknown>(Object.entries(source.data));
  const path = payload.has('vm_access') ? ['vm_access'] : [];
  const claim: unknown = payload.has('vm_access') ? payload.get('vm_access') : source.data;
  const principal = principalOf(payload, file);
  if (principal === undefined) {
    return [
      remark(
        [],
        'left-out',
        'subject-missing',
        'neither email and sub nor the name of the file name a subject',
        'name the file like the subject, such as alice@example.com.json'
      ),
    ];
  }
  const read = readVmAccess(claim, undefined);
  if ('problem' in read) {
    return [
      remark(path, 'left-out', 'claim-unreadable', read.problem, 'correct the claim, or grant by hand what is meant'),
    ];
  }
  const { tenant, access, filters } = read.vmAccess;
  const place = tenantPlace(tenant, options.backend);
  if (place === undefined) {
    const message =
      tenant === undefined
        ? `the claim names no tenant, and ${options.backend.name} has many`
        : `the claim names a tenant, and ${options.backend.name} is no cluster`;
    return [
      remark(
        path,
        'left-out',
        'tenant-missing',
        message,
        'name the backend that is meant with --backend, or grant by hand what is meant'
      ),
    ];
  }
  const grantOf = (of: Grant['access']): Grant => ({
    tenant: draft.tenantAt(place, file),
    access: of,
    ...(filters && { filters: [...filters] }),
  });
  const problem = draft.problemOf(grantOf(access));
  const reduced = problem !== undefined && access === 'read-write' ? grantOf('read') : undefined;
  const left =
    problem === undefined
      ? []
      : [
          remark(
            path,
            'left-out',
            'write-filter',
            `the claim lets ${principal} write, but its labels and filters cannot be stamped on samples: ${problem}`,
            'grant the writing by hand'
          ),
        ];
  const grant = problem === undefined ? grantOf(access) : reduced;
  if (grant === undefined) {
    return left;
  }
  draft.addMapping(
    principal.replace(/^[a-z]+:/, ''),
    { principals: [principal], issuers: [options.issuer], grants: [grant] },
    file
  );
  return [
    ...left,
    ...expired(payload.get('exp'), options.now).map((message) =>
      remark(['exp'], 'note', 'claim-expired', message, 'remove the mapping if the access has ended')
    ),
  ];
}

function principalOf(payload: ReadonlyMap<string, unknown>, file: string): string | undefined {
  const verified = payload.get('email_verified') !== false;
  const named = [
    verified ? payload.get('email') : undefined,
    payload.get('sub'),
    file.replace(/^.*[/\\]/, '').replace(/\.json$/i, ''),
  ];
  const name = named.find((one) => typeof one === 'string' && one !== '');
  const parsed = parsePrincipal(`user:${String(name)}`);
  return name !== undefined && 'principal' in parsed ? parsed.principal : undefined;
}

function tenantPlace(
  tenant: { account: number; project: number } | undefined,
  { name, kind }: VmAccessOptions['backend']
): TenantPlace | undefined {
  if (tenant !== undefined) {
    return kind === 'victoriametrics-cluster' ? { backend: name, ...tenant } : undefined;
  }
  return kind === 'victoriametrics' ? { backend: name } : undefined;
}

function expired(exp: unknown, now: number): string[] {
  return typeof exp === 'number' && exp * 1000 <= now
    ? ['the token has expired; the mapping does not end by itself']
    : [];
}
