import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createGrafanaIdTokens } from '../../dev/grafana/grafanaIdTokens';

/** A Grafana that nobody runs: what it signs, and where its keys lie. */
export interface GrafanaTokens {
  issuer: string;
  /** A JSON Web Key Set. */
  keysFile: string;
  tokens: {
    /** What it says of the sender gretchen, who is its user 7. */
    gretchen: string;
    /** What it says of somebody who is not logged in. */
    visitor: string;
    /** The same of gretchen, signed by another Grafana. */
    forged: string;
  };
  /** Signs them anew: they live ten minutes. */
  renew(): Promise<void>;
}

const ROOT_URL = 'http://grafana.example';

export async function createGrafanaTokens(folder: string): Promise<GrafanaTokens> {
  const [ours, other] = await Promise.all([createGrafanaIdTokens(), createGrafanaIdTokens()]);
  const keysFile = join(folder, 'grafana-keys.json');
  await writeFile(keysFile, JSON.stringify(ours.keys));
  const user = {
    id: 7,
    login: 'gretchen',
    // Somebody else's: Grafana's users choose their own.
    email: 'bob@globex.example',
    emailVerified: false,
    name: 'Gretchen',
    orgRole: 'Viewer',
    authenticatedBy: 'password',
  } as const;
  const gretchen = { kind: 'user', session: { id: '7', user, tokens: undefined } } as const;
  const grafana: GrafanaTokens = {
    issuer: ROOT_URL,
    keysFile,
    tokens: { gretchen: '', visitor: '', forged: '' },
    renew: async () => {
      grafana.tokens = {
        gretchen: await ours.sign(gretchen, ROOT_URL),
        visitor: await ours.sign({ kind: 'anonymous', orgRole: 'Viewer' }, ROOT_URL),
        forged: await other.sign(gretchen, ROOT_URL),
      };
    },
  };
  return grafana;
}
