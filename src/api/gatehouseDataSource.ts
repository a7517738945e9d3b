import { getBackendSrv } from '@grafana/runtime';
import { useQuery } from '@tanstack/react-query';
import { lastValueFrom } from 'rxjs';
import { z } from 'zod';

const dataSourcesSchema = z.array(z.object({ url: z.string().default('') }));

/**
 * Says whether a data source of this Grafana leads to the port of the proxy's data listener. One that takes another way, through
 * a load balancer for example, is not recognised.
 *
 * @param listen the data listener's address; undefined when the proxy does not say
 */
export function useGatehouseDataSource(listen: string | undefined) {
  return useQuery<boolean>({
    queryKey: ['gatehouse-data-source', listen],
    queryFn: async () => {
      const { data } = await lastValueFrom(
        getBackendSrv().fetch<unknown>({ url: '/api/datasources', method: 'GET', showErrorAlert: false })
      );
      const port = /:(\d+)$/.exec(listen ?? '')?.[1];
      return (dataSourcesSchema.safeParse(data).data ?? []).some(
        ({ url }) => port !== undefined && portOf(url) === port
      );
    },
    retry: false,
  });
}

function portOf(url: string): string | undefined {
  try {
    return new URL(url).port;
  } catch {
    return undefined;
  }
}
