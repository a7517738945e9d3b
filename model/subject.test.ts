import { type Subject, subjectLabel } from './subject';

const subject: Subject = { issuer: 'i', kind: 'user', id: 'u-1', emailVerified: true, groups: [], claims: {} };

test.each<[Partial<Subject>, string]>([
  [{}, 'u-1'],
  [{ name: 'Mallory' }, 'Mallory'],
  [{ name: 'Bob', email: 'bob@globex.example' }, 'bob@globex.example'],
  [{ name: 'Mallory', email: 'ceo@acme.example', emailVerified: false }, 'Mallory'],
  [{ email: 'ceo@acme.example', emailVerified: false }, 'u-1'],
])('%j is called %s', (more, label) => {
  expect(subjectLabel({ ...subject, ...more })).toBe(label);
});
