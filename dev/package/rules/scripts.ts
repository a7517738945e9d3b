import { z } from 'zod';
import type { BuiltPlugin } from '../builtPlugin';
import type { Rule } from '../rule';

const AMD = /^(?:\/\*[^]*?\*\/\s*)*define\(\[/;
const CONSOLE = /\bconsole\.(log|info|debug|trace|table)\s*\(/;
// Methods of that name are none of it: `eval(a,b){…}`. Zod asks with `new Function("")` whether it may compile its checks.
const EVALUATION = /(?<![.\w$])(?:eval\s*\((?![^()]*\)\s*\{)|new Function\s*\((?!""\)))/;
const URLS = /(?:https?|wss?):\/\/[\w-]+(?:\.[\w-]+)+[^\s"'`)\\]*/g;
/** Names of things and links that people follow; nothing is fetched from there. */
const HARMLESS = ['http://www.w3.org/', 'https://json-schema.org/', 'http://json-schema.org/'];

const sourceMapSchema = z.object({
  sources: z.array(z.string()),
  sourcesContent: z.array(z.string().nullable()),
});

const scripts = ({ files }: BuiltPlugin) =>
  [...files].flatMap(([file, content]) => (file.endsWith('.js') ? [{ file, code: content.toString('utf8') }] : []));

const amd: Rule = {
  name: 'amd',
  check: ({ files }) =>
    AMD.test(files.get('module.js')?.toString('utf8') ?? '') ? [] : ['module.js is not an AMD module'],
};

const sourceMaps: Rule = {
  name: 'source-maps',
  check: (plugin, { id }) =>
    scripts(plugin).flatMap(({ file, code }) => {
      const content = plugin.files.get(`${file}.map`);
      if (content === undefined) {
        return [`${file}.map is missing`];
      }
      const map = sourceMapSchema.safeParse(JSON.parse(content.toString('utf8'))).data;
      if (map === undefined || map.sources.length !== map.sourcesContent.length) {
        return [`${file}.map has no sources`];
      }
      const differing = map.sources.flatMap((source, at) => {
        const ours = ourSource(source, id);
        return ours === undefined || plugin.sourceOf(ours) === map.sourcesContent[at] ? [] : [ours];
      });
      return [
        ...(code.includes(`//# sourceMappingURL=${file}.map`) ? [] : [`${file} does not name its source map`]),
        ...differing.map((source) => `${file}.map has another ${source} than the repository; build again`),
      ];
    }),
};

/** `webpack://gatehouse-tenancy-app/./App.tsx` stands for `src/App.tsx`; what is not ours is of no interest. */
function ourSource(source: string, id: string): string | undefined {
  const [, below, name = ''] = /^webpack:\/\/([^/]+)\/\.\/(.+\.tsx?)$/.exec(source) ?? [];
  return below === id ? `src/${name}` : undefined;
}

const noConsole: Rule = {
  name: 'no-console',
  check: (plugin) => scripts(plugin).flatMap(({ file, code }) => firstOf(CONSOLE, file, code)),
};

const noEvaluation: Rule = {
  name: 'no-eval',
  check: (plugin) => scripts(plugin).flatMap(({ file, code }) => firstOf(EVALUATION, file, code)),
};

const noOtherOrigins: Rule = {
  name: 'no-other-origins',
  check: (plugin, { info }) => {
    const known = [...HARMLESS, ...info.links.map(({ url }) => url)];
    return scripts(plugin).flatMap(({ file, code }) =>
      [...new Set(code.match(URLS) ?? [])]
        .filter((url) => !known.some((start) => url.startsWith(start)))
        .map((url) => `${file} has ${url}`)
    );
  },
};

function firstOf(pattern: RegExp, file: string, code: string): string[] {
  const [found] = pattern.exec(code) ?? [];
  return found === undefined ? [] : [`${file} has ${found}`];
}

/** What the code in the plugin must be, and must not do. */
export const SCRIPT_RULES: readonly Rule[] = [amd, sourceMaps, noConsole, noEvaluation, noOtherOrigins];
