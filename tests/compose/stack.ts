import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

/** The repository's root: what docker-compose.yaml and the Dockerfile are relative to. */
export const ROOT = resolve(__dirname, '../..');

export function readText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** Reads a YAML or JSON file of the repository, merge keys and anchors resolved. */
export function readData(path: string): unknown {
  return parse(readText(path), { merge: true });
}

const volumeSchema = z.object({
  type: z.enum(['bind', 'volume']),
  source: z.string(),
  target: z.string().startsWith('/'),
  read_only: z.boolean().optional(),
  bind: z.object({ create_host_path: z.literal(false) }).optional(),
});

const serviceSchema = z.object({
  image: z.string(),
  profiles: z.array(z.string()).default([]),
  build: z.object({ context: z.literal('.') }).optional(),
  command: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()).default({}),
  volumes: z.array(volumeSchema).default([]),
  ports: z.array(z.string()).default([]),
  networks: z.array(z.string()).min(1),
  depends_on: z.record(z.string(), z.object({ condition: z.literal('service_healthy') })).default({}),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  read_only: z.boolean().default(false),
  cap_drop: z.array(z.string()).default([]),
  security_opt: z.array(z.string()).default([]),
  tmpfs: z.array(z.string()).default([]),
  stop_grace_period: z.string().optional(),
});

/** As much of docker-compose.yaml as the tests judge; what has another form than the project's own fails here. */
const composeSchema = z.object({
  services: z.record(z.string(), serviceSchema),
  networks: z.record(z.string(), z.object({ internal: z.boolean().optional() })),
  volumes: z.record(z.string(), z.object({})),
});

export type Service = z.output<typeof serviceSchema>;

const compose = composeSchema.parse(readData('docker-compose.yaml'));

export const networks = compose.networks;
export const namedVolumes = Object.keys(compose.volumes);
export const services: ReadonlyMap<string, Service> = new Map(Object.entries(compose.services));

/** A service of the stack; its absence is a failure of the test that asks. */
export function service(name: string): Service {
  const found = services.get(name);
  if (found === undefined) {
    throw new Error(`docker-compose.yaml has no service ${name}`);
  }
  return found;
}

/** What `${NAME:-default}` stands for when nothing is set, as Compose expands it. */
export function withDefaults(text: string): string {
  return text.replace(/\$\{[A-Z_]+:-([^}]*)\}/g, '$1');
}
