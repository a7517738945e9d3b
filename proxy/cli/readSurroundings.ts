import { type BackendKind, nameSchema, type PolicySurroundings } from '@gatehouse/model';
import { z } from 'zod';
import { ConfigError } from '../config/configError';
import { expandVariables } from '../config/expandVariables';
import { type BackendConfig, backendSchema } from '../config/schema';
import { schemaProblems } from '../config/schemaProblems';
import { YamlSource } from '../config/yamlSource';
import { readText } from './readText';
import type { Terminal } from './terminal';

const KINDS = ['victoriametrics-cluster', 'victoriametrics', 'mimir'] as const satisfies readonly BackendKind[];

/** Only what policies refer to: the rest may need secrets and files that are not there where policies are checked. */
const namesSchema = z.object({
  backends: z.array(z.object({ name: nameSchema, kind: z.enum(KINDS) })),
  issuers: z.array(z.object({ name: nameSchema })),
});

const urlsSchema = z.object({ backends: z.array(backendSchema), issuers: z.array(z.object({ name: nameSchema })) });

/**
 * Reads from `gatehouse.yaml` the names that policies refer to. Variables that are not set do not matter elsewhere.
 *
 * @throws ConfigError with line and column
 */
export async function readSurroundings(file: string, terminal: Terminal): Promise<PolicySurroundings> {
  const { backends, issuers } = await readConfiguration(file, terminal, namesSchema);
  return {
    backends: new Map(backends.map(({ name, kind }) => [name, kind])),
    issuers: issuers.map(({ name }) => name),
  };
}

/** Reads the backends with their URLs from `gatehouse.yaml`, and the issuers' names. */
export async function readBackends(
  file: string,
  terminal: Terminal
): Promise<{ backends: BackendConfig[]; surroundings: PolicySurroundings }> {
  const { backends, issuers } = await readConfiguration(file, terminal, urlsSchema);
  const kinds = new Map(backends.map(({ name, kind }) => [name, kind]));
  return { backends, surroundings: { backends: kinds, issuers: issuers.map(({ name }) => name) } };
}

async function readConfiguration<T extends z.ZodType>(
  file: string,
  terminal: Terminal,
  schema: T
): Promise<z.output<T>> {
  const source = new YamlSource(await readText(file, terminal));
  if (source.problems.length > 0) {
    throw new ConfigError(file, source.problems);
  }
  expandVariables(source, { ...terminal.environment });
  const data = source.toData();
  const parsed = schema.safeParse(data);
  if (!parsed.success) {
    throw new ConfigError(file, schemaProblems(source, data, parsed.error.issues));
  }
  return parsed.data;
}
