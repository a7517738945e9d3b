import type { Actor } from '../actor';
import { type NewRevision, RevisionConflict } from '../policyStore';
import { type NewProposal, type Proposal, ProposalRefusal, type ProposalState } from '../proposalStore';
import { SqlPolicyStore } from '../sqlPolicyStore';
import { SqlProposalStore } from '../sqlProposalStore';
import { StoreRefusal } from '../storeRefusal';
import type { StorePlace } from './storePlace';

const CAROL: Actor = { name: 'Cárol "C" \u{1f3ed}', by: 'grafana-id', token: 'default' };
const DAVE: Actor = { name: 'dave', by: 'grafana-context', token: 'other' };

const DOCUMENT = '{ "tenants": [], "mappings": [{ "comment": "Ünïcode \\u0000 \u{1f3ed}" }] }';
const BOUNDS = { open: 3, characters: 1_000, keptPolicies: 2 };
const END = { at: 2_000, by: DAVE, comment: 'so be it' };

const proposal = (more: Partial<NewProposal> = {}): NewProposal => ({
  base: 0,
  comment: 'more for carol',
  author: CAROL,
  createdAt: 1_000,
  tenants: 3,
  mappings: 7,
  restoredFrom: null,
  document: DOCUMENT,
  ...more,
});

const revision = (expected: number): NewRevision => ({
  expected,
  document: DOCUMENT,
  tenants: 0,
  mappings: 0,
  comment: 'c',
  author: CAROL,
  approvedBy: DAVE,
  restoredFrom: null,
  createdAt: 1,
});

class Refused extends StoreRefusal {
  readonly code = 'refused';
}

