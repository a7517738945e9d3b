import { checkPlugin, RULES } from './checkPlugin';
import { goodManifest, goodPlugin, sourceMap } from './testing/goodPlugin';

type ManifestOfTest = ReturnType<typeof goodManifest>;
type Files = Readonly<Record<string, string | Buffer | undefined>>;

const good = goodManifest();
const [page] = good.includes;
const [route] = good.routes;
const info = (change: Partial<ManifestOfTest['info']>) => ({ ...good, info: { ...good.info, ...change } });
const script = (code: string): Files => ({
  'module.js': `define([],function(){${code}});//# sourceMappingURL=module.js.map`,
});
const readme = (more: string): Files => ({
  'README.md': `${goodPlugin().files.get('README.md')?.toString('utf8')}${more}\n`,
});

/** Rule, what is changed, and what is said about it. */
const BROKEN: ReadonlyArray<[rule: string, manifest: unknown, files: Files, problem: string]> = [
  ['id', { ...good, type: 'panel' }, {}, 'acme-tenancy-app does not end with its type, panel'],
  ['id', { ...good, name: good.id }, {}, 'the name is the id; give it one that people read'],
  ['version', info({ version: '1.2.4' }), {}, 'plugin.json says 1.2.4, package.json 1.2.3'],
  ['updated', info({ updated: '2026-13-01' }), {}, '2026-13-01 is not a date'],
  ['placeholders', info({ description: 'In %VERSION%' }), {}, 'plugin.json still has %VERSION%'],
  ['keywords', info({ keywords: ['metrics', 'Metrics'] }), {}, 'metrics stands there twice'],
  ['links', info({ links: [{ name: 'Docs', url: 'http://a.example/' }] }), {}, 'Docs is not https: http://a.example/'],
  [
    'grafana-dependency',
    { ...good, dependencies: { ...good.dependencies, grafanaDependency: '*' } },
    {},
    '* should be >=12.2.0: nothing older is tried',
  ],
  [
    'includes',
    { ...good, includes: [{ ...page, path: '/a/other-app/x' }] },
    {},
    'Overview is not a page of this plugin: /a/other-app/x',
  ],
  ['includes', { ...good, includes: [{ ...page, icon: 'gate' }] }, {}, 'Overview: Grafana has no icon gate'],
  ['includes', { ...good, includes: [{ ...page, defaultNav: false }] }, {}, 'one page must have defaultNav'],
  [
    'routes',
    { ...good, routes: [{ ...route, reqRole: 'Viewer' }] },
    {},
    'admin/* is open to Viewer: it carries the admin token',
  ],
  ['routes', { ...good, routes: [{ ...route, url: 'http://a' }] }, {}, 'admin/* leads to a fixed place: http://a'],
  [
    'routes',
    { ...good, routes: [{ ...route, headers: [{ name: 'X', content: 'secret' }] }] },
    {},
    'admin/*: the header X is not a secret of the settings',
  ],
  [
    'languages',
    { ...good, languages: ['en-US', 'de-DE'] },
    {},
    'locales/de-DE/acme-tenancy-app.json is missing: npm run i18n',
  ],
  [
    'languages',
    good,
    { 'locales/fr-FR/acme-tenancy-app.json': '{}' },
    'locales/fr-FR/acme-tenancy-app.json: plugin.json has no such language',
  ],
  ['needed-files', good, { LICENSE: '' }, 'LICENSE is missing'],
  ['stray-files', good, { 'test/policies.json': '{}' }, 'test/policies.json does not belong into the plugin'],
  ['images', good, { 'img/logo.svg': undefined }, 'img/logo.svg is missing'],
  ['images', good, { 'img/overview.png': '<html>' }, 'img/overview.png is not the SVG or PNG that its name says'],
  ['images', info({ screenshots: [] }), {}, 'the catalog wants a screenshot'],
  [
    'images',
    info({ logos: { small: '../a.svg', large: 'img/logo.svg' } }),
    {},
    '../a.svg is not a path below the plugin',
  ],
  ['unused-images', good, { 'img/old.png': 'x' }, 'nothing shows img/old.png'],
  ['safe-svg', good, { 'img/logo.svg': '<svg onload="x()"/>' }, 'img/logo.svg runs scripts or shows what is elsewhere'],
  ['licence', good, { LICENSE: 'All rights reserved' }, 'LICENSE is not the Apache License 2.0'],
  ['readme-text', good, { 'README.md': '# Acme' }, 'README.md says too little'],
  ['readme-text', good, readme('TODO: more'), 'README.md still has TODO'],
  ['readme-text', good, readme('Run npm install'), 'README.md speaks to developers: npm'],
  [
    'readme-links',
    good,
    readme('[more](docs/more.md)'),
    'README.md leads to docs/more.md, which the catalog does not have',
  ],
  [
    'readme-links',
    good,
    readme('![picture](img/none.png)'),
    'README.md leads to img/none.png, which the catalog does not have',
  ],
  ['changelog', good, { 'CHANGELOG.md': '## 1.2.30' }, 'CHANGELOG.md has no section for 1.2.3'],
  ['amd', good, { 'module.js': '(()=>{})();//# sourceMappingURL=module.js.map' }, 'module.js is not an AMD module'],
  ['source-maps', good, { '12.js': 'x//# sourceMappingURL=12.js.map' }, '12.js.map is missing'],
  [
    'source-maps',
    good,
    { 'module.js.map': sourceMap('export const app = 2;\n') },
    'module.js.map has another src/App.tsx than the repository; build again',
  ],
  ['source-maps', good, { 'module.js': 'define([],1)' }, 'module.js does not name its source map'],
  ['no-console', good, script('console.log(1)'), 'module.js has console.log('],
  ['no-eval', good, script('eval("1")'), 'module.js has eval('],
  ['no-eval', good, script('new Function("a","return a")'), 'module.js has new Function('],
  ['no-other-origins', good, script('fetch("https://stats.example/x")'), 'module.js has https://stats.example/x'],
];

test('a plugin that keeps all rules has no problems', () => {
  expect(checkPlugin(goodPlugin())).toEqual([]);
});

test.each(BROKEN)('%s notices', (rule, manifest, files, problem) => {
  expect(checkPlugin(goodPlugin(manifest, files))).toContain(`${rule}: ${problem}`);
});

test('every rule is broken by a test', () => {
  expect([...new Set(BROKEN.map(([rule]) => rule))].sort()).toEqual(RULES.map(({ name }) => name).sort());
});

test.each([
  ['a member that Grafana does not know', { ...good, backends: true }, 'Unrecognized key: "backends"'],
  ['an id of another form', { ...good, id: 'Acme' }, 'must have the form organization-name-type'],
  ['no JSON', null, 'expected object'],
])('the shape of plugin.json: %s', (_, manifest, problem) => {
  expect(checkPlugin(goodPlugin(manifest)).join('\n')).toContain(problem);
});

test.each([
  ['methods called eval', script('class A{eval(t,C){return t}}')],
  ['the question whether functions may be compiled', script('try{new Function("")}catch(e){}')],
  [
    'names that are URLs, and examples without a host',
    script('a="http://www.w3.org/2000/svg";b="http://gatehouse:8432"'),
  ],
])('nothing is wrong with %s', (_, files) => {
  expect(checkPlugin(goodPlugin(good, files))).toEqual([]);
});
