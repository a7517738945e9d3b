export { GRAFANA_CLIENT, VMAGENT_CLIENT } from './clients';
export { type IdentityProvider, type IdentityProviderOptions, startIdentityProvider } from './startIdentityProvider';
export type { Tokens } from './codeFlow';
export { PERSON_NAMES, type PersonName } from './people';
