import type { IssuerConfig } from '../../config/schema';
import { discover, discoveryUrl } from './discovery';
import { fetchJson } from './fetchJson';
import { readKeyFile } from './keyFile';
import { readKeySet } from './keySet';
import { keysUrl } from './keysUrl';
import { readPemFile } from './readPemFile';
import type { PublishedKeys } from './publishedKeys';

/** Where an issuer's keys come from. */
export interface KeySource {
  /** The URL or the files, for people. */
  place: string;
  /**
   * Reads the keys as they are now.
   *
   * @throws Error saying what did not answer, or cannot be read, as it should
   */
  read(): Promise<PublishedKeys>;
}

/** Makes the reader of an issuer's public signing keys, wherever its configuration says that they are. */
export function keySourceOf({ issuer, jwksUrl, jwksFile, publicKeyFiles }: IssuerConfig): KeySource {
  if (publicKeyFiles !== undefined) {
    return { place: publicKeyFiles.join(', '), read: () => readPemFiles(publicKeyFiles) };
  }
  if (jwksFile !== undefined) {
    return {
      place: jwksFile,
      read: async () => readDocument(jwksFile, parseJson(jwksFile, await readKeyFile(jwksFile))),
    };
  }
  if (jwksUrl !== undefined) {
    return { place: jwksUrl, read: () => fetchKeys(jwksUrl) };
  }
  return { place: discoveryUrl(issuer), read: async () => fetchKeys(keysUrl(await discover(issuer))) };
}

async function fetchKeys(url: string): Promise<PublishedKeys> {
  return readDocument(url, await fetchJson(url));
}

function readDocument(place: string, document: unknown): PublishedKeys {
  try {
    return readKeySet(document);
  } catch (error) {
    throw new Error(`${place} is ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own words quote the text.
    throw new Error(`${path} is not JSON`);
  }
}

async function readPemFiles(paths: readonly string[]): Promise<PublishedKeys> {
  const keys = await Promise.all(paths.map(readPemFile));
  return { keys: keys.flat(), leftOut: [] };
}
