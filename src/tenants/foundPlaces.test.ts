import { POLICY } from '../test/policies';
import { clusterPlaces, labelPlaces, nameProblems } from './foundPlaces';

it('tells what of a cluster has a name, and suggests one for the rest', () => {
  const found = [
    { account: 1, project: 0 },
    { account: 3, project: 7 },
  ];
  const [acme, other] = clusterPlaces('cluster', found, POLICY.tenants);
  expect(acme).toMatchObject({ names: ['acme'], place: 'account 1, project 0' });
  expect(other).toMatchObject({ names: [], suggested: 'tenant-3-7' });
  expect(other?.tenantOf('initech')).toEqual({ name: 'initech', backend: 'cluster', account: 3, project: 7 });
});

it('makes tenants of a label’s values on a single node', () => {
  const places = labelPlaces('single', 'tenant', ['shop', 'Bank (Graz)', '', '***'], POLICY.tenants);
  expect(places.map(({ names, suggested }) => [names, suggested])).toEqual([
    [['shop'], 'shop'],
    [[], 'bank-graz'],
    [[], ''],
  ]);
  expect(places[1]?.tenantOf('bank')).toEqual({ name: 'bank', backend: 'single', labels: { tenant: 'Bank (Graz)' } });
});

it('finds names that are missing, wrong, taken or given twice', () => {
  const chosen = new Map([
    ['a', ''],
    ['b', 'x y'],
    ['c', 'acme'],
    ['d', 'twice'],
    ['e', 'twice'],
    ['f', 'good'],
  ]);
  expect([...nameProblems(chosen, new Set(['acme'])).keys()]).toEqual(['a', 'b', 'c', 'd', 'e']);
});
