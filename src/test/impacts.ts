import type { Impact } from '@gatehouse/model';
import type { PolicyImpactDocument } from '@gatehouse/model/api';

/** Nobody notices anything. */
export const NO_IMPACT: Impact = {
  subjects: 3,
  unchanged: 3,
  changed: 0,
  gaining: 0,
  losing: 0,
  differing: 0,
  losingAll: 0,
  incomplete: 0,
  groups: [],
  leftOut: 0,
};

/** Bob loses all that he has. */
export const BOB_LOSES: Impact = {
  ...NO_IMPACT,
  unchanged: 2,
  changed: 1,
  losing: 1,
  losingAll: 1,
  groups: [
    {
      subjects: 1,
      people: 1,
      services: 0,
      examples: [{ key: 'bob-key', label: 'bob@globex.example', issuer: 'keycloak', kind: 'user' }],
      words: 'bob@globex.example loses read on globex',
      nothingLeft: true,
      tenants: [],
      tenantsLeftOut: 0,
      unnamed: [],
    },
  ],
};

/** The answer of `POST /v1/policy/impact`. */
export function impactDocument(impact: Impact, revision = 6): PolicyImpactDocument {
  return { revision, impact, complete: true, replay: null, warnings: [], warningsLeftOut: 0 };
}
