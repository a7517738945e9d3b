import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { locales } from './locales';

// Writes the plugin's texts into src/locales, from the sources: `npm run i18n`. What is not translated yet is left empty and
// listed; Grafana shows it in English.
async function main(): Promise<void> {
  const { locales: found, problems } = await locales();
  for (const { file, content, problems: ofFile } of found) {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
    problems.push(...ofFile.map((problem) => `${file}: ${problem}`));
  }
  problems.forEach((problem) => console.error(problem));
  console.log(`${found.map(({ file }) => file).join(', ')} written; ${problems.length} problems`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

void main();
