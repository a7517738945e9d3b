import { parsePrincipal, PRINCIPAL_KINDS, type PrincipalKind } from '@gatehouse/model';

/** The result of reading what was typed or pasted: principals to add, or the first problem. */
export type PrincipalsReading = { principals: string[] } | { problem: string };

/**
 * Reads one principal a line. A line may name its kind (`group:acme-dev`); else it gets the chosen one.
 *
 * @param kind what the kind select says
 */
export function readPrincipals(text: string, kind: PrincipalKind): PrincipalsReading {
  const lines = text
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter(Boolean);
  const principals: string[] = [];
  for (const line of lines) {
    const parsed = parsePrincipal(withKind(line, kind));
    if ('problem' in parsed) {
      return parsed;
    }
    principals.push(parsed.principal);
  }
  return { principals };
}

/** The principal that a line means under the chosen kind. */
export function withKind(line: string, kind: PrincipalKind): string {
  const named = line === 'authenticated' || PRINCIPAL_KINDS.some((known) => line.startsWith(`${known}:`));
  return named || kind === 'authenticated' ? line : `${kind}:${line}`;
}
