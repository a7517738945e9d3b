import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readText, ROOT } from './stack';

/** The Dockerfile's instructions, continued lines joined and comments left out. */
const instructions = readText('Dockerfile')
  .split('\n')
  .filter((line) => !line.startsWith('#'))
  .join('\n')
  .replaceAll(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => ({ keyword: line.split(' ', 1)[0] ?? '', rest: line.slice(line.indexOf(' ') + 1) }));

const all = (keyword: string) => instructions.filter((one) => one.keyword === keyword).map(({ rest }) => rest);
const last = (keyword: string) => all(keyword).at(-1);

const copied = all('COPY')
  .filter((rest) => !rest.startsWith('--from='))
  .flatMap((rest) => rest.split(' ').slice(0, -1));

describe('Dockerfile', () => {
  it.each(copied)('copies %s, which exists', (path) => {
    expect(existsSync(join(ROOT, path))).toBe(true);
  });

  it('copies only what .dockerignore lets into the build', () => {
    const allowed = readText('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    expect(copied.filter((path) => !allowed.includes(path.split('/', 1)[0] ?? ''))).toEqual([]);
  });

  it('starts every stage from a Node image of the pinned major version', () => {
    const [major] = readText('.nvmrc').trim().split('.');
    const bases = all('FROM').map((rest) => rest.split(' ', 1)[0]);
    expect(new Set(bases)).toEqual(new Set([`node:${major}-bookworm-slim`, 'dependencies']));
  });

  it("installs the proxy's and the model's packages from the lock file, without those of the plugin and of development", () => {
    expect(all('RUN')[0]).toMatch(
      /^npm ci --workspace proxy --workspace model --omit=dev --ignore-scripts --no-audit --no-fund /
    );
    const final = instructions.slice(instructions.findLastIndex(({ keyword }) => keyword === 'FROM'));
    const modules = final.filter(({ rest }) => rest.includes('node_modules')).map(({ rest }) => rest);
    expect(modules.every((rest) => rest.startsWith('--from=dependencies '))).toBe(true);
  });

  it('runs as a user without privileges and stops on SIGTERM', () => {
    expect(last('USER')).toBe('node');
    expect(last('STOPSIGNAL')).toBe('SIGTERM');
  });

  it('runs the bundle itself, so that signals reach it', () => {
    expect(JSON.parse(last('ENTRYPOINT') ?? '')).toEqual(['node', '/app/proxy/dist/gatehouse.js']);
    expect(JSON.parse(last('CMD') ?? '')).toEqual(['serve', '--config', '/etc/gatehouse/gatehouse.yaml']);
  });

  it('asks the admin listener whether the proxy is alive', () => {
    expect(last('HEALTHCHECK')).toContain("fetch('http://127.0.0.1:8432/healthz')");
  });
});
