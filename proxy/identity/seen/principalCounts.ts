import { parsePrincipal, type Principal, type PrincipalKind, principalsOf } from '@gatehouse/model';
import type { RememberedSubjects } from './rememberedSubjects';

/** How long counts may be old, in milliseconds: they serve somebody who types a name, letter by letter. */
const KEPT_FOR = 10_000;

/** The most principals that are counted; what comes newest counts. */
const MOST_PRINCIPALS = 200_000;

/** A principal that names some of those who came. */
export interface PrincipalCount {
  principal: Principal;
  /** How many subjects it names. */
  subjects: number;
}

export interface PrincipalQuery {
  /** A part of the name, in any case; with a colon, of the whole principal. */
  search?: string;
  kind?: Exclude<PrincipalKind, 'authenticated'>;
}

/** Counts the principals of those who came, for suggestions. */
export class PrincipalCounts {
  #counts: Promise<PrincipalCount[]> | undefined;

  constructor(private readonly seen: Pick<RememberedSubjects, 'everybody'>) {}

  /**
   * The most frequent principals first, and of equally frequent ones those that came last. What a policy could not name is left out, and so is `authenticated`, which names everybody.
   *
   * @throws StoreUnavailable
   */
  async find({ search = '', kind }: PrincipalQuery, limit: number): Promise<PrincipalCount[]> {
    const wanted = search.toLowerCase();
    const found: PrincipalCount[] = [];
    for (const count of await this.#all()) {
      const { principal } = count;
      const colon = principal.indexOf(':');
      const searched = wanted.includes(':') ? principal : principal.slice(colon + 1);
      const isOfKind = kind === undefined || principal.slice(0, colon) === kind;
      if (isOfKind && searched.toLowerCase().includes(wanted) && found.push(count) === limit) {
        break;
      }
    }
    return found;
  }

  #all(): Promise<PrincipalCount[]> {
    if (this.#counts === undefined) {
      const counts = this.#count();
      this.#counts = counts;
      const drop = () => (this.#counts = undefined);
      counts.then(() => setTimeout(drop, KEPT_FOR).unref(), drop);
    }
    return this.#counts;
  }

  async #count(): Promise<PrincipalCount[]> {
    const counts = new Map<Principal, number>();
    for await (const some of this.seen.everybody()) {
      for (const principal of some.flatMap(({ subject }) => principalsOf(subject))) {
        const known = counts.get(principal);
        if (known !== undefined) {
          counts.set(principal, known + 1);
        } else if (
          counts.size < MOST_PRINCIPALS &&
          principal !== 'authenticated' &&
          'principal' in parsePrincipal(principal)
        ) {
          counts.set(principal, 1);
        }
      }
    }
    return [...counts]
      .map(([principal, subjects]) => ({ principal, subjects }))
      .sort((a, b) => b.subjects - a.subjects);
  }
}
