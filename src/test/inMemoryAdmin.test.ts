import {
  policyDocumentSchema,
  problemSchema,
  proposalSchema,
  proposalsSchema,
  missedChangesSchema,
} from '@gatehouse/model/api';
import { lastValueFrom } from 'rxjs';
import type { z } from 'zod';
import { ADMIN_ROUTE } from '../constants';
import { InMemoryAdmin } from './inMemoryAdmin';
import { POLICY } from './policies';

/** What the stand-in answers, also when it refuses. */
async function ask(admin: InMemoryAdmin, method: string, path: string, data?: unknown, revision = 6): Promise<unknown> {
  const headers = { 'If-Match': `"${revision}"` };
  const answer = lastValueFrom(
    admin.backendSrv().fetch<unknown>({ url: `${ADMIN_ROUTE}/${path}`, method, headers, data })
  );
  return answer.then(
    (response) => response.data,
    (refused: { data: unknown }) => refused.data
  );
}

const says = (schema: z.ZodType, document: unknown) => expect(schema.safeParse(document).error).toBeUndefined();

describe('the stand-in for the admin API answers as the model says that the API does', () => {
  const approvedOnly = { ...POLICY, settings: { ...POLICY.settings, approvals: 1 as const } };

  it('about the policy', async () => {
    const admin = new InMemoryAdmin();
    says(policyDocumentSchema, await ask(admin, 'GET', 'policy'));
    says(policyDocumentSchema, await ask(admin, 'PUT', 'policy', { policy: POLICY, comment: 'c' }));
    const refused = await ask(admin, 'PUT', 'policy', { policy: POLICY, comment: 'c' });
    says(problemSchema.extend({ changes: missedChangesSchema }), refused);
  });

  it('about proposals', async () => {
    const admin = new InMemoryAdmin();
    admin.policy = approvedOnly;
    says(proposalSchema, await ask(admin, 'PUT', 'policy', { policy: POLICY, comment: 'c' }));
    says(proposalSchema, await ask(admin, 'GET', 'proposals/1'));
    says(proposalsSchema, await ask(admin, 'GET', 'proposals?state=open&limit=100'));
    admin.publishElsewhere(approvedOnly);
    says(proposalSchema, await ask(admin, 'GET', 'proposals/1'));
    admin.person = 'dave';
    says(problemSchema.extend({ changes: missedChangesSchema }), await ask(admin, 'POST', 'proposals/1/approve'));
  });
});
