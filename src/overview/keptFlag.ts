import { config } from '@grafana/runtime';
import { PLUGIN_ID } from '../constants';

/** Something that this browser remembers for one person in one organization. It forgets when it has no room; nothing depends on it. */
export interface KeptFlag {
  isSet(): boolean;
  set(): void;
}

export function browserFlag(name: string): KeptFlag {
  const { orgId, login } = config.bootData.user;
  const key = `${PLUGIN_ID}.${name}.${orgId}.${login}`;
  return {
    isSet() {
      try {
        return localStorage.getItem(key) === 'yes';
      } catch {
        return false;
      }
    },
    set() {
      try {
        localStorage.setItem(key, 'yes');
      } catch {
        // It is asked again the next time.
      }
    },
  };
}
