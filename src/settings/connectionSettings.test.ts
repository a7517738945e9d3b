import { parseProxyUrl } from './connectionSettings';

describe('parseProxyUrl', () => {
  it.each([
    ['http://gatehouse:8432', 'http://gatehouse:8432'],
    [' https://gatehouse.example/ ', 'https://gatehouse.example'],
    ['http://ops.example/gatehouse//', 'http://ops.example/gatehouse'],
  ])('keeps %j as %s', (text, url) => {
    expect(parseProxyUrl(text)).toEqual({ url });
  });

  it.each([
    ['', 'Enter the URL'],
    ['gatehouse:8432', 'not a URL'],
    ['ftp://gatehouse', 'not a URL'],
    ['http://admin:secret@gatehouse:8432', 'user name and password'],
    ['http://gatehouse:8432/?a=b', 'Leave out everything'],
    ['http://gatehouse:8432/v1/', 'Leave out /v1'],
  ])('refuses %j and says what to do', (text, said) => {
    expect(parseProxyUrl(text)).toEqual({ problem: expect.stringContaining(said) });
  });
});
