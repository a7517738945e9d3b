import { openApiDocument } from '../../proxy/admin/openapi/openApiDocument';
import { allOperations } from '../../proxy/admin/operations';
import { version } from '../../proxy/package.json';
import { noParts } from './noParts';

/** The admin API's own document, without an admin API: nothing of it is called. */
export function adminApiDocument(): string {
  return JSON.stringify(openApiDocument(allOperations(noParts()), version));
}
