import { checkPolicy, type Finding, type Policy } from '@gatehouse/model';
import { Router } from 'express';
import type { RevisionInForce } from '../policy/policyInForce';
import { surroundingsOf } from '../policy/surroundings';
import { type Revision, RevisionConflict, type RevisionSummary, StoreUnavailable } from '../store/policyStore';
import { authorOf } from './author';
import { expectedRevision, revisionTag } from './ifMatch';
import { methodNotAllowed } from './methodNotAllowed';
import type { AdminParts } from './parts';
import { Problem } from './problem';
import { parseBody, readJson } from './readBody';
import { rememberFindings } from './rememberFindings';
import { publishSchema } from './schemas';

/** A revision as clients see it. */
export interface PolicyDocument {
  revision: number;
  policy: Policy;
  comment: string;
  author: string;
  createdAt: string;
  warnings: Finding[];
}

/** `GET /v1/policy` and `PUT /v1/policy`: the policy in force, and publishing the next one. */
export function policyRoutes({ config, policy, revisions, logger, now }: AdminParts): Router {
  const surroundings = surroundingsOf(config);
  const findingsOf = rememberFindings((checked) => checkPolicy(checked, surroundings, now()), now);
  const router = Router();

  router.get('/', async (_request, response) => {
    // Another process may have published a moment ago. Without the store, what is in force is still worth seeing.
    await revisions.refresh();
    const current = requireCurrent(policy.current);
    const document = toDocument({ ...current, policy: current.index.policy }, findingsOf(current.index.policy));
    response.set('ETag', revisionTag(document.revision)).json(document);
  });

  router.put(
    '/',
    (request, _response, next) => {
      expectedRevision(request.headers['if-match']);
      next();
    },
    readJson(),
    async (request, response) => {
      const expected = expectedRevision(request.headers['if-match']);
      const body = parseBody(request, publishSchema);
      const checked = checkPolicy(body.policy, surroundings, now());
      if (checked.policy === undefined) {
        throw policyInvalid(checked.problems);
      }
      const author = authorOf(request.headers['x-grafana-context']);
      const published = await revisions
        .publish({ expected, policy: checked.policy, comment: body.comment, author, createdAt: now() })
        .catch((error: unknown) => {
          throw publishProblem(error);
        });
      logger.info(
        {
          event: 'policy-published',
          revision: published.number,
          author,
          comment: published.comment,
          tenants: checked.policy.tenants.length,
          mappings: checked.policy.mappings.length,
          warnings: checked.warnings.length,
        },
        'policy published'
      );
      response.set('ETag', revisionTag(published.number)).json(toDocument(published, checked.warnings));
    }
  );

  router.all('/', methodNotAllowed('GET', 'HEAD', 'PUT'));
  return router;
}

/** The revision in force, or a problem when the store was never read. */
export function requireCurrent(current: RevisionInForce | undefined): RevisionInForce {
  if (current === undefined) {
    throw new Problem(
      'store-unavailable',
      'the policy could not be read from the store yet; see /readyz for the reason'
    );
  }
  return current;
}

/** The refusal of a policy with problems, each with its place. */
export function policyInvalid(problems: readonly Finding[]): Problem {
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return new Problem('policy-invalid', `${first?.path.join('.') || 'policy'}: ${first?.message}${more}`, { problems });
}

function toDocument(revision: Revision, warnings: Finding[]): PolicyDocument {
  const { number, policy, comment, author, createdAt } = revision;
  return { revision: number, policy, comment, author, createdAt: new Date(createdAt).toISOString(), warnings };
}

function publishProblem(error: unknown): unknown {
  if (error instanceof RevisionConflict) {
    return conflict(error.latest);
  }
  if (error instanceof StoreUnavailable) {
    return new Problem(
      'store-unavailable',
      "nothing was published: the policy store is unavailable, see the proxy's log for the reason; the policy in force stays"
    );
  }
  return error;
}

function conflict({ number, author, createdAt, comment }: RevisionSummary): Problem {
  return new Problem(
    'revision-conflict',
    `revision ${number} is the latest now, published by ${author || 'nobody'}; load it, make the change again and publish`,
    { revision: number, author, createdAt: new Date(createdAt).toISOString(), comment },
    { ETag: revisionTag(number) }
  );
}
