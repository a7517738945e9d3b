/** The people of the story. The password of each is the name. */
export type PersonName = 'alice' | 'bob' | 'carol' | 'mallory';

export interface Person {
  sub: string;
  name: string;
  email: string;
  email_verified: boolean;
  groups: readonly string[];
}

const PEOPLE: Readonly<Record<PersonName, Person>> = {
  alice: {
    sub: 'u-alice',
    name: 'Alice of Acme',
    email: 'alice@acme.example',
    email_verified: true,
    groups: ['acme-dev'],
  },
  bob: {
    sub: 'u-bob',
    name: 'Bob of Globex',
    email: 'bob@globex.example',
    email_verified: true,
    groups: ['globex-ops'],
  },
  carol: {
    sub: 'u-carol',
    name: 'Carol of the platform team',
    email: 'carol@platform.example',
    email_verified: true,
    groups: ['platform'],
  },
  mallory: {
    sub: 'u-mallory',
    name: 'Mallory',
    email: 'mallory@evil.example',
    email_verified: true,
    groups: ['contractors'],
  },
};

export const PERSON_NAMES: readonly PersonName[] = ['alice', 'bob', 'carol', 'mallory'];

/** The claims about a person, as the identity provider puts them into ID and access tokens. */
export function personOf(name: PersonName): Person {
  return PEOPLE[name];
}

/** Finds a person by the name that was typed into the login page. */
export function findPersonName(typed: string): PersonName | undefined {
  return PERSON_NAMES.find((name) => name === typed);
}

/** Finds a person by the `sub` claim. */
export function findPersonBySubject(sub: string): Person | undefined {
  return PERSON_NAMES.map(personOf).find((person) => person.sub === sub);
}
