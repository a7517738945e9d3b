import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { type IdentityProcess, startIdentityProcess } from './client';
import { GRAFANA_CLIENT } from './clients';

describe('the test identity provider', () => {
  let provider: IdentityProcess;

  beforeAll(async () => {
    provider = await startIdentityProcess();
  }, 60_000);
  afterAll(() => provider.close());

  const verify = (token: string) =>
    jwtVerify(token, createRemoteJWKSet(new URL(`${provider.issuer}/jwks`)), {
      issuer: provider.issuer,
      audience: 'grafana',
      algorithms: ['RS256'],
    });

  test.each([
    ['alice', 'u-alice', 'alice@acme.example', ['acme-dev']],
    ['bob', 'u-bob', 'bob@globex.example', ['globex-ops']],
    ['carol', 'u-carol', 'carol@platform.example', ['platform']],
    ['mallory', 'u-mallory', 'mallory@evil.example', ['contractors']],
  ] as const)(
    'signs %s in and names the groups in the access token and in the ID token',
    async (name, sub, email, groups) => {
      const { accessToken, idToken } = await provider.tokenFor(name);
      for (const token of [accessToken, idToken]) {
        const { payload } = await verify(token);
        expect(payload).toMatchObject({ sub, email, email_verified: true, groups, name: expect.any(String) });
      }
    }
  );

  test('gives new tokens of the same person for a refresh token', async () => {
    const { refreshToken = '' } = await provider.tokenFor('bob');
    const { accessToken } = await provider.refresh(refreshToken);
    expect((await verify(accessToken)).payload).toMatchObject({ sub: 'u-bob', groups: ['globex-ops'] });
  });

  test.each(['vmagent', 'vmagent-globex'] as const)(
    'gives the machine %s a token in its own name, which is nobody’s',
    async (name) => {
      const { payload, protectedHeader } = await verify(await provider.machineToken(name));
      expect(protectedHeader).toMatchObject({ alg: 'RS256', typ: 'at+jwt' });
      expect(payload).toMatchObject({ sub: name, client_id: name, aud: 'grafana', exp: expect.any(Number) });
      expect(payload).not.toHaveProperty('groups');
      expect(payload).not.toHaveProperty('email');
    }
  );

  test('takes a machine’s credentials as vmagent sends them, asking for a scope that is none of its', async () => {
    const credentials = Buffer.from('vmagent:vmagent-secret').toString('base64');
    const response = await fetch(provider.tokenUrl, {
      method: 'POST',
      headers: { authorization: `Basic ${credentials}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'openid' }),
    });
    const answer = (await response.json()) as { access_token: string; token_type: string; expires_in: number };
    expect(answer).toMatchObject({ token_type: 'Bearer', expires_in: 3600 });
    expect((await verify(answer.access_token)).payload.sub).toBe('vmagent');
  });

  test('refuses a machine with a wrong secret, and a person’s sign-in without PKCE', async () => {
    await expect(provider.clientCredentials('vmagent', 'guessed')).rejects.toThrow('401');
    const query = new URLSearchParams({
      client_id: GRAFANA_CLIENT.id,
      response_type: 'code',
      scope: 'openid',
      redirect_uri: 'http://localhost:3000/login/generic_oauth',
    });
    const response = await fetch(`${provider.issuer}/auth?${query}`, { redirect: 'manual' });
    expect(response.headers.get('location')).toContain('PKCE');
  });

  test('mints tokens that verify, and ones that must not', async () => {
    const hourAgo = Math.floor(Date.now() / 1000) - 3600;
    await expect(verify(await provider.mint())).resolves.toMatchObject({ payload: { sub: 'u-alice' } });
    await expect(verify(await provider.mint({ claims: { exp: hourAgo } }))).rejects.toThrow('exp');
    await expect(verify(await provider.mint({ claims: { aud: 'other' } }))).rejects.toThrow('aud');
    await expect(verify(await provider.mint({ key: 'stranger' }))).rejects.toThrow('signature');
    expect(decodeProtectedHeader(await provider.mint({ signature: 'none' })).alg).toBe('none');
    expect(decodeProtectedHeader(await provider.mint({ header: { kid: null } }))).not.toHaveProperty('kid');
  });

  test('rotates its key: new tokens name the new one, and withdrawn keys are published no more', async () => {
    const before = await provider.mint();
    const kid = await provider.rotate();
    const { accessToken } = await provider.tokenFor('alice');
    expect(decodeProtectedHeader(accessToken).kid).toBe(kid);
    await expect(verify(before)).resolves.toBeDefined();

    const next = await provider.rotate({ withdraw: true });
    await expect(verify(before)).rejects.toThrow('no applicable key');
    await expect(verify(await provider.mint({ kid: next }))).resolves.toBeDefined();
    await expect(verify(await provider.mint({ kid }))).rejects.toThrow('no applicable key');
  });

  test('fails on demand, and counts what it was asked for', async () => {
    const { jwks } = await provider.counters();
    await provider.fail({ jwks: 'unavailable', discovery: 'unavailable' });
    expect((await fetch(`${provider.issuer}/jwks`)).status).toBe(503);
    expect((await fetch(`${provider.issuer}/.well-known/openid-configuration`)).status).toBe(503);
    await provider.fail({ jwks: 'silent', discovery: 'none' });
    await expect(fetch(`${provider.issuer}/jwks`, { signal: AbortSignal.timeout(300) })).rejects.toThrow();
    await provider.fail({ jwks: 'none' });
    expect((await fetch(`${provider.issuer}/jwks`)).status).toBe(200);
    expect((await provider.counters()).jwks).toBe(jwks + 3);
  });

  test('publishes further keys on demand', async () => {
    await provider.publishAlso([{ kty: 'OKP', crv: 'Ed25519', kid: 'odd', x: 'AA' }]);
    expect(await (await fetch(`${provider.issuer}/jwks`)).json()).toMatchObject({
      keys: [{ kid: 'odd' }, { kty: 'RSA' }],
    });
    await expect(verify(await provider.mint())).resolves.toBeDefined();
    await provider.publishAlso([]);
  });

  test('asks for user and password on its login page, and takes no wrong one', async () => {
    const start = await fetch(
      `${provider.issuer}/auth?${new URLSearchParams({
        client_id: GRAFANA_CLIENT.id,
        response_type: 'code',
        scope: 'openid',
        redirect_uri: 'http://localhost:3000/login/generic_oauth',
        code_challenge: 'a'.repeat(43),
        code_challenge_method: 'S256',
      })}`,
      { redirect: 'manual' }
    );
    const page = new URL(start.headers.get('location') ?? '', provider.issuer);
    expect(await (await fetch(page)).text()).toContain('alice');
    const wrong = await fetch(page, { method: 'POST', body: new URLSearchParams({ user: 'alice', password: 'bob' }) });
    expect(wrong.status).toBe(401);
    expect(await wrong.text()).toContain('wrong');
  });
});
