import { matchesSeries } from './matchesSeries';
import { parseFilter } from './parse';

test.each<[filter: string, series: Record<string, string>, match: string]>([
  ['{team="dev"}', { team: 'dev' }, 'yes'],
  ['{team="dev"}', { team: 'Dev' }, 'no'],
  ['{team="dev"}', {}, 'no'],
  ['{team=""}', {}, 'yes'],
  ['{team=""}', { team: 'dev' }, 'no'],
  ['{team!="dev"}', {}, 'yes'],
  ['{team!="dev"}', { team: 'dev' }, 'no'],
  ['{team!=""}', {}, 'no'],
  ['{team=~"dev|ops"}', { team: 'ops' }, 'yes'],
  // A pattern always matches the whole value.
  ['{team=~"dev|ops"}', { team: 'devops' }, 'no'],
  ['{team=~"de"}', { team: 'dev' }, 'no'],
  ['{team=~"^dev"}', { team: 'dev' }, 'yes'],
  ['{team=~"dev|"}', {}, 'yes'],
  ['{team=~".+"}', {}, 'no'],
  ['{team=~".*"}', {}, 'yes'],
  ['{team!~"dev|ops"}', { team: 'qa' }, 'yes'],
  ['{team!~"dev|ops"}', {}, 'yes'],
  ['{team!~"dev|"}', {}, 'no'],
  ['{team=~"(?i)DEV"}', { team: 'dev' }, 'yes'],
  ['{team="dev",env=~"eu-.+"}', { team: 'dev', env: 'eu-1' }, 'yes'],
  ['{team="dev",env=~"eu-.+"}', { team: 'dev', env: 'us-1' }, 'no'],
  ['{__name__=~"http_.*"}', { __name__: 'http_requests_total' }, 'yes'],
  ['{toString=""}', {}, 'yes'],
  // Versions differ in whether "." matches the end of a line.
  ['{team=~"a.b"}', { team: 'a\nb' }, 'unknown'],
  ['{team!~"a.b"}', { team: 'a\nb' }, 'unknown'],
  ['{team="a\nb"}', { team: 'a\nb' }, 'yes'],
  ['{team=~"é.*"}', { team: 'été' }, 'yes'],
  ['{team=~"(?i)É"}', { team: 'é' }, 'unknown'],
  ['{team=~"\\\\pL+"}', { team: 'é' }, 'unknown'],
  ['{team=~".+"}', { team: '\ud800' }, 'unknown'],
  // What is certain otherwise is certain.
  ['{other="x",team=~"(?i)É"}', { team: 'é' }, 'no'],
])('%s and the series %j: %s', (filter, series, match) => {
  expect(matchesSeries(parseFilter(filter).matchers, series)).toBe(match);
});
