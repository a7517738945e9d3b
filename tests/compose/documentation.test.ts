import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readText, ROOT } from './stack';

const documents = ['administrator', 'contributor', 'operator', 'refusals'].map((name) => `docs/${name}.md`);

function sources(folder: string): string {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .map((path) => readText(join(folder, path)))
    .join('\n');
}

function found(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, code = '']) => code))].sort();
}

/** Codes in the first columns of a document's tables. */
function documented(text: string): string[] {
  const cells = text.split('\n').flatMap((line) => /^\| (`[^|]+`) +\|/.exec(line)?.[1] ?? []);
  return [...new Set(cells.flatMap((cell) => found(cell, /`([a-z][a-z-]*)`/g)))].sort();
}

describe('docs/refusals.md', () => {
  const [queries = '', adminApi = ''] = readText('docs/refusals.md').split('\n## The admin API\n');

  it('has every code with which a query can be refused, and no other', () => {
    const steps = sources('proxy/gateway') + sources('proxy/identity');
    const codes = [
      ...found(steps, /new Refusal\(\s*\d{3},\s*'[a-z_]+',\s*'([a-z-]+)'/g),
      ...found(steps, /\bmalformed\(\s*'([a-z-]+)'/g),
      ...found(steps, /\bnotIdentified\(\s*'([a-z-]+)'/g),
      ...found(steps, /\btooMany\(\s*'([a-z-]+)'/g).map((limit) => `limit-${limit}`),
      ...found(readText('model/decision/decision.ts'), /^\s+\| '([a-z-]+)'/gm),
    ];
    expect(codes.length).toBeGreaterThan(40);
    expect(documented(queries)).toEqual([...new Set(codes)].sort());
  });

  it('has every code of the admin API, and no other', () => {
    const codes = found(readText('proxy/admin/problem.ts'), /^\s+'?([a-z-]+)'?: \{ status: \d{3}/gm);
    expect(codes).toContain('revision-conflict');
    expect(documented(adminApi)).toEqual(codes);
  });
});

describe('docs/operator.md', () => {
  const operator = readText('docs/operator.md');

  it('has every metric of Gatehouse, and no other', () => {
    const metrics = found(readText('proxy/telemetry/metrics.ts'), /name: '(gatehouse_[a-z_]+)'/g);
    expect(metrics).toContain('gatehouse_requests_total');
    expect(found(operator, /`(gatehouse_[a-z_]+)`/g)).toEqual(metrics);
  });

  it('has every event of the log, and no other', () => {
    const events = found(sources('proxy'), /\bevent: '([a-z-]+)'/g);
    expect(events).toContain('request-refused');
    const [, logs = ''] = operator.split('Logs are JSON lines');
    expect(documented(logs.split('\n## ')[0] ?? '')).toEqual(events);
  });

  it('has every code of /readyz, and no other', () => {
    const [, codes = ''] = /code: ('stopping'[^;]+);/.exec(readText('proxy/admin/health.ts')) ?? [];
    const [, health = ''] = operator.split('/readyz` code');
    expect(documented(health.split('\n## ')[0] ?? '')).toEqual(found(codes, /'([a-z-]+)'/g));
  });

  it('has every path that the data listener serves', () => {
    const paths = found(readText('proxy/gateway/endpoints.ts'), /path: '([^']+)'/g);
    expect(paths).toContain('/api/v1/query');
    expect(found(operator, /`(\/api\/v1\/[^`]+)`/g)).toEqual(
      paths.map((path) => path.replace(':name', '<name>')).sort()
    );
  });
});

describe.each(documents)('%s', (document) => {
  const text = readText(document);
  const links = [...text.matchAll(/\]\(([a-z]+\.md)?(?:#([a-z-]+))?\)/g)].map(([, file, heading]) => ({
    file,
    heading,
  }));

  it('links only to pages and headings that exist', () => {
    for (const { file, heading } of links) {
      const page = file === undefined ? text : readText(join('docs', file));
      const headings = found(page, /^#+ (.+)$/gm).map((title) =>
        title
          .toLowerCase()
          .replaceAll(/[^a-z0-9 -]/g, '')
          .replaceAll(' ', '-')
      );
      expect(headings).toEqual(expect.arrayContaining(heading === undefined ? [] : [heading]));
    }
  });
});
