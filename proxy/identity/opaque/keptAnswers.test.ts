import { configSchema } from '../../config/schema';
import { notIdentified } from '../identified';
import type { VerifiedToken } from '../verify';
import { KeptAnswers } from './keptAnswers';

const [issuer] = configSchema.shape.issuers.parse([
  { name: 'idp', issuer: 'https://sso.example.com', audience: ['grafana'] },
]);
if (issuer === undefined) {
  throw new Error('no issuer');
}
const GOOD: VerifiedToken = { ok: true, issuer, preference: 0, claims: { sub: 'u-alice' }, validUntil: 60 };
const BAD = notIdentified('token-inactive', 'not good');
const UNKNOWN = notIdentified('introspection-unavailable', 'not asked', 'introspection-unavailable');

const keep = () => new KeptAnswers({ good: 10, characters: 1_000, bad: 10 });

it('knows an answer until its time, and the latest one', () => {
  const answers = keep();
  answers.keep('a', BAD, 10);
  expect([answers.get('a', 9), answers.get('a', 10), answers.get('b', 0)]).toEqual([BAD, undefined, undefined]);
  answers.keep('a', GOOD, 60);
  expect([answers.get('a', 0), answers.get('a', 59), answers.get('a', 60)]).toEqual([GOOD, GOOD, undefined]);
  answers.keep('a', BAD, 70);
  expect([answers.get('a', 0), answers.get('a', 69), answers.get('a', 70)]).toEqual([BAD, BAD, undefined]);
});

it('remembers that a token was good while the issuer cannot be asked, and not when it was withdrawn', () => {
  const answers = keep();
  expect(answers.wasGood('a')).toBe(false);
  answers.keep('a', GOOD, 60);
  answers.keep('a', UNKNOWN, 61);
  expect([answers.wasGood('a'), answers.get('a', 60)]).toEqual([true, UNKNOWN]);
  answers.keep('a', BAD, 70);
  expect(answers.wasGood('a')).toBe(false);
});

it('forgets everything at once', () => {
  const answers = keep();
  answers.keep('a', GOOD, 60);
  answers.keep('b', BAD, 60);
  answers.clear();
  expect([answers.get('a', 0), answers.get('b', 0)]).toEqual([undefined, undefined]);
});
