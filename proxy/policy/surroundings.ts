import type { PolicySurroundings } from '@gatehouse/model';
import type { Config } from '../config/schema';

/** The names in the configuration that policies refer to. */
export function surroundingsOf({
  backends,
  issuers,
}: Pick<Config, 'backends'> & { issuers: ReadonlyArray<Pick<Config['issuers'][number], 'name'>> }): PolicySurroundings {
  return {
    backends: new Map(backends.map(({ name, kind }) => [name, kind])),
    issuers: issuers.map(({ name }) => name),
  };
}
