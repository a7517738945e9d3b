import { parseJsonBody } from './parseJsonBody';
import { Problem } from './problem';

test.each(['{"a":{"b":[1,"\\u00eb","__proto__"]}}', '[]', '"x"', ' 1 ', 'null'])('reads %s', (text) => {
  expect(parseJsonBody(Buffer.from(text))).toEqual(JSON.parse(text));
});

test.each<[string, string | Uint8Array]>([
  ['nothing', ''],
  ['half', '{"a":'],
  ['a key twice', '{"a":1,"a":1}'],
  ['a key twice, once escaped', '{"a":1,"\\u0061":1}'],
  ['__proto__', '{"__proto__":1}'],
  ['__proto__, escaped and deep', `${'[{"a":'.repeat(20_000)}{"\\u005f_proto__":1}${'}]'.repeat(20_000)}`],
  ['a byte order mark', '\ufeff{}'],
  ['what is no UTF-8', Uint8Array.of(0x22, 0xff, 0x22)],
])('refuses %s', (_name, body) => {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  expect(() => parseJsonBody(bytes)).toThrow(Problem);
});
