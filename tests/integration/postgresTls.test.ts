import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { type Postgres, startPostgres } from '../../dev/postgres';
import { readStore } from '../../proxy/config/readStore';
import { openDatabase } from '../../proxy/store/openDatabase';
import { SqlPolicyStore } from '../../proxy/store/sqlPolicyStore';

jest.setTimeout(60_000);

/** A server of somebody else could not be made to speak TLS with certificates of ours. */
const own = (process.env.GATEHOUSE_TEST_POSTGRES_URL ?? '') === '';
const run = promisify(execFile);

let folder: string;
let postgres: Postgres;
let plain: Postgres;

async function makeCertificates(): Promise<void> {
  const openssl = (...args: string[]) => run('openssl', args, { cwd: folder });
  for (const name of ['authority', 'stranger']) {
    const subject = ['-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.pem`];
    await openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject);
  }
  // It is localhost's: 127.0.0.1 is another name.
  await openssl(
    'req',
    '-new',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-subj',
    '/CN=db',
    '-keyout',
    'server.key',
    '-out',
    'server.csr'
  );
  await run('sh', ['-c', 'echo subjectAltName=DNS:localhost > names.cnf'], { cwd: folder });
  const signing = ['-CA', 'authority.pem', '-CAkey', 'authority.key', '-CAcreateserial', '-days', '2'];
  await openssl('x509', '-req', '-in', 'server.csr', ...signing, '-extfile', 'names.cnf', '-out', 'server.pem');
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-tls-'));
  if (own) {
    await makeCertificates();
    const [certificate, key] = await Promise.all(
      ['server.pem', 'server.key'].map((name) => readFile(join(folder, name), 'utf8'))
    );
    postgres = await startPostgres({ folder, tls: { certificate: certificate ?? '', key: key ?? '' } });
    plain = await startPostgres({ folder });
  }
});
afterAll(async () => {
  await postgres?.close();
  await plain?.close();
  await rm(folder, { recursive: true });
});

/** What comes of a URL with these parameters: `encrypted`, `plain`, or why there is no connection. */
async function connect(server: Postgres, host: string, parameters: string): Promise<string> {
  const url = `postgres://${server.user}:${server.password}@${host}:${server.port}/postgres?${parameters}`;
  const read = await readStore({ store: url, storePasswordFile: undefined }, join(folder, 'gatehouse.yaml'));
  if ('problem' in read) {
    throw new Error(read.problem);
  }
  const database = openDatabase(read.store);
  try {
    await new SqlPolicyStore(database).latest();
    const { rows } = await database.read((db) =>
      sql<{ ssl: boolean }>`SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()`.execute(db)
    );
    return rows[0]?.ssl === true ? 'encrypted' : 'plain';
  } catch (error) {
    return String(error);
  } finally {
    await database.close();
  }
}

(own ? describe : describe.skip)('TLS to PostgreSQL', () => {
  it.each([
    ['localhost', 'sslmode=verify-full&sslrootcert=authority.pem', /^encrypted$/],
    ['127.0.0.1', 'sslmode=verify-full&sslrootcert=authority.pem', /does not match certificate|altnames/],
    ['localhost', 'sslmode=verify-full&sslrootcert=stranger.pem', /unable to verify|self.signed|signature/i],
    ['localhost', 'sslmode=verify-full', /unable to (verify|get)|self.signed/i],
    ['127.0.0.1', 'sslmode=verify-ca&sslrootcert=authority.pem', /^encrypted$/],
    ['127.0.0.1', 'sslmode=verify-ca&sslrootcert=stranger.pem', /unable to verify|self.signed|signature/i],
    ['127.0.0.1', 'sslmode=require', /^encrypted$/],
    ['127.0.0.1', 'sslmode=require&sslrootcert=stranger.pem', /unable to verify|self.signed|signature/i],
    ['127.0.0.1', 'sslmode=disable', /^plain$/],
  ])('%s?%s', async (host, parameters, expected) => {
    expect(await connect(postgres, host, parameters)).toMatch(expected);
  });

  it.each(['sslmode=require', 'sslmode=verify-ca&sslrootcert=authority.pem', 'sslmode=verify-full'])(
    'is never given up where the server has none: %s',
    async (parameters) => {
      expect(await connect(plain, '127.0.0.1', parameters)).toMatch(/does not support SSL/);
    }
  );

  it('is not asked of variables of the environment', async () => {
    const before = { ...process.env };
    Object.assign(process.env, {
      PGSSLMODE: 'no-verify',
      PGSSLNEGOTIATION: 'direct',
      PGPASSWORD: 'x',
      PGHOST: 'nowhere',
    });
    try {
      expect(await connect(postgres, '127.0.0.1', 'sslmode=verify-full&sslrootcert=authority.pem')).toMatch(/altnames/);
      expect(await connect(postgres, '127.0.0.1', 'sslmode=disable')).toBe('plain');
    } finally {
      for (const name of ['PGSSLMODE', 'PGSSLNEGOTIATION', 'PGPASSWORD', 'PGHOST']) {
        if (before[name] === undefined) {
          delete process.env[name];
        }
      }
    }
  });
});
