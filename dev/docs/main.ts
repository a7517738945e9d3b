import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { allOperations } from '../../proxy/admin/operations';
import { ENDPOINTS } from '../../proxy/gateway/endpoints';
import { NEVER } from '../../proxy/gateway/never';
import { adminApiDocument } from './adminApiDocument';
import { endpointsPage } from './endpointsPage';
import { noParts } from './noParts';
import { operationsPage } from './operationsPage';

// Writes the reference pages of docs/ from the code, or with --check says which of them are stale (exit code 1).
const DOCS = join(__dirname, '../../docs');
const PAGES = [
  { file: 'endpoints.md', text: () => endpointsPage(ENDPOINTS, NEVER) },
  { file: 'admin-operations.md', text: () => operationsPage(allOperations(noParts())) },
  { file: 'openapi.json', text: adminApiDocument },
];

async function main(): Promise<void> {
  const check = process.argv.includes('--check');
  for (const { file, text } of PAGES) {
    const path = join(DOCS, file);
    const page = await format(text(), { ...(await resolveConfig(path)), filepath: path });
    if (!check) {
      await writeFile(path, page);
      console.log(`docs/${file} written`);
    } else if (page !== (await readFile(path, 'utf8').catch(() => ''))) {
      console.error(`docs/${file} is stale: npm run docs`);
      process.exitCode = 1;
    }
  }
}

void main();
