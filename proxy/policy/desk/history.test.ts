import { ALICE, BOB, bytesOf, type MadeDesk, makeDesk, problemOf, read } from './testing/makeDesk';

const tenants = [{ name: 'acme', backend: 'cluster', account: 1 }];
const mapping = (name: string, more: object = {}) => ({
  name,
  principals: ['group:dev'],
  grants: [{ tenant: 'acme', access: 'read' }],
  ...more,
});
const ONE = { tenants, mappings: [mapping('one')] };
const TWO = { tenants, mappings: [mapping('one'), mapping('two')] };

interface Diff {
  counts: { mappings: { added: number; removed: number } };
  changes: Array<{ kind: string; name: string }>;
  leftOut: number;
}

let made: MadeDesk;

beforeEach(async () => {
  made = await makeDesk();
});

afterEach(() => made.remove());

describe('comparing', () => {
  beforeEach(async () => {
    await made.publish(ONE, 'first');
    await made.publish(TWO, 'second', BOB);
  });

  it('tells what a revision changed, forwards and backwards', async () => {
    const forwards = read<{ from: object; to: object; diff: Diff }>(await made.desk.diffRevisions(1, 2));
    expect(forwards).toMatchObject({
      from: { number: 1, comment: 'first', author: ALICE },
      to: { number: 2, comment: 'second', author: BOB, mappings: 2, createdAt: '2026-11-01T12:00:00.000Z' },
      diff: { changes: [{ kind: 'mapping-added', name: 'two' }] },
    });
    expect(read(await made.desk.diffRevisions(2, 1))).toMatchObject({
      diff: { changes: [{ kind: 'mapping-removed', name: 'two' }] },
    });
    expect(read(await made.desk.diffRevisions(0, 1))).toMatchObject({
      diff: { changes: [{ kind: 'tenant-added' }, { kind: 'mapping-added', name: 'one' }] },
    });
    expect(read(await made.desk.diffRevisions(2, 2))).toMatchObject({ diff: { changes: [] } });
  });

  it.each([
    [1, 3],
    [3, 1],
  ])('knows no revision 3: from %i to %i', async (from, to) => {
    expect(await problemOf(made.desk.diffRevisions(from, to))).toMatchObject({ code: 'not-found' });
  });

  it('tells what a draft would change, of the revision in force or of another', async () => {
    const draft = { tenants, mappings: [mapping('one'), mapping('three')] };
    expect(read(await made.desk.diffDraft(bytesOf({ policy: draft }), 2))).toMatchObject({
      from: { number: 2 },
      diff: { changes: [{ kind: 'mapping-renamed', from: 'two', to: 'three' }] },
    });
    expect(read(await made.desk.diffDraft(bytesOf({ policy: draft, from: 1 }), 2))).toMatchObject({
      from: { number: 1 },
      diff: { changes: [{ kind: 'mapping-added', name: 'three' }] },
    });
    expect(await problemOf(made.desk.diffDraft(bytesOf({ policy: draft, from: 9 }), 2))).toMatchObject({
      code: 'not-found',
    });
    expect(await problemOf(made.desk.diffDraft(bytesOf({ policy: { tenants: 1 } }), 2))).toMatchObject({
      code: 'policy-invalid',
    });
  });
});

