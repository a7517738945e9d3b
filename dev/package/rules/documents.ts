import type { BuiltPlugin } from '../builtPlugin';
import type { Rule } from '../rule';

const LEAST_README_CHARACTERS = 800;
const PLACEHOLDERS = /\b(TODO|FIXME|TBD|lorem ipsum|plugin template)\b|%[A-Z_]+%|<!--/i;
/** Words of those who develop plugins, not of those who use them. */
const JARGON = /\b(yarn|nodejs|webpack|npm)\b/i;
const LINK = /(!?)\[[^\]]*\]\(([^)\s]+)[^)]*\)/g;

const text = ({ files }: BuiltPlugin, file: string) => files.get(file)?.toString('utf8') ?? '';

const readmeText: Rule = {
  name: 'readme-text',
  check: (plugin) => {
    const readme = text(plugin, 'README.md');
    const [placeholder] = PLACEHOLDERS.exec(readme) ?? [];
    const [jargon] = JARGON.exec(readme) ?? [];
    return [
      ...(readme.length >= LEAST_README_CHARACTERS ? [] : ['README.md says too little']),
      ...(placeholder === undefined ? [] : [`README.md still has ${placeholder}`]),
      ...(jargon === undefined ? [] : [`README.md speaks to developers: ${jargon}`]),
    ];
  },
};

const readmeLinks: Rule = {
  name: 'readme-links',
  check: (plugin) =>
    [...text(plugin, 'README.md').matchAll(LINK)].flatMap(([, image, target = '']) => {
      const isThere =
        target.startsWith('https://') || target.startsWith('#') || (image === '!' && plugin.files.has(target));
      return isThere ? [] : [`README.md leads to ${target}, which the catalog does not have`];
    }),
};

const changelog: Rule = {
  name: 'changelog',
  check: (plugin) =>
    text(plugin, 'CHANGELOG.md')
      .split('\n')
      .some((line) => line.startsWith('## ') && line.slice(3).split(' ')[0] === plugin.version)
      ? []
      : [`CHANGELOG.md has no section for ${plugin.version}`],
};

/** What the documents inside the plugin must say. */
export const DOCUMENT_RULES: readonly Rule[] = [readmeText, readmeLinks, changelog];
