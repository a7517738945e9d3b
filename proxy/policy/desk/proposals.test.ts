import { SqlAuditLog } from '../../store/sqlAuditLog';
import type { Actor } from '../../store/actor';
import { ALICE, BOB, bytesOf, type MadeDesk, makeDesk, problemOf, read } from './testing/makeDesk';

const tenants = [{ name: 'acme', backend: 'cluster', account: 1 }];
const mapping = (name: string) => ({ name, principals: ['group:dev'], grants: [{ tenant: 'acme', access: 'read' }] });
const APPROVED = { settings: { approvals: 1 }, tenants, mappings: [mapping('one')] };
const TWO = { ...APPROVED, mappings: [mapping('one'), mapping('two')] };

let made: MadeDesk;

/** Revision 1 asks for a second person from then on. */
beforeEach(async () => {
  made = await makeDesk();
  await made.publish(APPROVED);
});

afterEach(() => made.remove());

const latest = async () => (await made.parts.policies.latest()).number;

async function propose(policy: object = TWO, actor: Actor = ALICE, expected?: number): Promise<number> {
  const submitted = await made.desk.publish(bytesOf({ policy, comment: 'please' }), {
    expected: expected ?? (await latest()),
    actor,
  });
  if (submitted.revision !== undefined) {
    throw new Error('it was published');
  }
  return submitted.proposal.id;
}

const approve = (id: number, actor: Actor = BOB, expected = 1) =>
  made.desk.approve(id, { expected, actor, comment: 'fine' });

const events = async () => {
  const records = await new SqlAuditLog(made.database).page(0, 100);
  return records.map((record) => ('event' in record ? `${record.event} ${record.target}` : 'unreadable'));
};

