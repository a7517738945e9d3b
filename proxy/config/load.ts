import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { ConfigError, type ConfigProblem } from './configError';
import { expandVariables } from './expandVariables';
import { readIssuerFiles } from './readIssuerFiles';
import { readPassword } from './readPassword';
import { readTokenFile } from './readTokenFile';
import { type Config, configSchema } from './schema';
import { schemaProblems } from './schemaProblems';
import { YamlSource } from './yamlSource';

/** The configuration with everything that it refers to beside itself: secrets read, paths made absolute. */
export type LoadedConfig = Config & {
  admin: { token: string };
  /** With the password for Redis from its file. */
  limits: { password?: string };
  /** Absolute path of the SQLite file. */
  storeFile: string;
};

/**
 * Reads `gatehouse.yaml`: expands `${VARIABLES}`, checks it and reads the secrets that it names.
 *
 * @param file its path; what it names relatively is relative to its folder
 * @param environment the variables that `${NAME}` may stand for
 * @throws ConfigError with all problems at once, each with file, line and column
 */
export async function loadConfig(file: string, environment: NodeJS.ProcessEnv): Promise<LoadedConfig> {
  const source = new YamlSource(await readText(file));
  if (source.problems.length > 0) {
    throw new ConfigError(file, source.problems);
  }
  const unset = expandVariables(source, environment);
  const data = source.toData();
  const parsed = configSchema.safeParse(data);
  if (!parsed.success) {
    throw new ConfigError(file, besides(unset, schemaProblems(source, data, parsed.error.issues)));
  }
  const config = parsed.data;
  const token = await adminToken(config, file);
  const login = await readPassword(config.limits, file);
  const { issuers, problems: issuerProblems } = await readIssuerFiles(config.issuers, file);
  const storeFile = storePath(config.store, file);
  const problems = [
    ...unset,
    ...('problem' in token ? [source.problemAtValue(['admin', 'tokenFile'], token.problem)] : []),
    ...('problem' in login ? [source.problemAtValue(['limits', 'passwordFile'], login.problem)] : []),
    ...issuerProblems.map(({ path, message }) => source.problemAtValue(path, `${path.join('.')}: ${message}`)),
    ...(storeFile === undefined ? [source.problemAtValue(['store'], 'store: name a file after sqlite:')] : []),
    ...listenersThatClash(source, config),
  ];
  if (problems.length > 0 || 'problem' in token || 'problem' in login || storeFile === undefined) {
    throw new ConfigError(file, problems);
  }
  return {
    ...config,
    admin: { ...config.admin, token: token.token },
    limits: { ...config.limits, password: login.password },
    issuers,
    storeFile,
  };
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    const message = `the configuration cannot be read (${code}); name it with --config <file>`;
    throw new ConfigError(file, [{ line: 1, column: 1, message }]);
  }
}

async function adminToken({ admin }: Config, file: string): Promise<{ token: string } | { problem: string }> {
  if (admin.tokenFile === undefined) {
    return { token: admin.token ?? '' };
  }
  return readTokenFile(resolve(dirname(file), admin.tokenFile));
}

/** `sqlite:///absolute/path` or `sqlite:relative/path`; undefined when no file is named. */
function storePath(store: string, file: string): string | undefined {
  const path = store.replace(/^sqlite:(\/\/(?=\/))?/, '');
  return path === '' || path.endsWith('/') || path.startsWith('//') ? undefined : resolve(dirname(file), path);
}

function listenersThatClash(source: YamlSource, { listen, admin }: Config): ConfigProblem[] {
  const everywhere = ['0.0.0.0', '::'];
  const sameHost =
    listen.host === admin.listen.host || everywhere.includes(listen.host) || everywhere.includes(admin.listen.host);
  return listen.port !== 0 && listen.port === admin.listen.port && sameHost
    ? [
        source.problemAtValue(
          ['admin', 'listen'],
          `admin.listen: port ${listen.port} is the data listener's; choose another`
        ),
      ]
    : [];
}

/** A variable that is not set makes its value wrong as well; the first problem of a place says it all. */
function besides(known: readonly ConfigProblem[], problems: readonly ConfigProblem[]): ConfigProblem[] {
  const places = new Set(known.map(({ line, column }) => `${line}:${column}`));
  return [...known, ...problems.filter(({ line, column }) => !places.has(`${line}:${column}`))];
}
