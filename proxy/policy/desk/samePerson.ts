import type { Actor } from '../../store/actor';

/** Letters of other scripts that look like Latin ones, in lower case. */
const LOOK_ALIKES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    a: 'аαɑ',
    b: 'ьв',
    c: 'сϲ',
    d: 'ԁ',
    e: 'еєε',
    g: 'ɡ',
    h: 'һн',
    i: 'іιɩı',
    j: 'ј',
    k: 'кκ',
    l: 'ӏǀ',
    m: 'м',
    n: 'пη',
    o: 'оοօ',
    p: 'рρ',
    q: 'ԛ',
    r: 'г',
    s: 'ѕ',
    t: 'тτ',
    u: 'υս',
    v: 'ѵν',
    w: 'ԝω',
    x: 'хχ',
    y: 'уγ',
  }).flatMap(([letter, others]) => [...others].map((other) => [other, letter] as const))
);

/**
 * Whether two changes may have been made by one person, by all that is known: the same number at Grafana, the same name however it is
 * spelt, or an address and the name in front of its `@`. In doubt it is one person.
 */
export function maybeSamePerson(one: Actor, other: Actor): boolean {
  if (one.id !== undefined && one.id === other.id) {
    return true;
  }
  const [a, b] = [skeleton(one.name), skeleton(other.name)];
  const isAddress = a.includes('@');
  return a === b || (isAddress !== b.includes('@') && (isAddress ? beforeAt(a) === b : a === beforeAt(b)));
}

/** What is left of a name without case, accents, spaces, signs that nobody sees, and letters that look like others. */
function skeleton(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\p{M}\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/gu, '');
  return [...plain].map((character) => LOOK_ALIKES.get(character) ?? character).join('');
}

function beforeAt(address: string): string {
  return address.slice(0, address.indexOf('@'));
}
