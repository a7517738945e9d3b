import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { loadConfig } from '../../proxy/config/load';
import { namedVolumes, networks, readData, readText, ROOT, service, services, withDefaults } from './stack';

// No npm package that is installed here brings the Compose Specification's schema, so without the Compose plugin of the Docker
// client the file's structure is judged by hand: stack.ts reads it strictly, and the tests below look at the rest.
const hasCompose = (() => {
  try {
    execFileSync('docker', ['compose', 'version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

const names = [...services.keys()];

describe('docker-compose.yaml', () => {
  (hasCompose ? it : it.skip)(
    `is accepted by "docker compose config"${hasCompose ? '' : ' (skipped: no Docker client with the Compose plugin here)'}`,
    () => {
      execFileSync('docker', ['compose', 'config', '--quiet'], { cwd: ROOT });
    }
  );

  it('has every system that Gatehouse works between', () => {
    expect(names.sort()).toEqual(
      [
        'gatehouse',
        'grafana',
        'keycloak',
        'mimir',
        'victoria-metrics',
        'vmagent',
        'vmagent-mimir',
        'vminsert',
        'vmselect',
        'vmstorage',
      ].sort()
    );
  });

  it('leaves Mimir and what writes to it to the profile, which nothing else waits for', () => {
    const optional = names.filter((name) => service(name).profiles.length > 0);
    expect(optional.sort()).toEqual(['mimir', 'vmagent-mimir']);
    expect(optional.map((name) => service(name).profiles)).toEqual([['mimir'], ['mimir']]);
    const awaited = names.flatMap((name) => Object.keys(service(name).depends_on));
    expect(awaited.filter((name) => optional.includes(name))).toEqual([]);
  });

  it.each(names)('pins the image of %s to a full version', (name) => {
    expect(service(name).image).toMatch(/^[a-z0-9./-]+:v?\d+\.\d+\.\d+(-cluster)?$/);
  });

  it('runs the same version of every part of VictoriaMetrics', () => {
    const versions = names.flatMap((name) => /victoriametrics\/[a-z-]+:(v[\d.]+)/.exec(service(name).image)?.[1] ?? []);
    expect(new Set(versions)).toEqual(new Set(['v1.150.0']));
    expect(versions).toHaveLength(6);
  });

  it('tags the proxy with the version of its package', () => {
    const { version } = z.object({ version: z.string() }).parse(readData('proxy/package.json'));
    expect(service('gatehouse').image).toBe(`gatehouse:${version}`);
    expect(readText('Dockerfile')).toContain(`ARG VERSION=${version}\n`);
  });

  const mounts = names.flatMap((name) => service(name).volumes.map((volume) => ({ name, ...volume })));

  it.each(mounts.filter(({ type }) => type === 'bind'))('mounts $source into $name, read-only', (mount) => {
    expect(mount).toMatchObject({ read_only: true, bind: { create_host_path: false } });
    // The plugin is built before the stack starts, so its folder need not be here.
    expect(mount.source === './dist' || existsSync(join(ROOT, mount.source))).toBe(true);
  });

  it('declares the volumes that it uses, and no others', () => {
    const used = mounts.filter(({ type }) => type === 'volume').map(({ source }) => source);
    expect(used.sort()).toEqual(namedVolumes.sort());
  });

  it.each(names.flatMap((name) => service(name).ports.map((port) => ({ name, port }))))(
    'publishes $port of $name on loopback only',
    ({ port }) => {
      expect(port).toMatch(/^127\.0\.0\.1:(\d+):\1$/);
    }
  );

  it('leaves no way to VictoriaMetrics and Mimir but through Gatehouse', () => {
    expect(networks.metrics).toEqual({ internal: true });
    const inside = names.filter((name) => service(name).networks.includes('metrics'));
    const between = inside.filter((name) => service(name).networks.length > 1);
    expect(between).toEqual(['gatehouse']);
    for (const name of ['vmstorage', 'vminsert', 'vmselect', 'victoria-metrics', 'mimir']) {
      expect(service(name)).toMatchObject({ networks: ['metrics'], ports: [] });
    }
  });

  it('gives the proxy no rights that it does not need', () => {
    expect(service('gatehouse')).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
  });

  it.each(names)('waits only for services that can be healthy before it starts %s', (name) => {
    for (const other of Object.keys(service(name).depends_on)) {
      // The proxy's check stands in its Dockerfile.
      expect(other === 'gatehouse' || service(other).healthcheck !== undefined).toBe(true);
    }
  });

  it('gives the proxy longer to stop than it gives its requests', async () => {
    const { shutdownTimeout } = await loadConfig(join(ROOT, 'provisioning/gatehouse/gatehouse.yaml'), {
      GATEHOUSE_ADMIN_TOKEN: 'sixteen-characters',
    });
    const [, seconds] = /^(\d+)s$/.exec(service('gatehouse').stop_grace_period ?? '') ?? [];
    expect(Number(seconds) * 1000).toBeGreaterThan(shutdownTimeout);
  });

  it('has a default for every secret, the one that .env.example names', () => {
    const used = new Map(
      [...readText('docker-compose.yaml').matchAll(/\$\{([A-Z_]+)([^}]*)\}/g)].map(([, name, fallback]) => [
        name,
        fallback,
      ])
    );
    const example = [...readText('.env.example').matchAll(/^([A-Z_]+)=(.+)$/gm)].map(([, name, value]) => [
      name,
      value,
    ]);
    expect([...used].map(([name, fallback]) => [name, fallback?.replace(/^:-/, '')]).sort()).toEqual(example.sort());
  });

  it('uses one admin token for Grafana and the proxy, long enough to be accepted', () => {
    const token = service('gatehouse').environment.GATEHOUSE_ADMIN_TOKEN ?? '';
    expect(service('grafana').environment.GATEHOUSE_ADMIN_TOKEN).toBe(token);
    expect(withDefaults(token).length).toBeGreaterThanOrEqual(16);
  });
});
