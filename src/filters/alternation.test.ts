import { parseFilter, quoteValue } from '@gatehouse/model';
import { alternationOf, valuesIn } from './alternation';

describe('alternations', () => {
  it('match exactly the values that were chosen', () => {
    expect(alternationOf(['aws', 'gcp'])).toBe('aws|gcp');
    expect(alternationOf(['10.0.0.1:9100', 'a|b', 'c\\d'])).toBe('10\\.0\\.0\\.1:9100|a\\|b|c\\\\d');
  });

  it.each([
    [['aws', 'gcp']],
    [['']],
    [['', 'a']],
    [['^$.*+?()[]{}|\\', '{200}', 'a{1,999}', '(x){50}']],
    [['"quoted"', "'", '\n', 'ü 😀', ' ']],
    [['-', '[:alpha:]', '(?i)x', '\\x41', '$', '^']],
  ])('are read as the values that they were made of, and the model takes them: %j', (values) => {
    const pattern = alternationOf(values);
    expect(valuesIn(pattern)).toEqual(values);
    expect(parseFilter(`{a=~${quoteValue(pattern)}}`).matchers[0]?.value).toBe(pattern);
    for (const value of values) {
      expect(new RegExp(`^(?:${pattern})$`).test(value)).toBe(true);
    }
  });

  it.each(['.*', 'prod-.+', 'a?', '(a|b)', '[ab]', '\\d+', '^a', 'a$', 'a\\'])(
    'says that %s is no list of values',
    (p) => expect(valuesIn(p)).toBeUndefined()
  );
});
