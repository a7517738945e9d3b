import { narrowed, readSelector, readSeries } from './querySelector';
import { requestIdIn } from './requestIdIn';
import { upstreamParameters } from './upstreamParameters';

describe('readSelector', () => {
  it.each([
    ['up', '{__name__="up"}'],
    ['up{}', '{__name__="up"}'],
    ['{team="dev"}', '{team="dev"}'],
    [' job:up:sum { team=~"d.*" } ', '{__name__="job:up:sum",team=~"d.*"}'],
  ])('reads %j', (query, filter) => {
    expect(narrowed(readSelector(query), undefined)).toBe(filter);
  });

  it.each(['sum(up)', 'up[5m]', '', '{}', 'up{a="b" or c="d"}', 'up + 1'])('leaves %j alone', (query) => {
    expect(readSelector(query)).toBeUndefined();
  });
});

it('narrows a filter to what is asked for', () => {
  expect(narrowed(readSelector('up{env="prod"}'), '{team="dev"}')).toBe('{__name__="up",env="prod",team="dev"}');
  expect(narrowed(undefined, undefined)).toBeUndefined();
});

it('reads one series, and no pattern', () => {
  expect(readSeries('up{team="dev"}')).toEqual({ __name__: 'up', team: 'dev' });
  expect(readSeries('up{team=~"dev"}')).toBeUndefined();
});

it.each([
  ['Gatehouse: no mapping (no-mapping, request 1f2e3d4c5b6a7980)', '1f2e3d4c5b6a7980'],
  [' 1f2e ', '1f2e'],
  ['two words', ''],
])('finds the number in %j', (text, id) => {
  expect(requestIdIn(text)).toBe(id);
});

it('tells what was sent from what was set', () => {
  const upstream = {
    url: 'http://vmselect/api/v1/query?extra_label=a%3Db',
    body: 'query=up&extra_filters%5B%5D=%7Ba%7D',
  };
  expect(upstreamParameters(upstream, { query: 'up' })).toEqual([
    { name: 'extra_label', value: 'a=b', added: true },
    { name: 'query', value: 'up', added: false },
    { name: 'extra_filters[]', value: '{a}', added: true },
  ]);
});
