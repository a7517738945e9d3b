import { coversSubjects } from './coverage';
import type { Finding } from './finding';
import type { AllowMapping, DenyMapping, Mapping } from './shape';

/** With how many denials one mapping is compared at most. */
const MOST_COMPARED = 50;

interface Denial {
  mapping: DenyMapping;
  index: number;
}

/**
 * Finds the mappings whose grants a denial takes away from everybody whom they name, and the denials that keep nobody from
 * anything.
 *
 * @param counts which mappings may have a part in anything at all
 */
export function denialFindings(mappings: readonly Mapping[], counts: (mapping: Mapping) => boolean): Finding[] {
  const denials = mappings.flatMap((mapping, index): Denial[] =>
    mapping.effect === 'deny' && counts(mapping) ? [{ mapping, index }] : []
  );
  if (denials.length === 0) {
    return [];
  }
  const byPrincipal = new Map<string, Denial[]>();
  for (const denial of denials) {
    for (const principal of denial.mapping.principals) {
      byPrincipal.set(principal, [...(byPrincipal.get(principal) ?? []).slice(0, MOST_COMPARED), denial]);
    }
  }
  const granted = new Set<string>();
  const findings: Finding[] = [];
  mappings.forEach((mapping, index) => {
    if (mapping.effect === 'deny' || !counts(mapping)) {
      return;
    }
    mapping.grants.forEach(({ tenant }) => granted.add(tenant));
    const denial = candidates(byPrincipal, mapping).find(
      (one) => coversSubjects(one.mapping, mapping) && deniesAll(one.mapping, mapping.grants)
    );
    if (denial !== undefined) {
      findings.push(alwaysDenied(mapping, index, denial.mapping));
    }
  });
  return [...findings, ...denials.flatMap((denial) => withoutEffect(denial, byPrincipal, granted))];
}

/** Whoever covers a mapping names its first principal, or everybody who has it. */
function candidates(byPrincipal: ReadonlyMap<string, Denial[]>, { principals: [principal = ''] }: Mapping): Denial[] {
  const domain = principal.startsWith('user:') && principal.includes('@') ? principal.split('@').at(-1) : undefined;
  return [principal, 'authenticated', ...(domain === undefined ? [] : [`domain:${domain}`])].flatMap(
    (one) => byPrincipal.get(one) ?? []
  );
}

function deniesAll({ grants }: DenyMapping, tenants: ReadonlyArray<{ tenant: string }> | undefined): boolean {
  if (grants === undefined) {
    return true;
  }
  const denied = new Set(grants.map(({ tenant }) => tenant));
  return tenants?.every(({ tenant }) => denied.has(tenant)) === true;
}

function alwaysDenied({ name }: AllowMapping, index: number, denial: DenyMapping): Finding {
  return {
    code: 'mapping-always-denied',
    path: ['mappings', index],
    message: `mapping ${name} lets nobody in: mapping ${denial.name} denies all that it grants to everybody whom it names`,
    hint: `remove mapping ${name}, or except those whom it means from mapping ${denial.name}`,
  };
}

function withoutEffect(
  denial: Denial,
  byPrincipal: ReadonlyMap<string, Denial[]>,
  granted: ReadonlySet<string>
): Finding[] {
  const { mapping, index } = denial;
  const path = ['mappings', index];
  const wider = candidates(byPrincipal, mapping).find(
    (other) => other !== denial && covers(other, denial) && (other.index < index || !covers(denial, other))
  );
  if (wider !== undefined) {
    return [
      {
        code: 'deny-without-effect',
        path,
        message: `mapping ${mapping.name} denies nothing that mapping ${wider.mapping.name} does not deny to the same subjects already`,
        hint: `remove mapping ${mapping.name}, or change whom or what it denies`,
      },
    ];
  }
  const hasEffect =
    mapping.grants === undefined ? granted.size > 0 : mapping.grants.some(({ tenant }) => granted.has(tenant));
  return hasEffect ? [] : [nothingToDeny(mapping, path)];
}

function covers(wider: Denial, narrower: Denial): boolean {
  return deniesAll(wider.mapping, narrower.mapping.grants) && coversSubjects(wider.mapping, narrower.mapping);
}

/** What a token's vm_access gives is not in the policy, and denied all the same. */
function nothingToDeny({ name }: DenyMapping, path: Finding['path']): Finding {
  return {
    code: 'deny-without-effect',
    path,
    message: `no mapping in force grants what mapping ${name} denies, so it takes away only what tokens give by vm_access`,
    hint: `name the tenants that are meant in the grants of mapping ${name}, or remove it`,
  };
}
