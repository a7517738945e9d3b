import { readFile } from 'node:fs/promises';

// The build puts them beside the bundle.
const FOLDER = new URL(
  import.meta.url.endsWith('.ts') ? '../../../node_modules/swagger-ui-dist/' : './docs/',
  import.meta.url
);

/** Reads a file of Swagger UI. */
export function readAsset(name: 'swagger-ui.css' | 'swagger-ui-bundle.js'): Promise<Buffer> {
  return readFile(new URL(name, FOLDER));
}