describe('while the policy in force asks for a second person', () => {
  it('publishes nothing: a change becomes a proposal with what it changes', async () => {
    const { revision, document } = await made.desk.publish(bytesOf({ policy: TWO, comment: 'please' }), {
      expected: 1,
      actor: ALICE,
    });
    expect(revision).toBeUndefined();
    expect(read(document)).toMatchObject({
      id: 1,
      base: 1,
      comment: 'please',
      author: ALICE,
      state: 'open',
      outdated: false,
      mappings: 2,
      revision: null,
      diff: { changes: [{ kind: 'mapping-added', name: 'two' }] },
      missed: null,
      problems: [],
      warnings: [{ code: 'grant-covered' }],
    });
    expect(await latest()).toBe(1);
    expect(read(await made.desk.showProposal(1))).toEqual(read(document));
    expect(read(await made.desk.showProposedPolicy(1))).toMatchObject({ id: 1, base: 1, policy: TWO });
  });

  it('publishes it when somebody else approves it, with both their names', async () => {
    await propose();
    const { document, proposal } = await approve(1);
    expect(read(document)).toMatchObject({
      revision: 2,
      comment: 'please',
      actor: ALICE,
      approvedBy: BOB,
      policy: { mappings: [{ name: 'one' }, { name: 'two' }] },
    });
    expect(proposal).toMatchObject({ state: 'approved', endedBy: BOB, endedComment: 'fine', revision: 2 });
    expect(read(await made.desk.showProposal(1))).toMatchObject({ state: 'approved', outdated: false, diff: null });
    expect(await problemOf(made.desk.showProposedPolicy(1))).toMatchObject({
      code: 'not-found',
      detail: expect.stringContaining('revision 2'),
    });
  });

  it.each([
    ['takes the second person away', { ...TWO, settings: { approvals: 0 } }],
    ['leaves the settings out', { tenants, mappings: [] }],
  ])('proposes also what %s', async (_name, policy) => {
    await propose(policy);
    expect(await latest()).toBe(1);
    await approve(1);
    await made.publish(TWO);
    expect(await latest()).toBe(3);
  });

  it('proposes also what is brought back from a time before', async () => {
    await propose({ tenants, mappings: [] });
    await approve(1);
    await made.publish(APPROVED);
    expect(await latest()).toBe(3);
    const restored = await made.desk.restore(2, { expected: 3, actor: ALICE, comment: 'back' });
    expect(restored.revision).toBeUndefined();
    expect(await latest()).toBe(3);
    const { summary } = await approve(2, BOB, 3);
    expect(summary).toMatchObject({ number: 4, restoredFrom: 2, approvedBy: BOB });
  });

  it('takes no older revision that asked for nobody as the one in force', async () => {
    await propose({ tenants, mappings: [] });
    await approve(1);
    await made.publish(APPROVED);
    const old = made.desk.publish(bytesOf({ policy: TWO, comment: 'sneak' }), { expected: 2, actor: ALICE });
    expect(await problemOf(old)).toMatchObject({ code: 'revision-conflict' });
    const beforeAll = made.desk.publish(bytesOf({ policy: TWO, comment: 'sneak' }), { expected: 0, actor: ALICE });
    expect(await problemOf(beforeAll)).toMatchObject({ code: 'revision-conflict' });
    expect(await latest()).toBe(3);
  });

  it('refuses a proposal for a revision that is not the latest, with what was missed', async () => {
    await propose();
    await approve(1);
    expect(await problemOf(propose(TWO, ALICE, 1))).toMatchObject({
      code: 'revision-conflict',
      members: { revision: 2, changes: { revisions: [{ number: 2 }], diff: { changes: [{ name: 'two' }] } } },
    });
  });

  it('shows an outdated proposal with what was published since, and approves it no more', async () => {
    await propose();
    await propose({ ...APPROVED, mappings: [mapping('three')] });
    await approve(1);
    expect(read(await made.desk.showProposal(2))).toMatchObject({
      state: 'open',
      outdated: true,
      base: 1,
      diff: { changes: [{ kind: 'mapping-renamed' }] },
      missed: {
        from: 1,
        to: 2,
        revisions: [{ number: 2, author: ALICE, approvedBy: BOB }],
        diff: { changes: [{ name: 'two' }] },
      },
    });
    for (const expected of [1, 2, 3]) {
      expect(await problemOf(approve(2, BOB, expected))).toMatchObject({ code: 'revision-conflict' });
    }
    expect(await latest()).toBe(2);
  });

  it('approves nothing that the approver saw on another revision', async () => {
    await propose();
    expect(await problemOf(approve(1, BOB, 0))).toMatchObject({ code: 'revision-conflict' });
    expect(await problemOf(approve(1, BOB, 2))).toMatchObject({ code: 'revision-conflict' });
    expect(await latest()).toBe(1);
  });

  it('checks what is approved against today’s configuration', async () => {
    await propose();
    const { policies, proposals, known, now } = made.parts;
    const surroundings = { backends: new Map(), issuers: [] };
    const other = await makeDesk({ policies, proposals, known, now, surroundings });
    expect(read(await other.desk.showProposal(1))).toMatchObject({ problems: [{ code: 'backend-unknown' }] });
    const refused = await problemOf(other.desk.approve(1, { expected: 1, actor: BOB, comment: '' }));
    await other.remove();
    expect(refused).toMatchObject({ code: 'policy-invalid' });
    expect(await latest()).toBe(1);
    expect(await made.parts.proposals.find(1)).toMatchObject({ state: 'open' });
  });

  it('lets somebody reject, and only the author withdraw', async () => {
    await propose();
    expect(await problemOf(made.desk.withdraw(1, { actor: BOB, comment: '' }))).toMatchObject({
      code: 'proposal-of-another',
    });
    expect(await made.desk.withdraw(1, { actor: ALICE, comment: 'never mind' })).toMatchObject({
      proposal: { state: 'withdrawn', endedBy: ALICE, endedComment: 'never mind' },
    });
    await propose();
    expect(await made.desk.reject(2, { actor: BOB, comment: 'no' })).toMatchObject({ proposal: { state: 'rejected' } });
    for (const work of [approve(2), made.desk.reject(1, { actor: BOB, comment: '' })]) {
      expect(await problemOf(work)).toMatchObject({ code: 'proposal-ended' });
    }
    expect(await problemOf(approve(3))).toMatchObject({ code: 'not-found' });
    expect(await latest()).toBe(1);
  });

  it('records every step in the transaction that makes it', async () => {
    await propose();
    await approve(1);
    await propose({ ...APPROVED, mappings: [] });
    await made.desk.reject(2, { actor: BOB, comment: 'no' });
    await propose({ ...APPROVED, mappings: [] });
    await made.desk.withdraw(3, { actor: ALICE, comment: '' });
    expect(await events()).toEqual([
      'policy-published revision:1',
      'policy-proposed proposal:1',
      'policy-published revision:2',
      'proposal-approved proposal:1',
      'policy-proposed proposal:2',
      'proposal-rejected proposal:2',
      'policy-proposed proposal:3',
      'proposal-withdrawn proposal:3',
    ]);
  });

  it('records nothing of what is refused', async () => {
    await propose();
    const before = await events();
    await problemOf(approve(1, ALICE));
    await problemOf(approve(1, BOB, 7));
    await problemOf(made.desk.withdraw(1, { actor: BOB, comment: '' }));
    expect(await events()).toEqual(before);
  });

  it.each([
    ['two approve', [() => approve(1), () => approve(1, { ...BOB, name: 'carol' })]],
    [
      'one approves while the author withdraws',
      [() => approve(1), () => made.desk.withdraw(1, { actor: ALICE, comment: '' })],
    ],
    [
      'one withdraws while another approves',
      [() => made.desk.withdraw(1, { actor: ALICE, comment: '' }), () => approve(1)],
    ],
    ['one approves and one rejects', [() => approve(1), () => made.desk.reject(1, { actor: BOB, comment: '' })]],
    ['two proposals of one base are approved', [() => approve(1), () => approve(2)]],
  ])('has one winner when %s', async (_name, works) => {
    await propose();
    await propose({ ...APPROVED, mappings: [] });
    const outcomes = await Promise.allSettled(works.map((work) => work()));
    const lost = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    expect(lost).toHaveLength(1);
    expect(lost[0]).toMatchObject({ code: expect.stringMatching(/^(proposal-ended|revision-conflict)$/) });
    const approvals = (await events()).filter((event) => event.startsWith('proposal-approved'));
    expect(approvals).toHaveLength((await latest()) - 1);
  });

  it('tells who comes a moment too late that it ended, not that its policy is lost', async () => {
    const id = await propose();
    const { proposals } = made.parts;
    const readPolicy = proposals.readPolicy.bind(proposals);
    // In between, another replica approves it.
    const reading = jest.spyOn(proposals, 'readPolicy').mockImplementationOnce(async (read) => {
      await approve(id, { ...BOB, name: 'carol' });
      return readPolicy(read);
    });
    expect(await problemOf(approve(id))).toMatchObject({ code: 'proposal-ended' });
    expect(reading).toHaveBeenCalledTimes(2);
    expect(await latest()).toBe(2);
  });
});

