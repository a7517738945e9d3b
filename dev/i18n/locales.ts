import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { glob } from 'glob';
import { extractTexts, type Texts } from './extractTexts';

const ROOT = path.join(__dirname, '../..');
const SOURCES = 'src/**/*.{ts,tsx}';
const TESTS = ['src/**/*.test.{ts,tsx}', 'src/test/**'];
const ENGLISH = 'en-US';
const TRANSLATIONS = ['de-DE'];

/** Where Grafana looks for the texts of a language; plugin.json names the languages. */
function fileOf(language: string): string {
  return path.join(ROOT, 'src/locales', language, 'gatehouse-tenancy-app.json');
}

/** A file of texts as it must be, and what of it is missing or wrong. */
export interface Locale {
  file: string;
  content: string;
  stale: boolean;
  problems: string[];
}

/** All texts of the plugin as files for Grafana: English from the sources, other languages with what is translated so far. */
export async function locales(): Promise<{ locales: Locale[]; problems: string[] }> {
  const { texts, problems } = await textsOfSources();
  const english = await localeOf(ENGLISH, texts, []);
  const others = await Promise.all(
    TRANSLATIONS.map(async (language) => {
      const known = flatten(JSON.parse(await readFile(fileOf(language), 'utf8').catch(() => '{}')));
      const translated = new Map([...texts.keys()].map((id) => [id, known.get(id) ?? '']));
      return localeOf(language, translated, translationProblems(texts, translated));
    })
  );
  return { locales: [english, ...others], problems };
}

async function textsOfSources(): Promise<{ texts: Texts; problems: string[] }> {
  const texts: Texts = new Map();
  const problems: string[] = [];
  for (const name of (await glob(SOURCES, { cwd: ROOT, ignore: TESTS })).sort()) {
    const found = extractTexts(name, await readFile(path.join(ROOT, name), 'utf8'));
    problems.push(...found.problems);
    for (const [id, text] of found.texts) {
      if ((texts.get(id) ?? text) !== text) {
        problems.push(`${name}: ${id} has another text elsewhere`);
      }
      texts.set(id, text);
    }
  }
  return { texts, problems };
}

async function localeOf(language: string, texts: Texts, problems: string[]): Promise<Locale> {
  const file = fileOf(language);
  const content = `${JSON.stringify(nest(texts), null, 2)}\n`;
  const present = await readFile(file, 'utf8').catch(() => '');
  return { file: path.relative(ROOT, file), content, stale: present !== content, problems };
}

/** What a translation must have in common with the English text: its values and its parts. */
export function translationProblems(english: Texts, translated: Texts): string[] {
  return [...english].flatMap(([id, text]) => {
    const translation = translated.get(id) ?? '';
    if (translation === '') {
      return [`${id} is not translated: ${text}`];
    }
    const [expected, found] = [piecesOf(text), piecesOf(translation)];
    return expected === found ? [] : [`${id} has ${found || 'no values'} instead of ${expected || 'none'}`];
  });
}

function piecesOf(text: string): string {
  return [...new Set(text.match(/\{\{\s*\w+\s*\}\}|<\/?\w+\s*\/?>/g) ?? [])].sort().join(' ');
}

type Tree = { [name: string]: Tree | string };

/** `a.b.c` becomes a member of members, sorted, as Grafana expects it. */
function nest(texts: Texts): Tree {
  const tree: Tree = {};
  for (const [id, text] of [...texts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const names = id.split('.');
    const last = names.pop() ?? '';
    const parent = names.reduce<Tree>((at, name) => {
      const next = at[name] ?? (at[name] = {});
      if (typeof next === 'string') {
        throw new Error(`${id} stands below ${name}, which is a text itself`);
      }
      return next;
    }, tree);
    parent[last] = text;
  }
  return tree;
}

function flatten(tree: Tree, above = ''): Texts {
  return new Map(
    Object.entries(tree).flatMap(([name, value]) =>
      typeof value === 'string' ? [[`${above}${name}`, value] as const] : [...flatten(value, `${above}${name}.`)]
    )
  );
}
