import type { Operation } from '../../proxy/admin/operation';
import { problemsOf } from '../../proxy/admin/problemsOf';

/** What every operation can be answered with, which the page says once. */
const EVERYWHERE = new Set([
  'admin-token-missing',
  'admin-token-wrong',
  'query-invalid',
  'role-insufficient',
  'internal',
]);

/** `docs/admin-operations.md`: every operation of the admin API, with the role that it needs and the problems of its own. */
export function operationsPage(operations: readonly Operation[]): string {
  const tags = [...new Set(operations.map(({ tag }) => tag))];
  return [
    '# Calls of the admin API',
    '',
    'Made by `npm run docs` from the operations themselves, like `openapi.json` beside this page, which says more. [How to call](admin-api.md), [what the codes mean](refusals.md#the-admin-api). Every call can also be answered with `admin-token-missing`, `admin-token-wrong`, `role-insufficient`, `query-invalid`, `method-not-allowed` and `internal`.',
    ...tags.flatMap((tag) => ['', `## ${tag}`, '', ...table(operations.filter((one) => one.tag === tag))]),
    '',
  ].join('\n');
}

function table(operations: readonly Operation[]): string[] {
  return [
    '| call | role | what it does | may be refused with |',
    '| --- | --- | --- | --- |',
    ...operations.map((one) => {
      const codes = problemsOf(one).filter((code) => !EVERYWHERE.has(code));
      const call = `\`${one.method.toUpperCase()} /v1${one.path}\``;
      return `| ${call} | \`${one.role}\` | ${one.summary} | ${codes.map((code) => `\`${code}\``).join(', ')} |`;
    }),
  ];
}