describe('approving', () => {
  const grafana = (name: string, more: Partial<Actor> = {}): Actor => ({
    name,
    by: 'grafana-id',
    token: 'grafana',
    ...more,
  });
  const nameless = (token: string): Actor => ({ name: token, by: 'admin-token', token });

  it.each<[string, string, Actor]>([
    ['the author', 'alice', grafana('alice')],
    ['the author in other case', 'alice', grafana('ALICE')],
    ['the author with another token', 'alice', grafana('alice', { token: 'other' })],
    ['the author, named by the context alone', 'alice', grafana('alice', { by: 'grafana-context' })],
    [
      'the author, named by the context of another token',
      'alice',
      grafana('alice', { by: 'grafana-context', token: 'other' }),
    ],
    ['a token of the author’s name', 'alice', nameless('alice')],
    ['the author in full width', 'alice', grafana('ａｌｉｃｅ')],
    ['the author with an accent', 'alice', grafana('alicé')],
    ['the author with a letter of Cyrillic', 'alice', grafana('аlice')],
    ['the author all in Cyrillic', 'cape', grafana('саре')],
    ['the author with a Greek letter', 'olivia', grafana('οlivia')],
    ['the author with a space', 'alice', grafana('ali ce')],
    ['the author with a sign that nobody sees', 'alice', grafana('al\u200bice')],
    ['the author with a soft hyphen', 'alice', grafana('al\u00adice')],
    ['the author with a filler', 'alice', grafana('alice\u3164')],
    ['the author with the Kelvin sign', 'kate', grafana('\u212aate')],
    ['the author with a sharp s', 'strasse', grafana('straße')],
    ['the author with a dotless i', 'alice', grafana('al\u0131ce')],
    ['the author with a ligature', 'fina', grafana('ﬁna')],
    ['the author by their address', 'alice', grafana('alice@acme.example')],
    ['the address of the author without its domain', 'Alice@acme.example', grafana('alice')],
  ])('is not for %s', async (_name, author, approver) => {
    await propose(TWO, grafana(author));
    expect(await problemOf(approve(1, approver))).toMatchObject({ code: 'approval-by-author' });
    expect(await latest()).toBe(1);
  });

  it('is not for an author who changed their login meanwhile', async () => {
    await propose(TWO, grafana('alice', { id: 'grafana/user:7' }));
    expect(await problemOf(approve(1, grafana('mallory', { id: 'grafana/user:7' })))).toMatchObject({
      code: 'approval-by-author',
    });
    expect(await problemOf(approve(1, grafana('mallory', { id: 'grafana/user:7', token: 'other' })))).toMatchObject({
      code: 'approval-by-author',
    });
    await approve(1, grafana('bob', { id: 'grafana/user:8' }));
  });

  it.each<[string, Actor, Actor]>([
    ['the approver’s ID is taken away', grafana('alice'), grafana('bob', { by: 'grafana-context' })],
    ['the approver’s ID and context are taken away', grafana('alice'), nameless('grafana')],
    ['the author’s ID was taken away', grafana('alice', { by: 'grafana-context' }), grafana('bob')],
    ['the author was nobody', nameless('grafana'), grafana('bob')],
    ['no token is known', grafana('alice', { token: null }), grafana('bob', { by: 'grafana-context', token: 'other' })],
    [
      'a policy file would approve',
      grafana('alice', { token: null }),
      { name: 'policy.yaml', by: 'file', token: null },
    ],
  ])('is refused when it came with one token and %s', async (_name, author, approver) => {
    await propose(TWO, author);
    expect(await problemOf(approve(1, approver))).toMatchObject({ code: 'approval-unverified' });
    expect(await latest()).toBe(1);
  });

  it.each<[string, Actor, Actor]>([
    ['two people whom Grafana signed for', grafana('alice'), grafana('bob')],
    ['people of two addresses', grafana('alice@acme.example'), grafana('alice@globex.example')],
    ['two tokens without names', nameless('pipeline'), nameless('release')],
    ['a person and another token', grafana('alice'), nameless('release')],
    ['a token and a person with another token', nameless('pipeline'), grafana('bob')],
  ])('is for %s', async (_name, author, approver) => {
    await propose(TWO, author);
    await approve(1, approver);
    expect(await latest()).toBe(2);
  });

  it('takes Grafana’s word for two people where no Grafana signs', async () => {
    const { policies, proposals, held, known } = made.parts;
    const other = await makeDesk({ policies, proposals, held, known, verifiesPeople: false });
    await propose(TWO, grafana('alice', { by: 'grafana-context' }));
    const approveThere = (actor: Actor) => other.desk.approve(1, { expected: 1, actor, comment: '' });
    expect(await problemOf(approveThere(nameless('grafana')))).toMatchObject({ code: 'approval-unverified' });
    expect(await problemOf(approveThere(grafana('Alice', { by: 'grafana-context' })))).toMatchObject({
      code: 'approval-by-author',
    });
    // Whoever administers an organisation of Grafana makes as many as they like.
    expect(await problemOf(approveThere(grafana('sa-1-release', { by: 'grafana-context' })))).toMatchObject({
      code: 'approval-unverified',
    });
    await approveThere(grafana('bob', { by: 'grafana-context' }));
    await other.remove();
    expect(await latest()).toBe(2);
  });
});

describe('while the policy in force asks for nobody', () => {
  it('is changed at once', async () => {
    const other = await makeDesk();
    expect(await other.publish({ tenants, mappings: [] })).toBe(1);
    expect(await other.parts.proposals.list(undefined, undefined, 10)).toEqual([]);
    await other.remove();
  });
});
