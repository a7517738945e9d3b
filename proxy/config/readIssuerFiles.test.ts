import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readIssuerFiles } from './readIssuerFiles';
import { configSchema } from './schema';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-issuers-'));
});

afterEach(() => rm(folder, { recursive: true }));

const { publicKey, privateKey } = generateKeyPairSync('ed25519');

async function problemsWith(text: string): Promise<string[]> {
  await writeFile(join(folder, 'good.pem'), publicKey.export({ type: 'spki', format: 'pem' }));
  await writeFile(join(folder, 'key.pem'), text);
  const issuers = configSchema.shape.issuers.parse([
    {
      name: 'keycloak',
      issuer: 'https://sso.example.com',
      audience: ['grafana'],
      publicKeyFiles: ['good.pem', 'key.pem'],
    },
  ]);
  const { problems } = await readIssuerFiles(issuers, join(folder, 'gatehouse.yaml'));
  return problems.map(({ path, message }) => `${path.join('.')}: ${message.replace(folder, '')}`);
}

test('public keys in PEM are no problem', async () => {
  expect(await problemsWith(publicKey.export({ type: 'spki', format: 'pem' }).toString())).toEqual([]);
});

test.each([
  [
    'a private key',
    privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    'holds a private key; give the public one (openssl pkey -in <file> -pubout)',
  ],
  ['something else', 'ssh-ed25519 AAAA', 'holds no public key in PEM ("-----BEGIN PUBLIC KEY-----")'],
])('%s among them is told before anything is served', async (_name, text, expected) => {
  expect(await problemsWith(text)).toEqual([`issuers.0.publicKeyFiles.1: the file /key.pem ${expected}`]);
});
