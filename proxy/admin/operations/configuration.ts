import { type ConfigurationDocument, configurationSchema } from '@gatehouse/model/api';
import { type Operation, operation } from '../operation';
import type { AdminParts } from '../parts';

/** `/v1/configuration`: the names that policies may refer to, for forms. */
export function configurationOperations({ config }: Pick<AdminParts, 'config'>): Operation[] {
  return [
    operation({
      id: 'getConfiguration',
      method: 'get',
      path: '/configuration',
      role: 'viewer',
      tag: 'Status',
      summary: 'The backends and issuers that policies may refer to',
      problems: [],
      answers: { 200: { description: 'Their names', schema: configurationSchema } },
      handle({ token }) {
        const body: ConfigurationDocument = {
          backends: config.backends.map(({ name, kind }) => ({ name, kind })),
          role: token.role,
          tokenName: token.name,
          issuers: config.issuers.map(({ name, issuer }) => ({ name, issuer })),
        };
        return { status: 200, body };
      },
    }),
  ];
}
