import { policyDocumentSchema, proposalSchema } from '@gatehouse/model/api';
import type { Proposed } from '../policy/desk/submit';
import type { Written } from '../policy/desk/writeRevision';
import type { Actor } from '../store/actor';
import type { Logger } from '../telemetry/logger';
import { authorship } from './authorship';
import { revisionTag } from './ifMatch';
import type { Answer, Reply } from './operation';

const ETAG = { ETag: 'The number of the revision, for `If-Match`.' };

/** What a change of the policy is answered with. */
export const SUBMITTED = {
  200: { description: 'The new revision; it is in force', schema: policyDocumentSchema, headers: ETAG },
  202: {
    description:
      'The policy in force asks for a second person: a proposal, which nothing comes of before it is approved',
    schema: proposalSchema,
    headers: { Location: 'Where the proposal is.' },
  },
} satisfies Record<number, Answer>;

/** Logs a change of the policy and answers it, whether it is in force or waits. */
export function replyToSubmitted(submitted: Written | Proposed, actor: Actor, logger: Logger): Reply {
  const { document, auditHead } = submitted;
  if (submitted.revision === undefined) {
    const { id, base, comment, tenants, mappings, restoredFrom } = submitted.proposal;
    const facts = { proposal: id, base, comment, tenants, mappings, restoredFrom };
    logger.info({ event: 'policy-proposed', ...facts, ...authorship(actor), auditHead }, 'a change waits for approval');
    return { status: 202, body: document, headers: { Location: `/v1/proposals/${id}` } };
  }
  const { number, comment, tenants, mappings, restoredFrom } = submitted.summary;
  const facts = { revision: number, ...authorship(actor), comment, tenants, mappings, warnings: submitted.warnings };
  if (restoredFrom === null) {
    logger.info({ event: 'policy-published', ...facts, auditHead }, 'policy published');
  } else {
    logger.info({ event: 'policy-restored', restoredFrom, ...facts, auditHead }, 'an older policy was published anew');
  }
  return { status: 200, body: document, headers: { ETag: revisionTag(number) } };
}
