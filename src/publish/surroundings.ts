import type { PolicySurroundings } from '@gatehouse/model';
import type { Configuration } from '../api/configuration';

/** The proxy's configuration in the form that the model checks policies against. */
export function surroundingsOf({ backends, issuers }: Configuration): PolicySurroundings {
  return {
    backends: new Map(backends.map(({ name, kind }) => [name, kind])),
    issuers: issuers.map(({ name }) => name),
  };
}
