import type { Rule } from '../rule';

const SEMVER = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const PLACEHOLDER = /%[A-Z_]+%/;
/** The oldest Grafana whose pages the plugin is tried with. */
const DEPENDENCY = /^>=12\.2\.\d+$/;
const ROUTE_URL = /^\{\{ \.JsonData\.\w+ \}\}/;
/** A header may hold a secret only as a template. */
const HEADER_CONTENT = /^(Bearer )?\{\{ \.SecureJsonData\.\w+ \}\}$/;

const identity: Rule = {
  name: 'id',
  check: (_, { id, type, name }) => [
    ...(id.endsWith(`-${type}`) ? [] : [`${id} does not end with its type, ${type}`]),
    ...(name === id ? ['the name is the id; give it one that people read'] : []),
  ],
};

const version: Rule = {
  name: 'version',
  check: ({ version: ofPackage }, { info }) => [
    ...(SEMVER.test(info.version) ? [] : [`${info.version} is not a semantic version`]),
    ...(info.version === ofPackage ? [] : [`plugin.json says ${info.version}, package.json ${ofPackage}`]),
  ],
};

const updated: Rule = {
  name: 'updated',
  check: (_, { info }) =>
    DATE.test(info.updated) && !Number.isNaN(Date.parse(info.updated)) ? [] : [`${info.updated} is not a date`],
};

const placeholders: Rule = {
  name: 'placeholders',
  check: (_, manifest) => {
    const [found] = PLACEHOLDER.exec(JSON.stringify(manifest)) ?? [];
    return found === undefined ? [] : [`plugin.json still has ${found}`];
  },
};

const keywords: Rule = {
  name: 'keywords',
  check: (_, { info }) => {
    const lower = info.keywords.map((keyword) => keyword.toLowerCase());
    return lower
      .filter((keyword, at) => lower.indexOf(keyword) !== at)
      .map((keyword) => `${keyword} stands there twice`);
  },
};

const links: Rule = {
  name: 'links',
  check: (_, { info }) =>
    info.links.filter(({ url }) => !url.startsWith('https://')).map(({ name, url }) => `${name} is not https: ${url}`),
};

const grafanaDependency: Rule = {
  name: 'grafana-dependency',
  check: (_, { dependencies }) =>
    DEPENDENCY.test(dependencies.grafanaDependency)
      ? []
      : [`${dependencies.grafanaDependency} should be >=12.2.0: nothing older is tried`],
};

const includes: Rule = {
  name: 'includes',
  check: ({ icons }, { id, includes: all }) => [
    ...all
      .filter(({ path }) => !path.startsWith(`/a/${id}/`) && path !== `/plugins/${id}`)
      .map(({ name, path }) => `${name} is not a page of this plugin: ${path}`),
    ...all.filter(({ icon }) => !icons.has(icon)).map(({ name, icon }) => `${name}: Grafana has no icon ${icon}`),
    ...all
      .filter(({ path }, at) => all.findIndex((other) => other.path === path) !== at)
      .map(({ path }) => `${path} stands there twice`),
    ...(all.filter(({ defaultNav }) => defaultNav === true).length === 1 ? [] : ['one page must have defaultNav']),
  ],
};

const routes: Rule = {
  name: 'routes',
  check: (_, { routes: all }) =>
    all.flatMap(({ path, reqRole, url, headers }) => [
      ...(reqRole === 'Admin' ? [] : [`${path} is open to ${reqRole}: it carries the admin token`]),
      ...(ROUTE_URL.test(url) ? [] : [`${path} leads to a fixed place: ${url}`]),
      ...headers
        .filter(({ content }) => !HEADER_CONTENT.test(content))
        .map(({ name }) => `${path}: the header ${name} is not a secret of the settings`),
    ]),
};

const languages: Rule = {
  name: 'languages',
  check: ({ files }, { id, languages: all }) => {
    const expected = all.map((language) => `locales/${language}/${id}.json`);
    const present = [...files.keys()].filter((file) => file.startsWith('locales/'));
    return [
      ...expected.filter((file) => !files.has(file)).map((file) => `${file} is missing: npm run i18n`),
      ...present.filter((file) => !expected.includes(file)).map((file) => `${file}: plugin.json has no such language`),
    ];
  },
};

/** What plugin.json must say, beyond its shape. */
export const MANIFEST_RULES: readonly Rule[] = [
  identity,
  version,
  updated,
  placeholders,
  keywords,
  links,
  grafanaDependency,
  includes,
  routes,
  languages,
];
