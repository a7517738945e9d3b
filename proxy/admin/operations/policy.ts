import { policyDocumentSchema, publishBodySchema } from '@gatehouse/model/api';
import type { SourceState } from '../../policy/policySource';
import { revisionTag } from '../ifMatch';
import { type Operation, operation } from '../operation';
import type { AdminParts } from '../parts';
import { Problem } from '../problem';
import { requireCurrent } from '../requireCurrent';
import { replyToSubmitted, SUBMITTED } from '../submitted';
import { whileStoreIsThere } from '../whileStoreIsThere';

const ETAG = { ETag: 'The number of the revision, for `If-Match`.' };

/** `/v1/policy`: the policy in force, and publishing the next one. */
export function policyOperations({ policy, revisions, desk, logger }: AdminParts): Operation[] {
  return [
    operation({
      id: 'getPolicy',
      method: 'get',
      path: '/policy',
      role: 'viewer',
      tag: 'Policy',
      summary: 'The policy in force',
      problems: ['policy-desk-busy', 'store-unavailable'],
      answers: {
        200: { description: 'The revision in force, with its policy', schema: policyDocumentSchema, headers: ETAG },
      },
      async handle() {
        // Another process may have published a moment ago. Without the store, what is in force is still worth seeing.
        await revisions.refresh();
        const { number } = requireCurrent(policy.current);
        const body = await whileStoreIsThere(desk.show(number), 'the policy in force cannot be shown');
        if (body === undefined) {
          throw new Problem('store-unavailable', `revision ${number} is gone from the store, while it is in force`);
        }
        return { status: 200, body: withSource(body, revisions.source), headers: { ETag: revisionTag(number) } };
      },
    }),
    operation({
      id: 'publishPolicy',
      method: 'put',
      path: '/policy',
      role: 'editor',
      tag: 'Policy',
      summary: 'Publishes a policy in place of the one in force',
      ifMatch: true,
      body: { schema: publishBodySchema, carriesPolicy: true },
      problems: ['policy-invalid', 'policy-read-only', 'proposals-too-many', 'revision-conflict', 'store-unavailable'],
      answers: SUBMITTED,
      async handle({ bytes, expectedRevision: expected, actor }) {
        const submitted = await whileStoreIsThere(
          revisions.change(() => desk.publish(bytes, { expected, actor })),
          'nothing was published'
        );
        return replyToSubmitted(submitted, actor, logger);
      },
    }),
  ];
}

/** Adds a member to a document that is JSON already, without reading it. */
function withSource(document: Uint8Array, source: SourceState): Uint8Array {
  return Buffer.concat([Buffer.from(`{"source":${JSON.stringify(source)},`), document.subarray(1)]);
}
