import type { BackendConfig } from '../config/schema';

/** The URLs of processes that say what they are; OpenTSDB's listener does not. */
export function urlsOf({ read, write }: Pick<BackendConfig, 'read' | 'write'>): string[] {
  return [...new Set([...read, ...write])];
}
