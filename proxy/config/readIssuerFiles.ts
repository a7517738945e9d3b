import { access, constants } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { readPemFile } from '../identity/trust/readPemFile';
import type { Config, IssuerConfig } from './schema';
import { readSecretFile } from './readSecretFile';

/** What is wrong with a file that an issuer's configuration names, and where the name stands. */
interface FileProblem {
  path: Array<string | number>;
  message: string;
}

/**
 * Makes the paths in the issuers' configuration absolute and reads the secrets that they name.
 *
 * @param file the configuration's path; what it names relatively is relative to its folder
 * @returns the issuers, or what is wrong with the files that they name; never a part of a secret
 */
export async function readIssuerFiles(
  issuers: Config['issuers'],
  file: string
): Promise<{ issuers: IssuerConfig[]; problems: FileProblem[] }> {
  const problems: FileProblem[] = [];
  const absolute = (path: string) => resolve(dirname(file), path);
  const readable = async (path: string, place: FileProblem['path']) => {
    await access(path, constants.R_OK).catch((error: NodeJS.ErrnoException) =>
      problems.push({ path: place, message: `the file ${path} cannot be read (${error.code ?? 'unknown error'})` })
    );
    return path;
  };
  // Written by hand, unlike a key set: whoever puts a private key there should hear of it before anything is served.
  const usable = async (path: string, place: FileProblem['path']) => {
    await readPemFile(path).catch((error: Error) =>
      problems.push({ path: place, message: `the file ${error.message}` })
    );
    return path;
  };
  const read = await Promise.all(
    issuers.map(async (issuer, index): Promise<IssuerConfig> => {
      const { jwksFile, publicKeyFiles, opaque } = issuer;
      const secretFile = opaque?.clientSecretFile;
      const secret = secretFile === undefined ? undefined : await readSecretFile(absolute(secretFile));
      if (secret !== undefined && 'problem' in secret) {
        problems.push({ path: ['issuers', index, 'opaque', 'clientSecretFile'], message: secret.problem });
      }
      return {
        ...issuer,
        jwksFile: jwksFile && (await readable(absolute(jwksFile), ['issuers', index, 'jwksFile'])),
        publicKeyFiles:
          publicKeyFiles &&
          (await Promise.all(
            publicKeyFiles.map((path, place) => usable(absolute(path), ['issuers', index, 'publicKeyFiles', place]))
          )),
        opaque: opaque && {
          ...opaque,
          clientSecret: secret !== undefined && 'secret' in secret ? secret.secret : opaque.clientSecret,
        },
      };
    })
  );
  return { issuers: read, problems };
}
