/** The people of the story. The password of each is the name. */
export type PersonName = 'alice' | 'bob' | 'carol' | 'mallory';

/** People beside the story, whom it shows to nobody: they try what must not work. */
export type OtherPersonName = 'eve';
export type AnyPersonName = PersonName | OtherPersonName;

export interface Person {
  sub: string;
  name: string;
  email: string;
  email_verified: boolean;
  groups: readonly string[];
}

const PEOPLE: Readonly<Record<AnyPersonName, Person>> = {
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
  // Has typed in alice's address, and nobody has checked it.
  eve: {
    sub: 'u-eve',
    name: 'Eve',
    email: 'alice@acme.example',
    email_verified: false,
    groups: [],
  },
};

const ANY_NAMES: readonly AnyPersonName[] = ['alice', 'bob', 'carol', 'mallory', 'eve'];
/** The people of the story, whom the login page offers. */
export const PERSON_NAMES: readonly PersonName[] = ['alice', 'bob', 'carol', 'mallory'];

/** The claims about a person, as the identity provider puts them into ID and access tokens. */
export function personOf(name: AnyPersonName): Person {
  return PEOPLE[name];
}

/** Finds a person by the name that was typed into the login page. */
export function findPersonName(typed: string): AnyPersonName | undefined {
  return ANY_NAMES.find((name) => name === typed);
}

/** Finds a person by the `sub` claim. */
export function findPersonBySubject(sub: string): Person | undefined {
  return ANY_NAMES.map(personOf).find((person) => person.sub === sub);
}
