import { PRINCIPAL_KINDS, type PrincipalKind } from '@gatehouse/model';
import { usePrincipals } from '../api/subjects';
import { useSettled } from '../ui/useSettled';

/** How long somebody who types pauses before names are looked up, in milliseconds. */
const PAUSE = 250;

/** Longest text that the proxy searches for, in characters. */
const LONGEST = 512;

/** A name as it would be typed, and how many of those who came lately it names. */
export interface Suggestion {
  name: string;
  subjects: number;
}

/**
 * Names of those who came lately that fit to what is being typed, as they would be typed themselves.
 *
 * @param kind what the kind select says; a kind that is typed in front of the name counts instead
 * @param enabled false while nobody is about to type
 */
export function useSuggestions(typed: string, kind: PrincipalKind, enabled: boolean): Suggestion[] {
  const search = useSettled(typed.trim().slice(0, LONGEST), PAUSE);
  const hasKind = PRINCIPAL_KINDS.some((known) => search.startsWith(`${known}:`));
  const named = kind === 'authenticated' ? undefined : kind;
  const principals = usePrincipals(search, hasKind ? undefined : named, enabled && named !== undefined);
  const all = principals.map(({ principal, subjects }) => ({ name: principal, subjects }));
  // For a moment after the kind was changed, these are still those of the other kind.
  return hasKind
    ? all
    : all
        .filter(({ name }) => name.startsWith(`${kind}:`))
        .map(({ name, subjects }) => ({ name: name.slice(kind.length + 1), subjects }));
}
