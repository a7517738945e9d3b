import { revisionTag } from '../../admin/ifMatch';
import { Problem } from '../../admin/problem';
import type { RevisionSummary } from '../../store/policyStore';

/** The refusal of a change to a revision that is not the latest any more. */
export function revisionConflict({ number, author, createdAt, comment }: RevisionSummary): Problem {
  return new Problem(
    'revision-conflict',
    `revision ${number} is the latest now, published by ${author.name || 'nobody'}; load it, make the change again and publish`,
    { revision: number, author: author.name, createdAt: new Date(createdAt).toISOString(), comment },
    { ETag: revisionTag(number) }
  );
}
