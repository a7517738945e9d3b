import type { BuiltPlugin } from '../builtPlugin';

const ID = 'acme-tenancy-app';
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]);
const README = `# Acme\n\n${'Gives everybody their own view of metrics. '.repeat(25)}\n\n[Docs](https://acme.example/docs)\n`;
const SOURCE = 'export const app = 1;\n';

/** The members of a plugin.json that keeps every rule. */
export function goodManifest() {
  return {
    type: 'app',
    name: 'Acme',
    id: ID,
    languages: ['en-US'],
    info: {
      keywords: ['metrics'],
      description: 'Own views of metrics.',
      author: { name: 'Acme' },
      logos: { small: 'img/logo.svg', large: 'img/logo.svg' },
      links: [{ name: 'Docs', url: 'https://acme.example/docs' }],
      screenshots: [{ name: 'Overview', path: 'img/overview.png' }],
      version: '1.2.3',
      updated: '2026-01-31',
    },
    includes: [
      {
        type: 'page',
        name: 'Overview',
        path: `/a/${ID}/overview`,
        icon: 'apps',
        role: 'Admin',
        addToNav: true,
        defaultNav: true,
      },
    ],
    routes: [
      {
        path: 'admin/*',
        method: '*',
        reqRole: 'Admin',
        url: '{{ .JsonData.proxyUrl }}/v1/',
        headers: [{ name: 'Authorization', content: 'Bearer {{ .SecureJsonData.adminToken }}' }],
      },
    ],
    dependencies: { grafanaDependency: '>=12.2.0', plugins: [] },
  };
}

/**
 * A plugin that keeps every rule.
 *
 * @param manifest instead of `goodManifest()`
 * @param files by path; undefined leaves out a file that is usually there
 */
export function goodPlugin(
  manifest: unknown = goodManifest(),
  files: Readonly<Record<string, string | Buffer | undefined>> = {}
): BuiltPlugin {
  const all: Readonly<Record<string, string | Buffer | undefined>> = {
    'plugin.json': '{}',
    'module.js':
      '/* [create-plugin] */\n/* 2 */define(["react"],function(e){return e});\n//# sourceMappingURL=module.js.map',
    'module.js.map': sourceMap(SOURCE),
    'README.md': README,
    'CHANGELOG.md': '# Changelog\n\n## 1.2.3 (2026-01-31)\n',
    LICENSE: '   Apache License\n   Version 2.0, January 2004\n',
    'img/logo.svg': '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>',
    'img/overview.png': PNG,
    [`locales/en-US/${ID}.json`]: '{}',
    ...files,
  };
  return {
    files: new Map(
      Object.entries(all).flatMap(([name, content]) =>
        content === undefined ? [] : [[name, Buffer.isBuffer(content) ? content : Buffer.from(content)] as const]
      )
    ),
    manifest,
    version: '1.2.3',
    icons: new Set(['apps']),
    sourceOf: (name) => (name === 'src/App.tsx' ? SOURCE : undefined),
  };
}

/** A source map of `src/App.tsx` and of a package. */
export function sourceMap(source: string): string {
  const sources = [`webpack://${ID}/./App.tsx`, `webpack://${ID}/../node_modules/zod/index.js`];
  return JSON.stringify({ version: 3, sources, sourcesContent: [source, 'export {};'] });
}
