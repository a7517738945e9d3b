import type { Subject } from '@gatehouse/model';
import { SqlSubjectStore } from '../sqlSubjectStore';
import { StoreUnavailable } from '../storeUnavailable';
import type { SeenSubject, SubjectFilter, SubjectStore } from '../subjectStore';
import type { StorePlace } from './storePlace';

const NOON = 1_700_000_000_000;

function seen(
  id: string,
  lastSeen: number,
  more: Partial<Subject> = {},
  visit: Partial<SeenSubject> = {}
): SeenSubject {
  const subject: Subject = {
    issuer: 'keycloak',
    kind: 'user',
    id,
    email: `${id}@example.com`,
    emailVerified: true,
    groups: ['dev'],
    claims: {},
    ...more,
  };
  return { key: `key-of-${id}`, subject, shortened: false, firstSeen: lastSeen, lastSeen, visits: 1, ...visit };
}

const many = (count: number) => Array.from({ length: count }, (_, number) => seen(`user-${number}`, NOON + number));

/** What holds for those who came wherever they are kept. */
export function subjectStoreContract(kind: string, makePlace: () => Promise<StorePlace>): void {
  describe(`a store of subjects on ${kind}`, () => {
    let place: StorePlace;
    let store: SubjectStore;

    const open = () => new SqlSubjectStore(place.open());
    const expectBytes = async (text: string, held: boolean) => {
      const bytes = await place.bytes?.();
      if (bytes !== undefined) {
        expect(bytes.includes(text)).toBe(held);
      }
    };

    beforeEach(async () => {
      place = await makePlace();
      store = open();
    });

    afterEach(() => place.remove());

    async function idsOf(filter: Partial<SubjectFilter> = {}, size = 100): Promise<string[]> {
      const ids: string[] = [];
      let before: Parameters<SubjectStore['window']>[1];
      do {
        const { subjects, next } = await store.window({ since: 0, ...filter }, before, size);
        ids.push(...subjects.map(({ subject }) => subject.id));
        before = next;
      } while (before !== undefined);
      return ids;
    }

    it('knows nobody at first', async () => {
      expect(await idsOf()).toEqual([]);
      expect(await store.find('key-of-alice')).toBeUndefined();
      expect(await store.forget('key-of-alice')).toBe(false);
      expect(await store.forgetOld({ since: NOON, most: 0 }, 10)).toBe(0);
      await store.write([]);
    });

    it('gives back what was written', async () => {
      const alice = seen('alice', NOON, {
        name: 'Álice "A" \u{1f3ed}',
        groups: ['/acme/dev', 'ops'],
        groupsIncomplete: true,
        claims: { department: ['finance', 'it'] },
      });
      const agent = seen('vmagent', NOON + 1, { kind: 'service', issuer: 'gatehouse' }, { shortened: true, visits: 7 });
      await store.write([alice, agent]);
      expect(await store.find('key-of-alice')).toEqual(alice);
      expect((await store.window({ since: 0 }, undefined, 10)).subjects).toEqual([agent, alice]);
    });

    it('keeps the first time, adds up visits, and takes the latest profile', async () => {
      await store.write([seen('alice', NOON, {}, { firstSeen: NOON - 5, visits: 3 })]);
      await open().write([seen('alice', NOON + 9, { groups: ['ops'] }, { firstSeen: NOON + 2, visits: 2 })]);
      expect(await store.find('key-of-alice')).toMatchObject({
        subject: { groups: ['ops'] },
        firstSeen: NOON - 5,
        lastSeen: NOON + 9,
        visits: 5,
      });
    });

    it('is not set back by a process that writes late', async () => {
      await store.write([seen('alice', NOON + 9)]);
      await open().write([seen('alice', NOON, {}, { firstSeen: NOON - 9 })]);
      expect(await store.find('key-of-alice')).toMatchObject({ firstSeen: NOON - 9, lastSeen: NOON + 9, visits: 2 });
    });

    it.each([1, 2, 3, 7, 8])('goes through everybody once, newest first, in windows of %i', async (size) => {
      const together = ['x', 'z', 'y'].map((id) => seen(id, NOON));
      await store.write([...many(4), ...together]);
      expect(await idsOf({}, size)).toEqual(['user-3', 'user-2', 'user-1', 'z', 'y', 'x', 'user-0']);
    });

    it('finds whoever matches beyond a window without a match', async () => {
      await store.write(many(9));
      expect(await idsOf({ search: 'user-1' }, 2)).toEqual(['user-1']);
    });

    it.each<[string, Partial<SubjectFilter>, string[]]>([
      ['a part of the id', { search: 'ALI' }, ['u-alice']],
      ['a part of the address', { search: '@example' }, ['u-bob', 'u-alice']],
      ['a part of the name, whatever the script', { search: 'ÉLAN' }, ['u-bob']],
      ['a part of a group', { search: '/acme/d' }, ['u-alice']],
      ['signs of patterns as they are', { search: '100%_\\' }, ['u-bob']],
      ['a pattern, which is no pattern here', { search: 'u%b' }, []],
      ['an underscore, which is no pattern here', { search: 'u_b' }, []],
      ['the border of two groups', { search: 'dev\nops' }, ['u-alice']],
      ['an issuer', { issuer: 'gatehouse' }, ['vmagent']],
      ['a kind', { kind: 'user' }, ['u-bob', 'u-alice']],
      ['two things at once', { kind: 'user', search: 'vmagent' }, []],
      ['a time', { since: NOON + 2 }, ['vmagent', 'u-bob']],
    ])('filters by %s', async (_name, filter, ids) => {
      await store.write([
        seen('u-alice', NOON + 1, { groups: ['/acme/dev', 'ops'] }),
        seen('u-bob', NOON + 2, { name: 'Élan 100%_\\ Bob' }),
        seen('vmagent', NOON + 3, { kind: 'service', issuer: 'gatehouse', email: undefined, groups: [] }),
      ]);
      expect(await idsOf(filter)).toEqual(ids);
    });

    it('forgets one person, and leaves nothing readable of them', async () => {
      const groups = Array.from({ length: 400 }, (_, number) => `unmistakable-${number}`);
      await store.write([...many(50), seen('mallory', NOON, { name: 'Mallory Unmistakable', groups })]);
      await store.write([seen('mallory', NOON + 1, { name: 'Mallory Unmistakable', groups: groups.slice(0, 9) })]);
      await expectBytes('nmistakable', true);
      expect(await store.forget('key-of-mallory')).toBe(true);
      expect(await store.find('key-of-mallory')).toBeUndefined();
      expect(await idsOf()).toHaveLength(50);
      await expectBytes('nmistakable', false);
      expect(await store.forget('key-of-mallory')).toBe(false);
    });

    it('forgets those who did not come for long, some at a time', async () => {
      await store.write(many(10));
      const bounds = { since: NOON + 5, most: 100 };
      expect([await store.forgetOld(bounds, 3), await store.forgetOld(bounds, 3)]).toEqual([3, 2]);
      expect(await idsOf()).toEqual(['user-9', 'user-8', 'user-7', 'user-6', 'user-5']);
      expect(await store.forgetOld(bounds, 3)).toBe(0);
    });

    it('forgets those who are too many, the longest unseen first', async () => {
      await store.write(many(10));
      const bounds = { since: 0, most: 4 };
      expect([await store.forgetOld(bounds, 4), await store.forgetOld(bounds, 4)]).toEqual([4, 2]);
      expect(await idsOf()).toEqual(['user-9', 'user-8', 'user-7', 'user-6']);
      expect(await store.forgetOld({ since: 0, most: 0 }, 100)).toBe(4);
    });

    it('erases what may not be kept any more, and nothing else, and leaves nothing readable of it', async () => {
      const bob = seen('bob', NOON, { groups: [] }, { visits: 4 });
      await store.write([...many(6), bob, seen('carol', NOON + 20, { groups: ['unmistakable'] }, { visits: 9 })]);
      const keep = (subject: Subject) => (subject.groups.length === 0 ? subject : { ...subject, groups: [] });
      const sizes: number[] = [];
      let after: string | undefined;
      do {
        const { reduced, next } = await store.reduce(keep, after, 3);
        sizes.push(reduced);
        after = next;
      } while (after !== undefined);
      expect(sizes).toEqual([2, 3, 2]);
      expect(await store.find('key-of-bob')).toEqual(bob);
      expect(await store.find('key-of-carol')).toMatchObject({ subject: { id: 'carol', groups: [] }, visits: 9 });
      expect(await idsOf({ search: 'unmistakable' })).toEqual([]);
      await expectBytes('unmistakable', false);
      expect(await store.reduce(keep, undefined, 100)).toEqual({ reduced: 0, next: undefined });
    });

    it.each([`profile = '{"id":5}'`, `profile = '[]'`, `kind = 'robot'`])(
      'takes rows that another program has spoilt for nobody: %s',
      async (change) => {
        await store.write(many(2));
        await place.tamper(`UPDATE seen_subjects SET ${change}`);
        expect(await idsOf()).toEqual([]);
        expect(await store.find('key-of-user-0')).toBeUndefined();
        await store.write([seen('user-0', NOON + 5)]);
      }
    );

    it('takes a whole batch from several at once', async () => {
      await Promise.all(Array.from({ length: 6 }, () => open().write(many(100))));
      expect(await idsOf()).toHaveLength(100);
      expect(await store.find('key-of-user-7')).toMatchObject({ visits: 6 });
    });

    it('does what else belongs to forgetting somebody in the same transaction', async () => {
      await store.write(many(2));
      const told: boolean[] = [];
      const within = async (_transaction: unknown, found: boolean) => void told.push(found);
      await expect(store.forget('key-of-user-0', () => Promise.reject(new Error('no')))).rejects.toThrow(
        StoreUnavailable
      );
      expect(await store.forget('key-of-user-0', within)).toBe(true);
      expect(await store.forget('key-of-user-0', within)).toBe(false);
      expect(told).toEqual([true, false]);
    });

    it('takes any character in what a token says', async () => {
      const odd = 'null \u0000, half \ud800, control \u0001, quote \' "';
      await store.write([seen('odd', NOON, { name: odd, groups: [odd], claims: { [odd]: [odd] } })]);
      const found = await store.find('key-of-odd');
      expect(found?.subject.name?.replace('\ufffd', '\ud800')).toBe(odd);
      expect(await idsOf({ search: 'NULL' })).toEqual(['odd']);
      expect(await idsOf({ search: '\u0000,' })).toEqual(['odd']);
    });
  });
}
