import type { Subject } from '@gatehouse/model';
import type { Config } from '../../config/schema';

/** Bounds of one subject: numbers of entries, and lengths in characters. */
const MOST_GROUPS = 500;
const MOST_VALUES = 100;
const LONGEST_TEXT = 512;
const LONGEST_EMAIL = 320;
/** Of all groups and claims together. */
const LONGEST_IN_ALL = 32 * 1024;

// A claim mapped by mistake onto a token or a credential.
const SECRET = /eyJ[\w-]{6,}\.eyJ|gate_[\w-]{40}/;
/** What not every store can hold: half a surrogate pair, or the character 0. */
const UNSTORABLE = /[\p{Cs}\u0000]/u;
const EVERY_UNSTORABLE = new RegExp(UNSTORABLE, 'gu');

export type KeepRules = Pick<Config['seenSubjects'], 'groups' | 'claims'>;

/** What is kept of a subject. */
export interface Kept {
  subject: Subject;
  /** True when something was too long or too much. */
  shortened: boolean;
}

/**
 * Takes from a subject what may be kept and has bounds. A group that is too long is left out: half of its name could be the name
 * of another one.
 */
export function keepable(subject: Subject, rules: KeepRules): Kept {
  let shortened = false;
  let left = LONGEST_IN_ALL;
  const shorten = (text: string): string => {
    const short = text.slice(0, LONGEST_TEXT).replace(EVERY_UNSTORABLE, '\ufffd');
    const kept = SECRET.test(short) ? '' : short;
    shortened ||= kept !== text;
    return kept;
  };
  const keepSome = (texts: readonly string[], most: number): string[] => {
    const kept = texts.slice(0, most).filter((text) => {
      const fits = text.length <= Math.min(LONGEST_TEXT, left) && !UNSTORABLE.test(text) && !SECRET.test(text);
      left -= fits ? text.length : 0;
      return fits;
    });
    shortened ||= kept.length < texts.length;
    return kept;
  };

  const { issuer, kind, emailVerified, groupsIncomplete } = subject;
  const id = shorten(subject.id);
  const email = subject.email === undefined ? [] : keepSome([subject.email].filter(isShortEmail), 1);
  shortened ||= subject.email !== undefined && email.length === 0;
  const name = subject.name === undefined ? undefined : shorten(subject.name);
  const groups = rules.groups ? keepSome(subject.groups, MOST_GROUPS) : [];
  const claims = Object.fromEntries(
    rules.claims.flatMap((claim) => {
      const values = Object.hasOwn(subject.claims, claim) ? subject.claims[claim] : undefined;
      return values === undefined ? [] : [[claim, keepSome(values, MOST_VALUES)]];
    })
  );
  const kept: Subject = {
    issuer,
    kind,
    id,
    ...(email[0] === undefined ? {} : { email: email[0] }),
    emailVerified,
    ...(name === undefined ? {} : { name }),
    groups,
    ...(groupsIncomplete === undefined ? {} : { groupsIncomplete }),
    claims,
  };
  return { subject: kept, shortened };
}

/**
 * Takes from a subject that was kept under other rules what may not be kept under these.
 *
 * @returns the same object when all of it may
 */
export function reduceTo(rules: KeepRules): (subject: Subject) => Subject {
  return (subject) => {
    const groups = rules.groups ? subject.groups : [];
    const claims = Object.entries(subject.claims).filter(([claim]) => rules.claims.includes(claim));
    return groups.length === subject.groups.length && claims.length === Object.keys(subject.claims).length
      ? subject
      : { ...subject, groups, claims: Object.fromEntries(claims) };
  };
}

function isShortEmail(email: string): boolean {
  return email.length <= LONGEST_EMAIL;
}
