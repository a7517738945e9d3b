import fc from 'fast-check';
import { PLACE_OF_TENANT } from '../senders';
import type { Sample } from '../writes/formats';

/** Names of labels by which a writer could get at what is stamped. */
const label: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      'tenant',
      'team',
      'Tenant',
      'env',
      PLACE_OF_TENANT,
      'marker',
      'vm_account_id',
      'vm_project_id'
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '__name__',
      '',
      'extra_label',
      'job',
      'Job',
      'instance',
      'db',
      'host',
      'TENANT',
      'tenant ',
      ' tenant',
      'tenant\u0000',
      'team\n',
      'le'
    ),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 8 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 4 }) },
  { weight: 1, arbitrary: fc.nat({ max: 60 }).map((index) => `a${index}`) }
);

const labelValue: fc.Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('globex', 'acme', 'ops', 'dev', 'canary', 'initech', 'qa', '', '0', 'x') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'globex",team="ops',
      'globex\n',
      '"',
      '\\',
      '}',
      ' ',
      'globex\u0000',
      '{}',
      'a=b',
      'a,b',
      'ops"}'
    ),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 8 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 4 }) }
);

/** A few hostile labels, and sometimes more than VictoriaMetrics keeps by default. */
export const labels: fc.Arbitrary<Sample['labels']> = fc
  .tuple(
    fc.array(fc.tuple(label, labelValue), { maxLength: 6 }),
    fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 25, max: 60 }) }),
    fc.boolean()
  )
  .map(([few, count, front]) => {
    const many = Array.from({ length: count }, (_one, index) => [`b${index}`, 'x'] as const);
    return front ? [...many, ...few] : [...few, ...many];
  });
