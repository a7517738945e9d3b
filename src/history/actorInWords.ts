import type { Actor } from '@gatehouse/model/api';
import { t } from '../i18n/t';

/** How certain it is who made a change. */
export interface ActorInWords {
  name: string;
  /** Whether a signature says who it was. */
  isVerified: boolean;
  /** How the name is known. */
  how: string;
}

export function actorInWords({ name, by, token }: Actor): ActorInWords {
  switch (by) {
    case 'grafana-id':
      return { name, isVerified: true, how: t('actor.signed', 'Grafana signed who this is') };
    case 'grafana-context':
      return {
        name,
        isVerified: false,
        how: t('actor.said', 'Grafana said who this is, without a signature: as certain as the admin token is secret'),
      };
    case 'admin-token':
      return {
        name,
        isVerified: false,
        how: t('actor.token', 'Nobody was named; the admin token {{token}} was used', { token: token ?? name }),
      };
    case 'file':
      return { name, isVerified: false, how: t('actor.file', 'The policy file was changed on the proxy') };
  }
}
