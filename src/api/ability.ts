import { type Configuration, useConfiguration } from './configuration';

/** What the admin token that is saved in the plugin's settings allows, whoever is in front of the page. */
export interface Ability {
  /** Publish, propose, decide about proposals, discover what backends hold. */
  edit: boolean;
  /** Make and revoke credentials, export the audit chain, forget somebody. */
  administer: boolean;
}

/** Undefined until the proxy has said so. A page then offers nothing that may be refused. */
export function useAbility(): Ability | undefined {
  const { data } = useConfiguration(true);
  return data && abilityOf(data);
}

/** What a role allows. */
export function abilityOf({ role }: Pick<Configuration, 'role'>): Ability {
  return { edit: role !== 'viewer', administer: role === 'admin' };
}
