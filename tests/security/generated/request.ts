import fc from 'fast-check';
import type { Sender } from '../senders';
import type { Sample } from '../writes/formats';

/** A generated request, before its token and what only the run knows are put in. */
export interface GeneratedRequest {
  from: Sender;
  /** Method and target. */
  line: string;
  headers: readonly string[];
  body?: string;
  /** For a write: its format, by its place in `FORMATS`, and its labels; the body is made of them. */
  write?: { format: number; labels: Sample['labels'] };
  framing?: 'chunked';
}

export const FORM = 'Content-Type: application/x-www-form-urlencoded';

/** Readers with filters of every kind, and some without. */
export const reader: fc.Arbitrary<Sender> = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Sender>('alice') },
  { weight: 4, arbitrary: fc.constant<Sender>('erin') },
  { weight: 3, arbitrary: fc.constant<Sender>('fiona') },
  { weight: 3, arbitrary: fc.constant<Sender>('gina') },
  { weight: 2, arbitrary: fc.constant<Sender>('bob') },
  { weight: 1, arbitrary: fc.constantFrom<Sender>('frank', 'pia', 'carol', 'oddny', 'rita', 'zed') }
);

const PLACES: Partial<Record<Sender, readonly string[]>> = {
  oddny: ['/tenant/odd-single'],
  bob: ['/backend/cluster', '/backend/single', '/tenant/globex', '/tenant/globex-single'],
  zed: ['/backend/cluster', '/backend/single', '/tenant/globex', '/tenant/globex-single'],
  frank: ['/backend/single', '/tenant/acme', '/tenant/globex', '/tenant/globex-single'],
  fiona: ['/backend/cluster', '/backend/single', '/tenant/acme', '/tenant/globex-single'],
  carol: ['/backend/cluster', '/backend/single', '/tenant/acme', '/tenant/globex-single'],
};

/** Where a reader asks, such that there mostly is something to see. */
export function placeFor(from: Sender): fc.Arbitrary<string> {
  return fc.constantFrom(
    ...(PLACES[from] ?? ['/backend/cluster', '/backend/single', '/tenant/acme', '/tenant/acme-single'])
  );
}

export const method = fc.constantFrom<'GET' | 'POST'>('GET', 'POST');
/** Of a form's parameters, which ones stand in the URL instead. */
export const inUrl = fc.array(fc.boolean(), { minLength: 1, maxLength: 6 });

/** Percent-encodes what must be, and of the rest whatever the bits say: many spellings of one text. */
export function spelled(text: string): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 6, arbitrary: fc.constant(encodeURIComponent(text)) },
    { weight: 1, arbitrary: fc.constant(encodeURIComponent(text).replaceAll('%20', '+')) },
    {
      weight: 2,
      arbitrary: fc
        .array(fc.constantFrom('plain', 'upper', 'lower'), { minLength: 1, maxLength: 8 })
        .map((ways) => encodeBytes(text, ways)),
    }
  );
}

function encodeBytes(text: string, ways: readonly string[]): string {
  return [...Buffer.from(text, 'utf8')]
    .map((byte, index) => {
      const char = String.fromCharCode(byte);
      const way = ways[index % ways.length];
      const encoded = `%${byte.toString(16).padStart(2, '0')}`;
      return way === 'plain' && /[A-Za-z0-9_.~-]/.test(char) ? char : way === 'upper' ? encoded.toUpperCase() : encoded;
    })
    .join('');
}

/** Puts parameters into the URL, a form, or both. */
export function asked(
  from: Sender,
  path: string,
  parameters: ReadonlyArray<readonly [name: string, value: string]>,
  { method, inUrl }: { method: 'GET' | 'POST'; inUrl: readonly boolean[] }
): fc.Arbitrary<GeneratedRequest> {
  return fc.tuple(...parameters.map(([, value]) => spelled(value))).map((values) => {
    const parts = parameters.map(([name], index) => `${name}=${values[index] ?? ''}`);
    const where = (index: number) => method === 'GET' || inUrl[index % inUrl.length] === true;
    const query = parts.filter((_part, index) => where(index)).join('&');
    const body = parts.filter((_part, index) => !where(index)).join('&');
    return {
      from,
      line: `${method} ${path}${query === '' ? '' : `?${query}`}`,
      headers: method === 'POST' ? [FORM] : [],
      body: method === 'POST' ? body : undefined,
    };
  });
}
