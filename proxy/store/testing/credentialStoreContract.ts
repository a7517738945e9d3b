import type { CredentialStore, NewCredential, StoredCredential } from '../credentialStore';
import type { Database } from '../database';
import { SqlCredentialStore } from '../sqlCredentialStore';
import { StoreUnavailable } from '../storeUnavailable';
import type { StorePlace } from './storePlace';

const DAY = 86_400_000;
const NOW = 1_700_000_000_000;
const BOUNDS = { live: 4, ended: 3, keepEnded: 90 * DAY };

const made = (id: string, more: Partial<NewCredential> = {}): NewCredential => ({
  id,
  name: 'vmagent',
  comment: `Ünïcode "${id}"`,
  prefix: 'gate_abcdef',
  hash: `hash of ${id}`,
  createdAt: NOW,
  createdBy: 'carol',
  expiresAt: null,
  ...more,
});

const stored = (id: string, more: Partial<StoredCredential> = {}): StoredCredential => ({
  ...made(id),
  revokedAt: null,
  revokedBy: null,
  replacedBy: null,
  lastUsedAt: null,
  ...more,
});

/** What holds for machines' credentials wherever they are kept. */
export function credentialStoreContract(kind: string, makePlace: () => Promise<StorePlace>): void {
  describe(`a credential store on ${kind}`, () => {
    let place: StorePlace;
    let database: Database;
    let store: CredentialStore;

    const open = () => new SqlCredentialStore(place.open(), BOUNDS);
    const all = async () => (await store.all()).credentials.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const find = async (id: string) => (await all()).find((one) => one.id === id);

    beforeEach(async () => {
      place = await makePlace();
      database = place.open();
      store = new SqlCredentialStore(database, BOUNDS);
    });

    afterEach(() => place.remove());

    it('holds nothing before the first one is made', async () => {
      expect(await store.all()).toEqual({ version: { number: 0, stamp: '' }, credentials: [] });
    });

    it('gives back what was made, also to others and to the next one who opens it', async () => {
      await store.create(made('a'));
      await store.create(made('b', { name: 'other', expiresAt: NOW + DAY }));
      const expected = [stored('a'), stored('b', { name: 'other', expiresAt: NOW + DAY })];
      expect(await all()).toEqual(expected);
      store = open();
      expect(await all()).toEqual(expected);
    });

    it('has a new version after each change, and the same one for all who look', async () => {
      const versions = [await store.version()];
      const change = async (work: Promise<unknown>) => {
        await work;
        versions.push(await store.version());
      };
      await change(store.create(made('a')));
      await change(store.replace('a', made('b'), NOW + DAY));
      await change(store.edit('b', { comment: 'new' }, NOW));
      await change(store.revoke('b', NOW, 'dave'));
      expect(versions.map(({ number }) => number)).toEqual([0, 1, 2, 3, 4]);
      expect(new Set(versions.map(({ stamp }) => stamp)).size).toBe(5);
      expect(await open().version()).toEqual(versions.at(-1));
    });

    it('has the same version after what changes nothing, and after use', async () => {
      await store.create(made('a'));
      await store.revoke('a', NOW, 'dave');
      const version = await store.version();
      await store.revoke('a', NOW + 1, 'erin');
      await store.noteUse([['a', NOW]]);
      await store.forgetEnded(NOW);
      await store.edit('a', { comment: 'no' }, NOW).catch(() => undefined);
      expect(await store.version()).toEqual(version);
    });

    it('replaces one, which ends after the overlap and not later than it would have', async () => {
      await store.create(made('a'));
      await store.replace('a', made('b'), NOW + DAY);
      await store.create(made('c', { expiresAt: NOW + 10 }));
      await store.replace('c', made('d'), NOW + DAY);
      expect(await all()).toEqual([
        stored('a', { expiresAt: NOW + DAY, replacedBy: 'b' }),
        stored('b'),
        stored('c', { expiresAt: NOW + 10, replacedBy: 'd' }),
        stored('d'),
      ]);
    });

    it.each([
      ['nobody knows', 'unknown', (): Promise<void> => store.replace('x', made('z'), NOW)],
      ['was replaced already', 'replaced', () => store.replace('replaced', made('z'), NOW)],
      ['was revoked', 'ended', () => store.replace('revoked', made('z'), NOW)],
      ['has expired', 'ended', () => store.replace('brief', made('z', { createdAt: NOW + 10 }), NOW + DAY)],
      ['nobody knows, to edit', 'unknown', () => store.edit('x', { comment: '' }, NOW)],
      ['was revoked, to edit', 'ended', () => store.edit('revoked', { expiresAt: null }, NOW)],
      ['has expired, to edit', 'ended', () => store.edit('brief', { expiresAt: null }, NOW + 10)],
      ['was replaced, to let it live for ever', 'replaced', () => store.edit('replaced', { expiresAt: null }, NOW)],
      [
        'was replaced, to let it live longer',
        'replaced',
        () => store.edit('replaced', { expiresAt: NOW + DAY + 1 }, NOW),
      ],
      ['nobody knows, to revoke', 'unknown', () => store.revoke('x', NOW, 'dave').then(() => undefined)],
    ])('refuses to change one that %s', async (_name, code, change) => {
      await store.create(made('revoked'));
      await store.revoke('revoked', NOW, 'dave');
      await store.create(made('replaced'));
      await store.replace('replaced', made('brief', { expiresAt: NOW + 10 }), NOW + DAY);
      const before = await store.all();
      await expect(change()).rejects.toMatchObject({ code });
      expect(await store.all()).toEqual(before);
    });

    it('revokes for good, and says who did and when', async () => {
      await store.create(made('a'));
      expect(await store.revoke('a', NOW + 5, 'dave')).toBe(true);
      expect(await store.revoke('a', NOW + 6, 'erin')).toBe(false);
      expect(await all()).toEqual([stored('a', { revokedAt: NOW + 5, revokedBy: 'dave' })]);
    });

    it('lets one that was replaced end sooner', async () => {
      await store.create(made('a'));
      await store.replace('a', made('b'), NOW + DAY);
      await store.edit('a', { comment: 'old', expiresAt: NOW + 1 }, NOW);
      expect(await find('a')).toEqual(stored('a', { comment: 'old', expiresAt: NOW + 1, replacedBy: 'b' }));
    });

    it('edits the comment and the end, each by itself', async () => {
      await store.create(made('a', { expiresAt: NOW + DAY }));
      await store.edit('a', { comment: 'other' }, NOW);
      expect(await find('a')).toEqual(stored('a', { comment: 'other', expiresAt: NOW + DAY }));
      await store.edit('a', { expiresAt: null }, NOW);
      expect(await find('a')).toEqual(stored('a', { comment: 'other' }));
    });

    it('holds so many live ones and no more, of which those that have ended are none', async () => {
      for (const id of ['a', 'b', 'c']) {
        await store.create(made(id));
      }
      await store.create(made('d', { expiresAt: NOW + 10 }));
      await expect(store.create(made('e'))).rejects.toMatchObject({ code: 'too-many' });
      await expect(store.replace('a', made('e'), NOW + DAY)).rejects.toMatchObject({ code: 'too-many' });
      expect((await find('a'))?.replacedBy).toBeNull();
      // Without an overlap the old one makes room.
      await store.replace('a', made('e'), NOW);
      await store.revoke('b', NOW, 'dave');
      await store.create(made('f'));
      await store.create(made('g', { createdAt: NOW + 10 }));
      expect(await all()).toHaveLength(7);
    });

    it('gives back more than are read at a time', async () => {
      await store.version();
      const rows = Array.from(
        { length: 1500 },
        (_, number) => `('c${number}', 'n', '', 'gate_', 'h${number}', 1, 'a', NULL, NULL, NULL, NULL, NULL)`
      );
      await place.tamper(`INSERT INTO credentials VALUES ${rows.join(',')}`);
      expect(new Set((await all()).map(({ id }) => id)).size).toBe(1500);
    });

    it('lets no more in than fit when several come at once', async () => {
      const outcomes = await Promise.allSettled(
        Array.from({ length: 8 }, (_, number) => open().create(made(`c${number}`)))
      );
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
      expect(await all()).toHaveLength(4);
    });

    it('notes the latest use, whichever order it hears of them', async () => {
      await store.create(made('a'));
      await store.create(made('b'));
      await store.noteUse([
        ['a', NOW + 7],
        ['nobody', NOW],
      ]);
      await open().noteUse([
        ['a', NOW + 3],
        ['b', NOW + 4],
      ]);
      expect((await all()).map(({ lastUsedAt }) => lastUsedAt)).toEqual([NOW + 7, NOW + 4]);
    });

    it('forgets those that ended long ago, and the longest gone when there are too many', async () => {
      await store.create(made('a'));
      await store.revoke('a', NOW, 'dave');
      await store.create(made('b', { expiresAt: NOW + 1 }));
      await store.create(made('live'));
      await store.forgetEnded(NOW + 90 * DAY - 1);
      expect((await all()).map(({ id }) => id)).toEqual(['a', 'b', 'live']);
      const version = await store.version();
      await store.forgetEnded(NOW + 90 * DAY);
      expect((await all()).map(({ id }) => id)).toEqual(['b', 'live']);
      expect((await store.version()).number).toBe(version.number + 1);
      for (const [place_, id] of ['c', 'd', 'e'].entries()) {
        await store.create(made(id));
        await store.revoke(id, NOW + 10 + place_, 'dave');
      }
      await store.create(made('f', { createdAt: NOW + 20 }));
      expect((await all()).map(({ id }) => id)).toEqual(['c', 'd', 'e', 'f', 'live']);
    });

    it.each([
      [
        'revoked ones from being brought back',
        "UPDATE credentials SET revoked_at = NULL WHERE id = 'a'",
        'stays revoked',
      ],
      ['secrets from naming somebody else', "UPDATE credentials SET name = 'root'", 'never changes whom it names'],
      ['ids from being exchanged', "UPDATE credentials SET id = 'b'", 'never changes whom it names'],
      [
        'one secret from naming two',
        "INSERT INTO credentials SELECT 'b', name, comment, prefix, hash, created_at, created_by, expires_at, NULL, NULL, NULL, NULL FROM credentials",
        /unique/i,
      ],
    ])('keeps %s by any statement', async (_name, statement, message) => {
      await store.create(made('a'));
      await store.revoke('a', NOW, 'dave');
      await expect(place.tamper(statement)).rejects.toThrow(message);
    });

    it('says that it is closed after it was closed', async () => {
      await store.version();
      await database.close();
      await expect(store.version()).rejects.toThrow(StoreUnavailable);
    });

    it.each<[string, (within: () => Promise<void>) => Promise<unknown>]>([
      ['creation', (within) => store.create(made('b'), within)],
      ['replacement', (within) => store.replace('a', made('b'), NOW + DAY, within)],
      ['revocation', (within) => store.revoke('a', NOW, 'dave', within)],
      ['edit', (within) => store.edit('a', { comment: 'new' }, NOW, within)],
    ])('does what else belongs to a %s in the same transaction', async (_name, change) => {
      await store.create(made('a'));
      const before = await store.all();
      await expect(change(() => Promise.reject(new Error('no')))).rejects.toThrow(StoreUnavailable);
      expect(await store.all()).toEqual(before);
      const within = jest.fn(() => Promise.resolve());
      await change(within);
      expect(within).toHaveBeenCalledTimes(1);
      expect((await store.version()).number).toBe(before.version.number + 1);
    });

    it('does nothing else when it changes nothing', async () => {
      await store.create(made('a'));
      await store.revoke('a', NOW, 'dave');
      const within = jest.fn(() => Promise.resolve());
      expect(await store.revoke('a', NOW, 'dave', within)).toBe(false);
      expect(within).not.toHaveBeenCalled();
    });
  });
}
