import { upstreamFilter } from './upstreamFilter';

test.each([
  ['{team="dev",env=~"a|b"}', '{env=~"a|b",team="dev"}'],
  ['{__name__="up"}', '{__name__=~"(?:\\\\b|\\\\B)(?:up)"}'],
  ['{__name__="a.b"}', '{__name__=~"(?:\\\\b|\\\\B)(?:a\\\\.b)"}'],
  ['{__name__=~"node_.*|up",team="dev"}', '{__name__=~"(?:\\\\b|\\\\B)(?:node_.*|up)",team="dev"}'],
  ['{env=~"prod-.*"}', '{env=~"prod-.*"}'],
  ['{env=~".+"}', '{env=~".+"}'],
  ['{env=~"a\\\\.b|c"}', '{env=~"a\\\\.b|c"}'],
  ['{team!~"ops|ops.+"}', '{team!~"(?:\\\\b|\\\\B)(?:ops|ops.+)"}'],
  ['{team=~"a|"}', '{team=~"(?:\\\\b|\\\\B)(?:a|)"}'],
  ['{team=~"ops[0-9]"}', '{team=~"(?:\\\\b|\\\\B)(?:ops[0-9])"}'],
  ['{__name__!="up"}', '{__name__!="up"}'],
  ['{__name__!~"a|b"}', '{__name__!~"a|b"}'],
])('%s goes upstream as %s', (filter, expected) => {
  const sorted = (text: string) =>
    text
      .slice(1, -1)
      .split(/,(?=[a-z_]+[=!])/)
      .sort();
  expect(sorted(upstreamFilter(filter))).toEqual(sorted(expected));
});

test("a tenant's matchers stand in every filter, and in place of none", () => {
  expect(upstreamFilter('{a="1"}', ['tenant="shop"'])).toBe('{tenant="shop",a="1"}');
  expect(upstreamFilter(undefined, ['tenant="shop"'])).toBe('{tenant="shop"}');
});
