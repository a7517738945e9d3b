import { extractTexts } from './extractTexts';
import { locales, translationProblems } from './locales';

test('finds what t, plural and Trans show', () => {
  const { texts, problems } = extractTexts(
    'a.tsx',
    `const a = t('area.title', 'Hello {{name}}', { name });
     const b = plural('area.things', n, { one: '{{number}} thing', other: '{{number}} things' });
     const c = <Trans id="area.rich" text="Open <link>it</link>" parts={{ link: <a /> }} />;
     const d = t('area.long', 'one ' + 'two');`
  );
  expect(problems).toEqual([]);
  expect([...texts]).toEqual([
    ['area.title', 'Hello {{name}}'],
    ['area.things_one', '{{number}} thing'],
    ['area.things_other', '{{number}} things'],
    ['area.rich', 'Open <link>it</link>'],
    ['area.long', 'one two'],
  ]);
});

test.each([
  ['t(id, "text")', 'a.tsx:1: the id and the text must be written out as literals'],
  ['t("area.x", text)', 'a.tsx:1: the id and the text must be written out as literals'],
  ['t("x", "text")', 'a.tsx:1: x is not an id such as mappings.table.name'],
  ['t("area.x", "one"); t("area.x", "two")', 'a.tsx:1: area.x has two texts'],
])('%s cannot be extracted', (source, problem) => {
  expect(extractTexts('a.tsx', source).problems).toEqual([problem]);
});

test('a translation has the values and the parts of the English text', () => {
  const english = new Map([
    ['area.x', 'Hello {{name}}, <link>go</link>'],
    ['area.y', 'Hello'],
  ]);
  expect(translationProblems(english, new Map([['area.x', 'Hallo {{name}}, <link>los</link>']]))).toEqual([
    'area.y is not translated: Hello',
  ]);
  const wrong = new Map([
    ['area.x', 'Hallo {{nam}}'],
    ['area.y', 'Hallo'],
  ]);
  expect(translationProblems(english, wrong)).toEqual(['area.x has {{nam}} instead of </link> <link> {{name}}']);
});

test('all texts of the plugin are extracted and translated', async () => {
  const { locales: all, problems } = await locales();
  expect(problems).toEqual([]);
  for (const { file, stale, problems: ofFile } of all) {
    expect(ofFile).toEqual([]);
    expect(`${file} is ${stale ? 'stale: npm run i18n' : 'up to date'}`).toBe(`${file} is up to date`);
  }
  // Several hundred files are parsed.
}, 60_000);
