import { type Actor, actorSchema } from './actor';
import type { Database, StoreTransaction, Within } from './database';
import {
  type NewProposal,
  type Proposal,
  PROPOSAL_BOUNDS,
  PROPOSAL_STATES,
  type ProposalEnd,
  ProposalRefusal,
  type ProposalState,
  type ProposalStore,
} from './proposalStore';
import type { StoreSchema } from './storeSchema';
import { StoreUnavailable } from './storeUnavailable';

/** Keeps proposals in a database. Whoever opened the database closes it. */
export class SqlProposalStore implements ProposalStore {
  constructor(
    private readonly database: Database,
    private readonly bounds = PROPOSAL_BOUNDS
  ) {}

  create({ document, ...facts }: NewProposal, within?: Within<Proposal>): Promise<Proposal> {
    return this.database.change(async (transaction) => {
      const { latest } = await transaction
        .selectFrom('revisions')
        .select(({ fn }) => fn.max('number').as('latest'))
        .executeTakeFirstOrThrow();
      if ((latest ?? 0) !== facts.base) {
        throw new ProposalRefusal('outdated');
      }
      await this.#checkRoom(transaction, document.length);
      const { last } = await transaction
        .selectFrom('proposals')
        .select(({ fn }) => fn.max('id').as('last'))
        .executeTakeFirstOrThrow();
      const end = { endedAt: null, endedBy: null, endedComment: null, revision: null };
      const proposal: Proposal = { id: (last ?? 0) + 1, ...facts, state: 'open', ...end };
      await transaction.insertInto('proposals').values(toRow(proposal, document.length)).execute();
      await transaction.insertInto('proposal_policies').values({ id: proposal.id, policy: document }).execute();
      await within?.(transaction, proposal);
      return proposal;
    });
  }

  list(state: ProposalState | undefined, before: number | undefined, limit: number): Promise<Proposal[]> {
    return this.database.read(async (db) => {
      let query = db.selectFrom('proposals').selectAll().orderBy('id', 'desc').limit(limit);
      if (state !== undefined) {
        query = query.where('state', '=', state);
      }
      if (before !== undefined) {
        query = query.where('id', '<', before);
      }
      return (await query.execute()).map(fromRow);
    });
  }

  find(id: number): Promise<Proposal | undefined> {
    return this.database.read((db) => find(db, id));
  }

  readPolicy(id: number): Promise<string | undefined> {
    return this.database.read(async (db) => {
      const row = await db.selectFrom('proposal_policies').select('policy').where('id', '=', id).executeTakeFirst();
      return row?.policy;
    });
  }

  end(id: number, state: 'rejected' | 'withdrawn', end: ProposalEnd, within?: Within<Proposal>): Promise<Proposal> {
    return this.database.change(async (transaction) => {
      const ended = await this.#end(transaction, id, state, end, null);
      await within?.(transaction, ended);
      return ended;
    });
  }

  approve(transaction: StoreTransaction, id: number, end: ProposalEnd, revision: number): Promise<Proposal> {
    return this.#end(transaction, id, 'approved', end, revision);
  }

  async #end(
    transaction: StoreTransaction,
    id: number,
    state: Exclude<ProposalState, 'open'>,
    { at, by, comment }: ProposalEnd,
    revision: number | null
  ): Promise<Proposal> {
    const proposal = await find(transaction, id);
    if (proposal === undefined) {
      throw new ProposalRefusal('unknown');
    }
    if (proposal.state !== 'open') {
      throw new ProposalRefusal('ended');
    }
    await transaction
      .updateTable('proposals')
      .set({ state, ended_at: at, ended_by: JSON.stringify(by), ended_comment: comment, revision })
      .where('id', '=', id)
      .execute();
    await this.#forgetPolicies(transaction);
    return { ...proposal, state, endedAt: at, endedBy: by, endedComment: comment, revision };
  }

  async #checkRoom(transaction: StoreTransaction, characters: number): Promise<void> {
    const open = await transaction
      .selectFrom('proposals')
      .select(({ fn }) => [fn.countAll<number>().as('count'), fn.sum<number | null>('characters').as('characters')])
      .where('state', '=', 'open')
      .executeTakeFirstOrThrow();
    const taken = Number(open.characters ?? 0);
    if (Number(open.count) >= this.bounds.open || taken + characters > this.bounds.characters) {
      throw new ProposalRefusal('too-many');
    }
  }

  /** A policy that was approved is a revision, and of the others the latest are kept for those who want to go on with them. */
  async #forgetPolicies(transaction: StoreTransaction): Promise<void> {
    const ended = await transaction
      .selectFrom('proposals')
      .innerJoin('proposal_policies', 'proposal_policies.id', 'proposals.id')
      .select(['proposals.id', 'state'])
      .where('state', '<>', 'open')
      .orderBy('ended_at', 'desc')
      .orderBy('proposals.id', 'desc')
      .execute();
    const kept = ended.filter(({ state }) => state !== 'approved').slice(0, this.bounds.keptPolicies);
    const forgotten = ended.filter((one) => !kept.includes(one)).map(({ id }) => id);
    if (forgotten.length > 0) {
      await transaction.deleteFrom('proposal_policies').where('id', 'in', forgotten).execute();
    }
  }
}

async function find(db: StoreTransaction, id: number): Promise<Proposal | undefined> {
  const row = await db.selectFrom('proposals').selectAll().where('id', '=', id).executeTakeFirst();
  return row && fromRow(row);
}

type Row = StoreSchema['proposals'];

function toRow(proposal: Proposal, characters: number): Row {
  const { id, base, comment, author, createdAt, tenants, mappings, restoredFrom, state } = proposal;
  return {
    id,
    base,
    comment,
    author: JSON.stringify(author),
    created_at: createdAt,
    characters,
    tenants,
    mappings,
    restored_from: restoredFrom,
    state,
    ended_at: null,
    ended_by: null,
    ended_comment: null,
    revision: null,
  };
}

function fromRow(row: Row): Proposal {
  const { id, base, comment, tenants, mappings, revision } = row;
  const state = PROPOSAL_STATES.find((one) => one === row.state);
  const [author, endedBy] = [readActor(row.author), readActor(row.ended_by)];
  if (state === undefined || author === undefined || author === null || endedBy === undefined) {
    throw new StoreUnavailable(`what the store holds of proposal ${id} is damaged; restore the store from a backup`);
  }
  return {
    id,
    base,
    comment,
    author,
    createdAt: row.created_at,
    tenants,
    mappings,
    restoredFrom: row.restored_from,
    state,
    endedAt: row.ended_at,
    endedBy,
    endedComment: row.ended_comment,
    revision,
  };
}

/** @returns undefined when it cannot be understood */
function readActor(text: string | null): Actor | null | undefined {
  if (text === null) {
    return null;
  }
  try {
    return actorSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
