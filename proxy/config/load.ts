import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { StoreConfig } from '../store/openDatabase';
import { ConfigError, type ConfigProblem } from './configError';
import { expandVariables } from './expandVariables';
import { type LoadedAdminToken, readAdminTokens } from './readAdminTokens';
import { readIssuerFiles } from './readIssuerFiles';
import { readPassword } from './readPassword';
import { readStore } from './readStore';
import { type LoadedWebhook, readWebhook } from './readWebhook';
import { type Config, configSchema } from './schema';
import { schemaProblems } from './schemaProblems';
import { YamlSource } from './yamlSource';

/** The configuration with everything that it refers to beside itself: secrets read, paths made absolute. */
export type LoadedConfig = Omit<Config, 'audit' | 'store' | 'storePasswordFile'> & {
  /** At least one. */
  admin: { tokens: LoadedAdminToken[] };
  /** With the password for Redis from its file. */
  limits: { password?: string };
  store: StoreConfig;
  /** With the webhook's secret from its file. */
  audit: { webhook: LoadedWebhook | undefined };
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
  const admin = await readAdminTokens(config.admin, file);
  const login = await readPassword(config.limits, file);
  const { issuers, problems: issuerProblems } = await readIssuerFiles(config.issuers, file);
  const found = await readStore(config, file);
  const audit = await readWebhook(config.audit, file);
  const problems = [
    ...unset,
    ...admin.problems.map(({ path, message }) => source.problemAtValue(path, message)),
    ...('problem' in login ? [source.problemAtValue(['limits', 'passwordFile'], login.problem)] : []),
    ...issuerProblems.map(({ path, message }) => source.problemAtValue(path, `${path.join('.')}: ${message}`)),
    ...('problem' in found ? [source.problemAtValue([found.key], `${found.key}: ${found.problem}`)] : []),
    ...('problem' in audit ? [source.problemAtValue(['audit', 'webhook', 'secretFile'], audit.problem)] : []),
    ...listenersThatClash(source, config),
  ];
  if (problems.length > 0 || 'problem' in login || 'problem' in found || 'problem' in audit) {
    throw new ConfigError(file, problems);
  }
  const { storePasswordFile: _read, ...rest } = config;
  return {
    ...rest,
    admin: { listen: config.admin.listen, tokens: admin.tokens },
    limits: { ...config.limits, password: login.password },
    issuers,
    audit: { webhook: audit.webhook },
    policyFile: config.policyFile && resolve(dirname(file), config.policyFile),
    store: found.store,
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
