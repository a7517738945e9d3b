import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { type IdentityProcess, startIdentityProcess } from './client';
import { GRAFANA_CLIENT, INTROSPECTION_CLIENT } from './clients';

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

  test.each(['RS512', 'PS256', 'ES256', 'ES384', 'ES512', 'EdDSA'] as const)(
    'signs by %s with a key that it publishes from then on, and a stranger has the same name for another one',
    async (signature) => {
      const token = await provider.mint({ signature });
      await expect(verify(token)).resolves.toMatchObject({ protectedHeader: { alg: signature, kid: signature } });
      await expect(verify(await provider.mint({ signature, key: 'stranger' }))).rejects.toThrow('signature');
    }
  );

  test('signs eve in with an address that nobody has checked', async () => {
    const { payload } = await verify((await provider.tokenFor('eve')).accessToken);
    expect(payload).toMatchObject({ sub: 'u-eve', email: 'alice@acme.example', email_verified: false, groups: [] });
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

  describe('with opaque access tokens', () => {
    const endpoint = async (name: string) => {
      const discovery = await fetch(`${provider.issuer}/.well-known/openid-configuration`);
      return String(((await discovery.json()) as Record<string, unknown>)[name]);
    };
    const introspect = async (token: string, { id, secret }: { id: string; secret: string } = INTROSPECTION_CLIENT) => {
      const response = await fetch(await endpoint('introspection_endpoint'), {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
        body: new URLSearchParams({ token }),
      });
      return { status: response.status, body: (await response.json()) as unknown };
    };
    const userinfo = async (token: string) =>
      fetch(await endpoint('userinfo_endpoint'), { headers: { authorization: `Bearer ${token}` } });

    test('gives a person one that is no JWT, beside an ID token that is', async () => {
      const { accessToken, idToken } = await provider.opaqueTokenFor('alice');
      expect(accessToken).not.toContain('.');
      const { payload } = await jwtVerify(idToken, createRemoteJWKSet(new URL(`${provider.issuer}/jwks`)));
      expect(payload).toMatchObject({ sub: 'u-alice', aud: 'grafana-opaque', groups: ['acme-dev'] });
    });

    test('tells who it is by introspection and by userinfo, until it is revoked', async () => {
      const { accessToken } = await provider.opaqueTokenFor('alice');
      const person = { sub: 'u-alice', email: 'alice@acme.example', email_verified: true, groups: ['acme-dev'] };
      expect(await introspect(accessToken)).toEqual({
        status: 200,
        body: expect.objectContaining({
          ...person,
          active: true,
          iss: provider.issuer,
          client_id: 'grafana-opaque',
          exp: expect.any(Number),
          token_type: 'Bearer',
        }),
      });
      expect(await (await userinfo(accessToken)).json()).toMatchObject(person);

      await provider.revoke(accessToken);
      expect((await introspect(accessToken)).body).toEqual({ active: false });
      expect((await userinfo(accessToken)).status).toBe(401);
    });

    test('introspects a machine’s, which is for an audience and nobody’s', async () => {
      const token = await provider.opaqueMachineToken();
      const { body } = await introspect(token);
      expect(body).toMatchObject({ active: true, client_id: 'machine-opaque', aud: 'grafana' });
      expect(body).not.toHaveProperty('sub');
      expect((await userinfo(token)).status).toBe(401);
    });

    test('introspects for nobody who cannot say that it is the proxy', async () => {
      const { accessToken } = await provider.opaqueTokenFor('bob');
      const wrong = await introspect(accessToken, { id: INTROSPECTION_CLIENT.id, secret: 'guessed' });
      expect(wrong).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
      expect((await introspect(accessToken, GRAFANA_CLIENT)).body).toEqual({ active: false });
      expect((await introspect('guessed')).body).toEqual({ active: false });
    });

    test('fails and answers nonsense on demand, and counts', async () => {
      const { accessToken } = await provider.opaqueTokenFor('bob');
      const before = await provider.counters();
      await provider.fail({ introspection: 'unavailable', userinfo: { status: 200, body: '{"sub":"u-alice"}' } });
      expect((await fetch(`${provider.issuer}/token/introspection`, { method: 'POST' })).status).toBe(503);
      expect(await (await userinfo(accessToken)).json()).toEqual({ sub: 'u-alice' });
      await provider.fail({ introspection: 'none', userinfo: 'none' });
      expect((await userinfo(accessToken)).status).toBe(200);
      expect((await introspect(accessToken)).status).toBe(200);
      const after = await provider.counters();
      expect([after.introspection - before.introspection, after.userinfo - before.userinfo]).toEqual([2, 2]);
    });
  });
});
