import { config } from '@grafana/runtime';
import { useQuery } from '@tanstack/react-query';
import { useAnyAllowed } from '../api/activity';
import { useGatehouseDataSource } from '../api/gatehouseDataSource';
import type { Status } from '../api/status';
import { useAnySubject } from '../api/subjects';
import type { Draft } from '../draft/draft';

/** What a new installation needs, in the order in which it is done. */
export const STEPS = ['connected', 'tenant', 'mapping', 'published', 'dataSource', 'visitor', 'allowed'] as const;

export type Step = (typeof STEPS)[number];

/** Whether each step is done; undefined while that is not known. */
export type StepStates = Readonly<Record<Step, boolean | undefined>>;

/**
 * How far a new installation has come, from what is published, drafted in this browser, and happened.
 *
 * @param refetchInterval milliseconds between one look and the next
 */
export function useStepStates({ policy, listen }: Status, refetchInterval: number): StepStates {
  const draft = useKeptDraft(policy.revision === 0 || policy.tenants === 0 || policy.mappings === 0);
  const published = policy.revision > 0 && policy.mappings > 0;
  const visitor = useAnySubject(true, refetchInterval).data;
  const allowed = useAnyAllowed(true, refetchInterval).data;
  const dataSource = useGatehouseDataSource(listen);
  return {
    connected: true,
    tenant: policy.tenants > 0 || adds(draft?.tenants.changes),
    mapping: policy.mappings > 0 || adds(draft?.mappings.changes),
    published,
    // Whoever came through Grafana came through one. Not everybody may list them.
    dataSource: visitor === true || dataSource.isError ? visitor : dataSource.data,
    visitor,
    allowed,
  };
}

/** The draft in this browser. What reads it is large, and needed only as long as there is little published. */
function useKeptDraft(enabled: boolean): Draft | undefined {
  const { orgId, login } = config.bootData.user;
  const { data } = useQuery({
    queryKey: ['kept-draft', orgId, login],
    queryFn: async () => (await import('../draft/draftStorage')).browserDraftStorage(orgId, login).read() ?? null,
    enabled,
    gcTime: 0,
  });
  return data ?? undefined;
}

function adds(changes: ReadonlyArray<{ after?: unknown }> = []): boolean {
  return changes.some(({ after }) => after !== undefined);
}
