import type { Subject } from '@gatehouse/model';
import { subjectKey } from './subjectKey';
import { Visitors } from './visitors';

const RULES = { groups: true, claims: [] };

const person = (id: string, more: Partial<Subject> = {}): Subject => ({
  issuer: 'keycloak',
  kind: 'user',
  id,
  emailVerified: false,
  groups: [],
  claims: {},
  ...more,
});

function visitors(most = 100) {
  let dropped = 0;
  const made = new Visitors({ rules: RULES, most, onDropped: () => (dropped += 1) });
  const takeAll = (now: number) => made.take(made.due(now, true), now);
  return { visitors: made, takeAll, dropped: () => dropped };
}

const ids = ({ subjects }: ReturnType<Visitors['take']>) => subjects.map(({ subject }) => subject.id);

describe('those who came', () => {
  it('are there with their first and last time and the number of their visits', () => {
    const { visitors: all, takeAll } = visitors();
    const alice = person('alice', { groups: ['dev'] });
    [1000, 1500, 3000].forEach((now) => all.saw(alice, now));
    all.saw(person('bob'), 2000);
    expect(takeAll(4000).subjects).toEqual([
      { key: subjectKey(alice), subject: alice, shortened: false, firstSeen: 1000, lastSeen: 3000, visits: 3 },
      expect.objectContaining({ key: subjectKey(person('bob')), firstSeen: 2000, lastSeen: 2000, visits: 1 }),
    ]);
    expect(takeAll(4000).subjects).toEqual([]);
  });

  it('are written again only a minute after they were written', () => {
    const { visitors: all } = visitors();
    const alice = person('alice');
    all.saw(alice, 0);
    expect(all.due(10, false)).toHaveLength(1);
    all.take(all.due(10, false), 10);
    [20, 30, 40].forEach((now) => all.saw(alice, now));
    expect([all.due(60_009, false), all.due(60_010, false), all.due(11, true)].map(({ length }) => length)).toEqual([
      0, 1, 1,
    ]);
    expect(all.take(all.due(60_010, false), 60_010).subjects).toMatchObject([
      { firstSeen: 20, lastSeen: 40, visits: 3 },
    ]);
  });

  it('are one, by whatever token they come, with what the newest one says', () => {
    const { visitors: all, takeAll } = visitors();
    const [older, newer] = [person('alice', { groups: ['old'] }), person('alice', { groups: ['new'] })];
    all.saw(older, 1);
    all.saw(newer, 2);
    all.saw(older, 3);
    all.saw(newer, 4);
    expect(takeAll(5).subjects).toMatchObject([{ subject: { groups: ['new'] }, firstSeen: 1, lastSeen: 4, visits: 4 }]);
    all.saw(older, 6);
    all.saw(newer, 7);
    expect(takeAll(8).subjects).toMatchObject([{ subject: { groups: ['new'] }, visits: 2 }]);
  });

  it('are written at once when a new token says something else', () => {
    const { visitors: all, takeAll } = visitors();
    all.saw(person('alice'), 1);
    takeAll(2);
    const renewed = person('alice');
    all.saw(renewed, 3);
    takeAll(4);
    all.saw(renewed, 5);
    expect(all.due(6, false)).toEqual([]);
    all.saw(person('alice', { groups: ['dev'] }), 7);
    expect(all.due(8, false)).toHaveLength(1);
  });

  it('are told apart by issuer, kind and id', () => {
    const { visitors: all, takeAll } = visitors();
    [person('a'), person('a', { issuer: 'other' }), person('a', { kind: 'service' }), person('b')].forEach((one) =>
      all.saw(one, 1)
    );
    expect(takeAll(2).subjects).toHaveLength(4);
    expect(subjectKey(person('b","c'))).not.toBe(subjectKey(person('c', { issuer: 'keycloak","b' })));
    expect(subjectKey(person('/../é?'))).toMatch(/^[\w-]{43}$/);
  });

  it('wait again when they could not be written, together with what came meanwhile', () => {
    const { visitors: all, takeAll } = visitors();
    const [alice, bob] = [person('alice'), person('bob')];
    [1, 2].forEach((now) => all.saw(alice, now));
    all.saw(bob, 3);
    const { putBack } = takeAll(4);
    all.saw(alice, 5);
    putBack();
    expect(all.due(6, false)).toHaveLength(2);
    const { subjects } = takeAll(6);
    expect(subjects.find(({ subject }) => subject.id === 'alice')).toMatchObject({
      firstSeen: 1,
      lastSeen: 5,
      visits: 3,
    });
    expect(subjects.find(({ subject }) => subject.id === 'bob')).toMatchObject({
      firstSeen: 3,
      lastSeen: 3,
      visits: 1,
    });
    all.saw(alice, 9);
    expect(takeAll(9).subjects).toMatchObject([{ firstSeen: 9, visits: 1 }]);
  });

  it('are forgotten on demand, and met anew when they come again', () => {
    const { visitors: all, takeAll } = visitors();
    const alice = person('alice');
    [1, 2].forEach((now) => all.saw(alice, now));
    expect([all.forget(subjectKey(alice)), all.forget(subjectKey(alice))]).toEqual([true, false]);
    expect(takeAll(3).subjects).toEqual([]);
    all.saw(alice, 4);
    expect(takeAll(5).subjects).toMatchObject([{ firstSeen: 4, visits: 1 }]);
  });
});

describe('the room for those who wait', () => {
  it('is bounded in number; the longest unseen go first', () => {
    const { visitors: all, takeAll, dropped } = visitors(8);
    const people = Array.from({ length: 8 }, (_, number) => person(`p${number}`));
    people.forEach((one, number) => all.saw(one, number));
    people.slice(0, 1).forEach((one) => all.saw(one, 20));
    all.saw(person('late'), 21);
    expect(ids(takeAll(22))).toEqual(['p0', 'p3', 'p4', 'p5', 'p6', 'p7', 'late']);
    expect(dropped()).toBe(2);
  });

  it('has a place for whoever came last, however small it is', () => {
    const { visitors: all, takeAll } = visitors(1);
    ['a', 'b', 'c'].forEach((id, now) => all.saw(person(id), now));
    expect(ids(takeAll(9))).toEqual(['c']);
  });

  it('is bounded in characters, also when tokens are renewed with more in them', () => {
    const { visitors: all, takeAll, dropped } = visitors(100_000);
    const groups = Array.from({ length: 60 }, (_, number) => `${number}-`.padEnd(500, 'x'));
    for (let number = 0; number < 1200; number += 1) {
      all.saw(person(`p${number}`), number);
      all.saw(person(`p${number}`, { groups }), number);
    }
    const { subjects } = takeAll(5000);
    expect(subjects.length).toBeLessThan(560);
    expect(subjects.length).toBeGreaterThan(400);
    expect(subjects.at(-1)?.subject.id).toBe('p1199');
    expect(dropped()).toBe(1200 - subjects.length);
    all.saw(person('later'), 5001);
    expect(ids(takeAll(5002))).toEqual(['later']);
  });

  it('takes back only as many as there is room for', () => {
    const { visitors: all, takeAll } = visitors(4);
    ['a', 'b', 'c', 'd'].forEach((id, now) => all.saw(person(id), now));
    const { putBack } = takeAll(5);
    ['e', 'f', 'g'].forEach((id, now) => all.saw(person(id), 10 + now));
    putBack();
    expect(ids(takeAll(20)).length).toBeLessThanOrEqual(4);
  });
});
