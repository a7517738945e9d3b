import { useCallback, useState } from 'react';
import type { Tenant } from '@gatehouse/model';
import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import type { Ability } from './ability';
import { ApiError } from './ApiError';
import { requestAdmin } from './client';

const foundTextsSchema = z.object({ found: z.array(z.string()), complete: z.boolean() });
const foundSeriesSchema = z.object({ series: z.number() });

/** Names or values of labels, and whether these are all. */
export type FoundTexts = z.output<typeof foundTextsSchema>;

/** Where to look for what a tenant holds. */
export interface Place {
  backend: string;
  /** A name in the policy in force, or `account:project`. */
  tenant: string;
}

/** Why nothing can be looked up: the admin token may not, or the proxy does not know the tenant yet. */
export type NoPlace = 'not-allowed' | 'not-published';

/** For how many milliseconds an answer is used again. */
const FRESH_FOR = 60_000;

/** What the proxy takes for the name of a label. */
const LABEL = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;
const LONGEST_SEARCH = 200;

/**
 * Where to ask about a tenant of a draft. The proxy knows the tenants that are in force; others it looks up only on clusters,
 * and only for an administrator's token.
 *
 * @returns undefined while it is not known what the token allows
 */
export function placeOf(
  tenant: Tenant,
  published: readonly Tenant[],
  ability: Ability | undefined
): Place | NoPlace | undefined {
  if (ability === undefined) {
    return undefined;
  }
  if (!ability.edit) {
    return 'not-allowed';
  }
  const { name, backend } = tenant;
  const inForce = published.find((one) => one.name === name);
  if (inForce !== undefined && whereabouts(inForce) === whereabouts(tenant)) {
    return { backend, tenant: name };
  }
  return 'account' in tenant && ability.administer
    ? { backend, tenant: `${tenant.account}:${tenant.project}` }
    : 'not-published';
}

/** What decides which series a tenant has. */
function whereabouts({ title: _title, limits: _limits, ...place }: Tenant): string {
  return JSON.stringify(Object.entries(place).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Looks up names and values of labels, as somebody types. */
export interface LookUp {
  labels: (search: string) => Promise<FoundTexts>;
  values: (label: string, search: string) => Promise<FoundTexts>;
  /** Why the last question was not answered. */
  failure: ApiError | undefined;
}

const NOTHING: FoundTexts = { found: [], complete: true };

/** Finds nothing where there is no place to ask, or no answer: what is typed counts as well. */
export function useLookUp(place: Place | undefined): LookUp {
  const client = useQueryClient();
  const [failure, setFailure] = useState<ApiError>();
  const { backend, tenant } = place ?? {};

  const ask = useCallback(
    async (what: 'labels' | 'values', parameters: Record<string, string>): Promise<FoundTexts> => {
      if (backend === undefined || tenant === undefined) {
        return NOTHING;
      }
      const path = `${pathOf(backend, what)}?${new URLSearchParams({ tenant, ...parameters })}`;
      try {
        const found = await client.query({
          queryKey: ['discovery', path],
          queryFn: ({ signal }) => requestAdmin(path, foundTextsSchema, { signal }),
          staleTime: FRESH_FOR,
          retry: false,
        });
        setFailure(undefined);
        return found;
      } catch (error) {
        if (error instanceof ApiError) {
          setFailure(error);
        }
        return NOTHING;
      }
    },
    [client, backend, tenant]
  );
  // Only where there are too many for one answer does the proxy have to search.
  const seek = useCallback(
    async (what: 'labels' | 'values', parameters: Record<string, string>, text: string): Promise<FoundTexts> => {
      const search = text.trim().slice(0, LONGEST_SEARCH);
      const all = await ask(what, parameters);
      return all.complete
        ? { ...all, found: fitting(all.found, search) }
        : search === ''
          ? all
          : ask(what, { ...parameters, search });
    },
    [ask]
  );
  return {
    labels: useCallback((search) => seek('labels', {}, search), [seek]),
    values: useCallback(
      (label, search) => (LABEL.test(label) ? seek('values', { label }, search) : Promise.resolve(NOTHING)),
      [seek]
    ),
    failure,
  };
}

/**
 * How many series of a tenant a filter lets through: those with a sample in the last five minutes.
 *
 * @param place undefined to ask nothing
 * @param filter undefined for the whole tenant
 */
export function useSeriesCount(place: Place | undefined, filter?: string) {
  const path =
    place &&
    `${pathOf(place.backend, 'series')}?${new URLSearchParams({ tenant: place.tenant, ...(filter !== undefined && { filter }) })}`;
  return useQuery<number, ApiError>({
    queryKey: ['discovery', path],
    queryFn:
      path === undefined
        ? skipToken
        : async ({ signal }) => (await requestAdmin(path, foundSeriesSchema, { signal })).series,
    staleTime: FRESH_FOR,
    refetchOnMount: true,
    retry: false,
  });
}

function pathOf(backend: string, what: 'labels' | 'values' | 'series'): string {
  return `backends/${encodeURIComponent(backend)}/${what}`;
}

/** Those that hold the text, in any case; those that begin with it first. */
function fitting(texts: readonly string[], search: string): string[] {
  const sought = search.toLowerCase();
  const found = texts.filter((text) => text.toLowerCase().includes(sought));
  const isFirst = (text: string) => text.toLowerCase().startsWith(sought);
  return [...found.filter(isFirst), ...found.filter((text) => !isFirst(text))];
}