describe('a change to a revision that is not the latest any more', () => {
  it('is refused with what was published meanwhile, by whom, and what that changed', async () => {
    await made.publish(ONE, 'first');
    await made.publish(TWO, 'second', BOB);
    await made.publish({ ...TWO, tenants: [{ ...tenants[0], title: 'Acme' }] }, 'third');
    const problem = await problemOf(
      made.desk.publish(bytesOf({ policy: ONE, comment: 'mine' }), { expected: 1, actor: ALICE })
    );
    expect(problem).toMatchObject({
      code: 'revision-conflict',
      headers: { ETag: '"3"' },
      members: {
        revision: 3,
        author: 'alice',
        comment: 'third',
        changes: {
          from: 1,
          to: 3,
          revisions: [
            { number: 3, comment: 'third', author: ALICE },
            { number: 2, comment: 'second', author: BOB },
          ],
          leftOut: 0,
          diff: { changes: [{ kind: 'tenant-changed' }, { kind: 'mapping-added', name: 'two' }] },
        },
      },
    });
    expect((await made.parts.policies.latest()).number).toBe(3);
  });

  it('is refused also when it never existed', async () => {
    await made.publish(ONE);
    const problem = await problemOf(
      made.desk.publish(bytesOf({ policy: TWO, comment: 'mine' }), { expected: 7, actor: ALICE })
    );
    expect(problem).toMatchObject({
      code: 'revision-conflict',
      detail: expect.stringContaining('there is no revision 7'),
      members: { revision: 1, changes: { from: 7, to: 1, revisions: [], leftOut: 0, diff: null } },
    });
  });

  it('is told no more than fits, however much was published', async () => {
    const many = (count: number) => ({
      tenants,
      mappings: Array.from({ length: count }, (_, number) =>
        mapping(`m${number}`, { principals: [`group:g${number}`] })
      ),
    });
    for (let number = 0; number < 60; number += 1) {
      await made.publish(many(3 * number));
    }
    const { members } = await problemOf(
      made.desk.publish(bytesOf({ policy: ONE, comment: 'mine' }), { expected: 1, actor: ALICE })
    );
    const { changes } = members;
    expect(changes?.revisions.map(({ number }) => number)).toEqual(Array.from({ length: 50 }, (_, back) => 60 - back));
    expect(changes?.leftOut).toBe(9);
    expect(changes?.diff).toMatchObject({ leftOut: 77, counts: { mappings: { added: 177 } } });
    expect(changes?.diff?.changes).toHaveLength(100);
  });
});

describe('restoring', () => {
  const restore = (number: number, expected: number) =>
    made.desk.restore(number, { expected, actor: BOB, comment: 'back' });

  it('publishes an older policy anew and keeps the history', async () => {
    await made.publish(ONE);
    await made.publish(TWO);
    const restored = await restore(1, 2);
    const { document } = restored;
    expect(restored.revision === undefined ? undefined : restored.summary).toMatchObject({
      number: 3,
      author: BOB,
      comment: 'back',
      restoredFrom: 1,
      mappings: 1,
    });
    expect(read(document)).toMatchObject({ revision: 3, restoredFrom: 1, policy: { mappings: [{ name: 'one' }] } });
    expect(await made.parts.policies.list(undefined, 10)).toHaveLength(3);
  });

  it('refuses what today’s configuration does not have', async () => {
    await made.publish(ONE);
    await made.publish({ tenants: [], mappings: [] });
    const { policies, known, now } = made.parts;
    const other = await makeDesk({ policies, known, now, surroundings: { backends: new Map(), issuers: [] } });
    const refused = await problemOf(other.desk.restore(1, { expected: 2, actor: BOB, comment: 'back' }));
    await other.remove();
    expect(refused).toMatchObject({ code: 'policy-invalid', members: { problems: [{ code: 'backend-unknown' }] } });
    expect((await policies.latest()).number).toBe(2);
  });

  it('refuses what the latest revision means already', async () => {
    await made.publish(TWO);
    await made.publish({ tenants, mappings: [mapping('two'), mapping('one')] });
    expect(await problemOf(restore(1, 2))).toMatchObject({ code: 'policy-unchanged' });
    expect(await problemOf(restore(2, 2))).toMatchObject({ code: 'policy-unchanged' });
  });

  it('refuses what is not there, and a revision that is not the latest', async () => {
    await made.publish(ONE);
    await made.publish(TWO);
    expect(await problemOf(restore(0, 2))).toMatchObject({ code: 'not-found' });
    expect(await problemOf(restore(3, 2))).toMatchObject({ code: 'not-found' });
    expect(await problemOf(restore(1, 1))).toMatchObject({ code: 'revision-conflict', members: { revision: 2 } });
    expect(await problemOf(restore(1, 5))).toMatchObject({ code: 'revision-conflict', members: { revision: 2 } });
  });
});
