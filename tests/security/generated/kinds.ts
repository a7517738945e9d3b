import type fc from 'fast-check';
import { graphite } from './graphite';
import { headers } from './headers';
import { metricsql } from './metricsql';
import { parameters } from './parameters';
import { paths } from './paths';
import type { GeneratedRequest } from './request';
import { writes } from './writes';

/** One kind of generated requests. */
export interface Kind {
  name: string;
  /** Of all generated requests. */
  share: number;
  arbitrary(now: number): fc.Arbitrary<GeneratedRequest>;
  /** At least so many of the requests must be answered with something: a generator of nonsense proves nothing. */
  leastAnswered: number;
  /** True when an answer without content counts as well, as that of a write. */
  countsEmpty?: true;
}

export const READ_KINDS: readonly Kind[] = [
  { name: 'MetricsQL', share: 0.4, arbitrary: metricsql, leastAnswered: 0.3 },
  { name: 'parameters', share: 0.17, arbitrary: parameters, leastAnswered: 0.3 },
  { name: 'paths', share: 0.15, arbitrary: paths, leastAnswered: 0.01 },
  { name: 'headers', share: 0.1, arbitrary: headers, leastAnswered: 0.3 },
  { name: 'Graphite', share: 0.08, arbitrary: graphite, leastAnswered: 0.2 },
];

export const WRITE_KINDS: readonly Kind[] = [
  { name: 'writes', share: 0.1, arbitrary: writes, leastAnswered: 0.3, countsEmpty: true },
];
