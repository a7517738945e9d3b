import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { BUNDLE_FILE, bundleSchema } from './bundle';
import { checkPlugin } from './checkPlugin';
import { FIRST_LOAD_BYTES, firstLoads } from './firstLoad';
import { readBuiltPlugin } from './readBuiltPlugin';
import { writeArchive } from './writeArchive';

// Checks the production build of the plugin: what it loads first, and the rules of Grafana's catalog. With --zip it also packs it.
const ROOT = path.join(__dirname, '../..');

async function main(): Promise<void> {
  const plugin = await readBuiltPlugin(ROOT);
  const bundle = bundleSchema.parse(JSON.parse(await readFile(path.join(ROOT, BUNDLE_FILE), 'utf8')));
  const problems = checkPlugin(plugin);
  for (const { page, gzipBytes, files } of firstLoads(bundle, (file) => plugin.files.get(file) ?? Buffer.of())) {
    const heaviest = files.slice(0, 5).map((one) => `${one.file} ${kilobytes(one.gzipBytes)}`);
    console.log(
      `first load of ${page}: ${kilobytes(gzipBytes)} gzip in ${files.length} files (${heaviest.join(', ')})`
    );
    if (gzipBytes > FIRST_LOAD_BYTES) {
      problems.push(`first-load: ${page} loads ${kilobytes(gzipBytes)}, more than ${kilobytes(FIRST_LOAD_BYTES)}`);
    }
  }
  if (problems.length > 0) {
    problems.forEach((problem) => console.error(problem));
    console.error(`The plugin cannot be published like this: ${problems.length} problems`);
    process.exitCode = 1;
  } else if (process.argv.includes('--zip')) {
    console.log(`${path.relative(ROOT, await writeArchive(plugin, path.join(ROOT, 'artifacts')))} written`);
  } else {
    console.log('The plugin keeps the rules of Grafana’s catalog');
  }
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KB`;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