/** What holds for proposals wherever they are kept. */
export function proposalStoreContract(kind: string, makePlace: () => Promise<StorePlace>): void {
  describe(`a proposal store on ${kind}`, () => {
    let place: StorePlace;
    let store: SqlProposalStore;
    let policies: SqlPolicyStore;

    const approve = (id: number, expected: number, at = place.open()) => {
      const proposals = new SqlProposalStore(at, BOUNDS);
      return new SqlPolicyStore(at).append(revision(expected), async (transaction, { number }) => {
        await proposals.approve(transaction, id, END, number);
      });
    };
    const codeOf = (work: Promise<unknown>) =>
      work.then(
        () => 'done',
        (error: unknown) => (error instanceof StoreRefusal ? error.code : error)
      );

    beforeEach(async () => {
      place = await makePlace();
      const database = place.open();
      store = new SqlProposalStore(database, BOUNDS);
      policies = new SqlPolicyStore(database);
    });

    afterEach(() => place.remove());

    it('gives back what was proposed, byte by byte', async () => {
      const { document, ...facts } = proposal({ restoredFrom: 4 });
      const open = { state: 'open', endedAt: null, endedBy: null, endedComment: null, revision: null };
      expect(await store.create({ ...facts, document })).toEqual({ id: 1, ...facts, ...open });
      expect(await store.find(1)).toEqual({ id: 1, ...facts, ...open });
      expect(await store.readPolicy(1)).toBe(document);
      expect(await store.find(2)).toBeUndefined();
      expect(await store.readPolicy(2)).toBeUndefined();
    });

    it('lists the newest first, of one state and from any id downwards', async () => {
      for (let round = 0; round < 4; round += 1) {
        const { id } = await store.create(proposal());
        if (round % 2 === 0) {
          await store.end(id, 'rejected', END);
        }
      }
      const ids = async (state: ProposalState | undefined, before: number | undefined, limit: number) =>
        (await store.list(state, before, limit)).map(({ id }) => id);
      expect(await ids(undefined, undefined, 10)).toEqual([4, 3, 2, 1]);
      expect(await ids('open', undefined, 10)).toEqual([4, 2]);
      expect(await ids('rejected', 3, 10)).toEqual([1]);
      expect(await ids(undefined, undefined, 2)).toEqual([4, 3]);
      expect(await ids('withdrawn', undefined, 2)).toEqual([]);
    });

    it('refuses one whose base is not the latest revision', async () => {
      await policies.append(revision(0));
      expect(await codeOf(store.create(proposal()))).toBe('outdated');
      expect(await codeOf(store.create(proposal({ base: 2 })))).toBe('outdated');
      expect(await codeOf(store.create(proposal({ base: 1 })))).toBe('done');
    });

    it('has room for so many open ones, and for so much in them', async () => {
      for (let round = 0; round < BOUNDS.open; round += 1) {
        await store.create(proposal());
      }
      expect(await codeOf(store.create(proposal()))).toBe('too-many');
      await store.end(2, 'withdrawn', END);
      expect(await codeOf(store.create(proposal({ document: `"${'x'.repeat(BOUNDS.characters - 2)}"` })))).toBe(
        'too-many'
      );
      expect(await codeOf(store.create(proposal()))).toBe('done');
    });

    it.each(['rejected', 'withdrawn'] as const)('is %s once', async (state) => {
      await store.create(proposal());
      const ended = { id: 1, state, endedAt: 2_000, endedBy: DAVE, endedComment: 'so be it', revision: null };
      expect(await store.end(1, state, END)).toMatchObject(ended);
      expect(await store.find(1)).toMatchObject(ended);
      expect(await codeOf(store.end(1, 'rejected', END))).toBe('ended');
      expect(await codeOf(store.end(2, 'rejected', END))).toBe('unknown');
      expect(await codeOf(approve(1, 0))).toBe('ended');
      expect((await policies.latest()).number).toBe(0);
    });

    it('becomes a revision in one transaction, and then its policy is kept there alone', async () => {
      await store.create(proposal());
      await approve(1, 0);
      expect(await store.find(1)).toMatchObject({ state: 'approved', endedBy: DAVE, revision: 1 });
      expect(await store.readPolicy(1)).toBeUndefined();
      expect(await codeOf(approve(1, 1))).toBe('ended');
      expect((await policies.latest()).number).toBe(1);
    });

    it('keeps the policies of the latest that ended', async () => {
      for (let round = 0; round < 4; round += 1) {
        const { id } = await store.create(proposal());
        await store.end(id, 'withdrawn', { ...END, at: 2_000 + round });
      }
      const kept = await Promise.all([1, 2, 3, 4].map(async (id) => (await store.readPolicy(id)) !== undefined));
      expect(kept).toEqual([false, false, true, true]);
    });

    it('does what else belongs to it in the same transaction, or nothing', async () => {
      const seen: Proposal[] = [];
      await store.create(proposal(), async (_transaction, written) => void seen.push(written));
      await store.end(1, 'rejected', END, async (_transaction, written) => void seen.push(written));
      expect(seen).toMatchObject([
        { id: 1, state: 'open' },
        { id: 1, state: 'rejected' },
      ]);
      const refuse = () => Promise.reject(new Refused('no'));
      expect(await codeOf(store.create(proposal(), refuse))).toBe('refused');
      expect(await store.find(2)).toBeUndefined();
      await store.create(proposal());
      expect(await codeOf(store.end(2, 'rejected', END, refuse))).toBe('refused');
      expect(await store.find(2)).toMatchObject({ state: 'open' });
    });

    it.each([
      ['two approve', () => [approve(1, 0), approve(1, 0)]],
      ['one approves and one withdraws', () => [approve(1, 0), fresh().end(1, 'withdrawn', END)]],
      ['one withdraws and one approves', () => [fresh().end(1, 'withdrawn', END), approve(1, 0)]],
      ['one rejects and one withdraws', () => [fresh().end(1, 'rejected', END), fresh().end(1, 'withdrawn', END)]],
      ['one approves and one publishes', () => [approve(1, 0), new SqlPolicyStore(place.open()).append(revision(0))]],
    ])('has exactly one winner when %s at the same time', async (_name, start) => {
      for (let round = 0; round < 4; round += 1) {
        await place.remove();
        place = await makePlace();
        await fresh().create(proposal());
        const outcomes = await Promise.allSettled<unknown>(start());
        const lost = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
        expect(lost).toHaveLength(1);
        expect(lost[0] instanceof RevisionConflict || lost[0] instanceof ProposalRefusal).toBe(true);
        const { state, revision: became } = (await fresh().find(1)) ?? {};
        const { number } = await new SqlPolicyStore(place.open()).latest();
        expect(became === 1).toBe(state === 'approved');
        expect(state === 'approved' ? number : 1).toBe(1);
      }
    });

    it.each([
      [
        'changed',
        ["UPDATE proposals SET comment = 'other', state = 'rejected', ended_at = 1, ended_by = '{}'"],
        'never changes',
      ],
      [
        'given to somebody else',
        [`UPDATE proposals SET author = '{"name":"x"}', state = 'rejected', ended_at = 1, ended_by = '{}'`],
        'never changes',
      ],
      [
        'put on another base',
        ["UPDATE proposals SET base = 5, state = 'rejected', ended_at = 1, ended_by = '{}'"],
        'never changes',
      ],
      ['given another policy', [`UPDATE proposal_policies SET policy = '{}'`], 'never changes'],
      ['robbed of their policies', ['DELETE FROM proposal_policies'], 'keeps its policy'],
      ['deleted', ['DELETE FROM proposals'], 'never deleted'],
      ['approved without a revision', [ended('approved', '1')], 'revision after its base'],
      ['ended and opened again', [ended('rejected', 'NULL'), "UPDATE proposals SET state = 'open'"], 'ends once'],
      ['ended twice', [ended('rejected', 'NULL'), "UPDATE proposals SET state = 'withdrawn'"], 'ends once'],
      ['added behind others', [inserted(9, 'open')], 'without gaps'],
      ['added as approved', [inserted(2, 'approved')], 'begin open'],
    ])('keeps proposals from being %s by any SQL', async (_name, statements, message) => {
      await store.create(proposal());
      await expect(place.tamper(...statements)).rejects.toThrow(message);
    });

    const fresh = () => new SqlProposalStore(place.open(), BOUNDS);
  });
}

function ended(state: string, revision: string): string {
  return `UPDATE proposals SET state = '${state}', ended_at = 1, ended_by = '{}', revision = ${revision}`;
}

function inserted(id: number, state: string): string {
  return `INSERT INTO proposals (id, base, comment, author, created_at, characters, tenants, mappings, state)
    VALUES (${id}, 0, '', '{}', 0, 0, 0, 0, '${state}')`;
}
