import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { checkArchive, makeArchive } from './archive';
import { firstLoads } from './firstLoad';
import { goodPlugin } from './testing/goodPlugin';
import { writeArchive } from './writeArchive';

const plugin = goodPlugin();

describe('the archive', () => {
  test('holds the files in one folder with the id, in the same bytes whatever their order', () => {
    const archive = makeArchive('acme-tenancy-app', plugin.files);
    expect(Object.keys(unzipSync(archive))).toEqual(
      [...plugin.files.keys()].sort().map((name) => `acme-tenancy-app/${name}`)
    );
    const again = makeArchive('acme-tenancy-app', new Map([...plugin.files].reverse()));
    expect(Buffer.from(again).equals(Buffer.from(archive))).toBe(true);
    expect(checkArchive(archive, 'acme-tenancy-app', plugin.files)).toEqual([]);
  });

  test('is refused with another file, and without one', () => {
    const archive = zipSync({ 'acme-tenancy-app/a.js': Buffer.from('1'), 'b.js': Buffer.from('2') });
    const files = new Map([
      ['a.js', Buffer.from('3')],
      ['c.js', Buffer.from('4')],
    ]);
    expect(checkArchive(archive, 'acme-tenancy-app', files)).toEqual([
      'archive: b.js does not belong there',
      'archive: acme-tenancy-app/a.js is missing or another',
      'archive: acme-tenancy-app/c.js is missing or another',
    ]);
  });

  test('is written with its checksums beside it', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-package-'));
    try {
      const file = await writeArchive(plugin, path.join(folder, 'artifacts'));
      expect((await readdir(path.dirname(file))).sort()).toEqual(
        ['', '.md5', '.sha1'].map((ending) => `acme-tenancy-app-1.2.3.zip${ending}`)
      );
      const md5 = createHash('md5')
        .update(await readFile(file))
        .digest('hex');
      expect(await readFile(`${file}.md5`, 'utf8')).toBe(`${md5}  acme-tenancy-app-1.2.3.zip\n`);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('the first load', () => {
  const chunk = (file: string, ...imports: string[]) => ({ file, initial: imports.length === 0, imports });
  const chunks = [
    chunk('module.js'),
    chunk('1.js', './App', './overview/OverviewPage'),
    chunk('2.js', './i18n/language'),
    chunk('3.js', './overview/OverviewPage'),
    chunk('4.js', './mappings/MappingsPage', './PolicyScope'),
    chunk('5.js', './PublishDrawer'),
  ];

  test('is the plugin itself and what the page imports, each chunk once', () => {
    const [overview, mappings] = firstLoads({ chunks }, () => Buffer.from('x'.repeat(1_000)));
    expect(overview?.files.map(({ file }) => file).sort()).toEqual(['1.js', '2.js', '3.js', 'module.js']);
    expect(mappings?.files.map(({ file }) => file).sort()).toEqual(['1.js', '2.js', '4.js', 'module.js']);
    expect(overview?.gzipBytes).toBe(4 * (overview?.files[0]?.gzipBytes ?? 0));
    expect(overview?.gzipBytes).toBeLessThan(200);
  });

  test('is not guessed when the page is imported otherwise', () => {
    expect(() => firstLoads({ chunks: chunks.slice(0, 4) }, () => Buffer.of())).toThrow(
      'The first load of Mappings cannot be measured: nothing imports ./PolicyScope, ./mappings/MappingsPage any more'
    );
  });
});
