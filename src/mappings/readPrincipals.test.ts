import { readPrincipals, withKind } from './readPrincipals';

describe('readPrincipals', () => {
  it('gives a name the chosen kind', () => {
    expect(readPrincipals('acme-dev', 'group')).toEqual({ principals: ['group:acme-dev'] });
  });

  it('takes a whole principal as it is, whatever kind is chosen', () => {
    expect(readPrincipals('user:Alice@Example.com', 'group')).toEqual({ principals: ['user:alice@example.com'] });
    expect(readPrincipals('authenticated', 'group')).toEqual({ principals: ['authenticated'] });
  });

  it('reads one principal a line, with commas in names left alone', () => {
    expect(readPrincipals('CN=dev,OU=acme\r\nuser:u-1\n', 'group')).toEqual({
      principals: ['group:CN=dev,OU=acme', 'user:u-1'],
    });
  });

  it('says what is wrong', () => {
    expect(readPrincipals('acme example', 'domain')).toEqual({ problem: expect.stringContaining('not a domain') });
  });

  it('keeps a colon inside a name', () => {
    expect(withKind('team:dev', 'group')).toBe('group:team:dev');
  });
});
