import type { Confinement } from './confinement';
import { type Hazard, refuseHazards } from './hazards';

const one = { tenant: { name: 'a', backend: 'vm', account: 1, project: 0 }, filters: undefined };
const other = { tenant: { name: 'b', backend: 'vm', account: 2, project: 0 }, filters: undefined };
const labelled = { tenant: { name: 'c', backend: 'vm', labels: { tenant: 'c' } }, filters: undefined };

function refused(
  hazards: Hazard[],
  endpoint: { access: 'read' | 'write'; labelsApi?: boolean },
  tenants: unknown[],
  extraQuery = ''
): boolean {
  const confinement = {
    decision: { backend: 'vm', tenants },
    filtered: endpoint.access === 'read' && extraQuery !== '',
    extraQuery,
  } as unknown as Confinement;
  try {
    refuseHazards({ of: (backend) => new Set(backend === 'vm' ? hazards : []) }, endpoint, confinement);
    return false;
  } catch (error) {
    expect(error).toMatchObject({ status: 503, reason: 'backend-unsafe' });
    return true;
  }
}

const ALL: Hazard[] = ['labels-unfiltered', 'stamps-evadable', 'federation-leaks'];
const query = { access: 'read' } as const;
const labels = { access: 'read', labelsApi: true } as const;
const write = { access: 'write' } as const;

test.each([
  ['a backend of another kind is never asked', ['wrong-kind'], query, [one], '', true],
  ['nor written to', ['wrong-kind'], write, [one], '', true],
  ['labels are refused to whoever must be narrowed', ['labels-unfiltered'], labels, [one], 'extra_filters', true],
  ['labels of a whole tenant are not', ['labels-unfiltered'], labels, [one], '', false],
  ['nor is a narrowed query', ['labels-unfiltered'], query, [one], 'extra_filters', false],
  ['a stamped write is refused', ['stamps-evadable'], write, [labelled], 'extra_label', true],
  ['a write into a tenant of its own is not', ['stamps-evadable'], write, [one], '', false],
  ['nor is a read', ['stamps-evadable'], query, [labelled], 'extra_label', false],
  ['several tenants of a cluster are refused', ['federation-leaks'], query, [one, other], 'extra_filters', true],
  ['several of a single node are not', ['federation-leaks'], query, [labelled, labelled], 'extra_filters', false],
  ['nor is one', ['federation-leaks'], query, [one], '', false],
  ['nothing else is refused', ALL, query, [one], 'extra_filters', false],
] as const)('%s', (_name, hazards, endpoint, tenants, extraQuery, expected) => {
  expect(refused([...hazards], endpoint, [...tenants], extraQuery)).toBe(expected);
});
