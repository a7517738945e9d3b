import {
  diffBodySchema,
  draftDiffSchema,
  impactBodySchema,
  policyImpactSchema,
  validateBodySchema,
  validationSchema,
} from '@gatehouse/model/api';
import { type Operation, operation } from '../operation';
import type { AdminParts } from '../parts';
import { requireCurrent } from '../requireCurrent';
import { whileStoreIsThere } from '../whileStoreIsThere';

/** `/v1/policy/…`: what is to be said about a draft before it is published. Nothing is changed. */
export function policyCheckOperations({
  desk,
  policy,
  seen,
  activity,
}: Pick<AdminParts, 'desk' | 'policy' | 'seen' | 'activity'>): Operation[] {
  return [
    operation({
      id: 'validatePolicy',
      method: 'post',
      path: '/policy/validate',
      role: 'viewer',
      tag: 'Policy',
      summary: 'Everything that is to be said about a draft',
      description:
        'A policy with problems is no mistake of the request: the answer is 200 as well. Warnings about principals rest on who came lately; they are left out while the store is away.',
      body: { schema: validateBodySchema, carriesPolicy: true },
      problems: ['store-unavailable'],
      answers: { 200: { description: 'Its problems and warnings', schema: validationSchema } },
      async handle({ bytes }) {
        return { status: 200, body: await whileStoreIsThere(desk.validate(bytes), 'the draft was not looked at') };
      },
    }),
    operation({
      id: 'diffPolicy',
      method: 'post',
      path: '/policy/diff',
      role: 'viewer',
      tag: 'Policy',
      summary: 'What a draft would change',
      body: { schema: diffBodySchema, carriesPolicy: true },
      problems: ['policy-invalid', 'not-found', 'store-unavailable'],
      answers: { 200: { description: 'By tenant, mapping and grant', schema: draftDiffSchema } },
      async handle({ bytes }) {
        const { number } = requireCurrent(policy.current);
        return {
          status: 200,
          body: await whileStoreIsThere(desk.diffDraft(bytes, number), 'the draft cannot be compared'),
        };
      },
    }),
    operation({
      id: 'foreseeImpact',
      method: 'post',
      path: '/policy/impact',
      role: 'viewer',
      tag: 'Policy',
      summary: 'Who would gain or lose what by a draft',
      description:
        'Looks at everybody who came lately, as they came last. Those to whom the very same happens are told of together.',
      body: { schema: impactBodySchema, carriesPolicy: true },
      problems: ['policy-invalid', 'store-unavailable'],
      answers: { 200: { description: 'In words and as data', schema: policyImpactSchema } },
      async handle({ bytes }) {
        const { number } = requireCurrent(policy.current);
        const otherwise = 'who came cannot be read';
        await whileStoreIsThere(Promise.all([seen.flush(), activity.flush()]), otherwise);
        return { status: 200, body: await whileStoreIsThere(desk.impact(bytes, number), otherwise) };
      },
    }),
  ];
}
