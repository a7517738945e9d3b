import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { readStore } from './readStore';

let folder: string;
let file: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-store-config-'));
  file = join(folder, 'gatehouse.yaml');
  await writeFile(join(folder, 'root.pem'), rootCertificates[0] ?? '');
  await writeFile(join(folder, 'password'), ' from the file\n');
  await writeFile(join(folder, 'empty'), '\n');
});
afterAll(() => rm(folder, { recursive: true }));

const read = (store: string, storePasswordFile?: string) => readStore({ store, storePasswordFile }, file);
const postgres = { kind: 'postgres', host: 'db.example.com', port: 5432, user: 'gate', database: 'gatehouse' };

it.each([
  ['sqlite:data/gatehouse.db', () => join(folder, 'data/gatehouse.db')],
  ['sqlite:///var/lib/gatehouse.db', () => '/var/lib/gatehouse.db'],
  ['sqlite:/var/lib/gatehouse.db', () => '/var/lib/gatehouse.db'],
])('finds an SQLite file: %s', async (store, expected) => {
  expect(await read(store)).toEqual({ store: { kind: 'sqlite', file: expected() } });
});

it.each<[string, object]>([
  ['postgres://gate@db.example.com/gatehouse?sslmode=disable', {}],
  ['postgresql://gate@db.example.com:6543/gatehouse?sslmode=disable', { port: 6543 }],
  ['postgres://gate:p%40ss%2F%3F@db.example.com/gatehouse?sslmode=disable', { password: 'p@ss/?' }],
  [
    'postgres://g%C3%A4te@db.example.com/g%20h?sslmode=disable&schema=a%22b',
    { user: 'gäte', database: 'g h', schema: 'a"b' },
  ],
  ['postgres://gate@localhost/gatehouse', { host: 'localhost' }],
  ['postgres://gate@127.0.0.1/gatehouse', { host: '127.0.0.1' }],
  ['postgres://gate@[::1]/gatehouse', { host: '::1' }],
  ['postgres://gate@%2Fvar%2Frun%2Fpostgresql/gatehouse', { host: '/var/run/postgresql' }],
  ['postgres://gate@db.example.com/gatehouse?sslmode=verify-full', { tls: { verify: 'host' } }],
  ['postgres://gate@db.example.com/gatehouse?sslmode=verify-full&sslrootcert=system', { tls: { verify: 'host' } }],
  ['postgres://gate@db.example.com/gatehouse?sslmode=require', { tls: { verify: 'nothing' } }],
  ['postgres://gate@127.0.0.1/gatehouse?sslmode=require', { host: '127.0.0.1', tls: { verify: 'nothing' } }],
])('understands %s', async (store, more) => {
  expect(await read(store)).toEqual({ store: { ...postgres, ...more } });
});

it.each([
  ['verify-full', 'host'],
  ['verify-ca', 'authority'],
  ['require', 'authority'],
])('asks the authorities of a file with sslmode=%s', async (sslmode, verify) => {
  const store = `postgres://gate@db.example.com/gatehouse?sslmode=${sslmode}&sslrootcert=root.pem`;
  expect(await read(store)).toEqual({ store: { ...postgres, tls: { verify, authorities: join(folder, 'root.pem') } } });
});

it('finds the password in a file, and leaves it there', async () => {
  expect(await read('postgres://gate@localhost/gatehouse', 'password')).toEqual({
    store: { ...postgres, host: 'localhost', passwordFile: join(folder, 'password') },
  });
});

it.each([
  ['sqlite:', 'name a file'],
  ['sqlite:folder/', 'name a file'],
  ['sqlite://host/file.db', 'name a file'],
  ['postgres://', 'expected postgres://'],
  ['postgres:gatehouse', 'expected postgres://'],
  ['postgres://db.example.com/gatehouse', 'expected postgres://'],
  ['postgres://gate@db.example.com', 'expected postgres://'],
  ['postgres://gate@db.example.com/', 'expected postgres://'],
  ['postgres://gate@db.example.com/a/b', 'expected postgres://'],
  ['postgres://gate@db.example.com/gatehouse#x', 'expected postgres://'],
  ['postgres://gate@db.example.com:port/gatehouse', 'expected postgres://'],
  ['postgres://gate@one,two/gatehouse?sslmode=disable', 'expected postgres://'],
  ['postgres://gate@/gatehouse', 'expected postgres://'],
  ['postgres://gate:%zz@db.example.com/gatehouse', 'expected postgres://'],
  ['postgres://gate@db.example.com/gatehouse', 'say sslmode=verify-full'],
  ['postgres://gate@db.example.com/gatehouse?sslmode=prefer', 'sslmode: verify-full'],
  ['postgres://gate@db.example.com/gatehouse?sslmode=allow', 'sslmode: verify-full'],
  ['postgres://gate@db.example.com/gatehouse?sslmode=no-verify', 'sslmode: verify-full'],
  ['postgres://gate@db.example.com/gatehouse?sslmode=', 'sslmode: verify-full'],
  ['postgres://gate@db.example.com/gatehouse?sslmode=verify-ca', 'verify-ca needs sslrootcert'],
  ['postgres://gate@db.example.com/gatehouse?sslmode=verify-ca&sslrootcert=system', 'verify-ca needs sslrootcert'],
  ['postgres://gate@db.example.com/gatehouse?sslmode=verify-full&sslrootcert=nowhere.pem', 'ENOENT'],
  ['postgres://gate@db.example.com/gatehouse?sslmode=verify-full&sslrootcert=password', 'as a certificate'],
  ['postgres://gate@db.example.com/gatehouse?sslmode=disable&sslrootcert=root.pem', 'no certificate is checked'],
  ['postgres://gate@%2Ftmp/gatehouse?sslmode=require', 'a Unix socket'],
  ['postgres://gate@db.example.com/gatehouse?sslmode=disable&sslmode=verify-full', 'once'],
  ['postgres://gate@db.example.com/gatehouse?sslmode=disable&host=elsewhere', 'nothing else'],
  ['postgres://gate@db.example.com/gatehouse?ssl=true', 'nothing else'],
  ['postgres://gate@localhost/gatehouse?schema=', 'schema'],
  [`postgres://gate@localhost/gatehouse?schema=${'s'.repeat(64)}`, 'schema'],
])('refuses %s', async (store, problem) => {
  expect(await read(store)).toEqual({ key: 'store', problem: expect.stringContaining(problem) });
});

it.each([
  ['sqlite:gatehouse.db', 'password', 'no password'],
  ['postgres://gate:secret@localhost/gatehouse', 'password', 'keep one of them'],
  ['postgres://gate@localhost/gatehouse', 'nowhere', 'ENOENT'],
  ['postgres://gate@localhost/gatehouse', 'empty', 'is empty'],
])('refuses %s with the password file %s', async (store, passwordFile, problem) => {
  expect(await read(store, passwordFile)).toEqual({
    key: 'storePasswordFile',
    problem: expect.stringContaining(problem),
  });
});

it.each([
  'postgres://gate:very/secret@db/gatehouse',
  'postgres://gate:very?secret@db/gatehouse',
  'postgres://gate:very#secret@db/gatehouse',
  'postgres://gate:%zzsecret@db/gatehouse',
  'postgres://gate:secret@db/gatehouse?secret=x',
  'postgres://gate:secret@db/gatehouse?sslmode=secret',
])('repeats nothing of a URL in which a password may stand: %s', async (store) => {
  const answer = await read(store);
  expect(answer).toHaveProperty('problem');
  expect(JSON.stringify(answer)).not.toContain('secret');
});
