import fc from 'fast-check';
import type { Sender } from '../senders';
import { FORMATS } from '../writes/formats';
import { header } from './headers';
import { extra } from './parameters';
import type { GeneratedRequest } from './request';
import { labels } from './samples';

/** Samples with hostile labels in every format, with hostile parameters and headers. */
export function writes(): fc.Arbitrary<GeneratedRequest> {
  const writer = fc.constantFrom<readonly [Sender, string]>(
    ['wanda', '/backend/cluster'],
    ['wanda', '/backend/single'],
    ['wanda', '/backend/single'],
    ['walt', '/backend/single'],
    ['walt', '/tenant/globex'],
    ['rita', '/backend/single'],
    ['nick', '/tenant/node'],
    ['olga', '/tenant/odd-single'],
    ['alice', '/tenant/acme'],
    ['zed', '/backend/single']
  );
  const old = FORMATS.flatMap(({ old: known }, index) => (known ? [index] : []));
  const format = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...old) },
    { weight: 1, arbitrary: fc.nat({ max: FORMATS.length - 1 }) }
  );
  return fc
    .tuple(
      writer,
      format,
      labels,
      fc.oneof({ weight: 3, arbitrary: fc.constant('') }, { weight: 1, arbitrary: extra }),
      fc.array(header, { maxLength: 1 })
    )
    .map(([[from, place], index, pairs, more, lines]) => {
      const chosen = FORMATS[index];
      const path = chosen?.target({ name: 'planted', labels: pairs, value: 0, time: 0 }) ?? '';
      const safe = lines.filter(
        (line) => !/^(?:content|expect|upgrade|host|connection|trailer|te)[-_a-z]*:/i.test(line)
      );
      return {
        from,
        line: `POST ${place}${path}${more === '' ? '' : `${path.includes('?') ? '&' : '?'}${more}`}`,
        headers: [...(chosen?.headers ?? []), ...safe],
        write: { format: index, labels: pairs },
      };
    });
}
