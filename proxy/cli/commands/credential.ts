import { Command } from 'commander';
import { z } from 'zod';
import type { AdminClient } from '../adminClient';
import { CommandError } from '../commandError';
import { EXIT, type ExitCode } from '../exit';
import { clientOf, online, type OnlineOptions, printJson, understood } from '../online';
import type { Terminal } from '../terminal';
import { writeNewFile } from '../writeNewFile';

interface SecretOptions extends OnlineOptions {
  comment?: string;
  expires?: string;
  overlap?: string;
  secretFile?: string;
}

const credentialSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  state: z.string(),
  comment: z.string(),
  expiresAt: z.string().nullable(),
  lastUsedAt: z.string().nullable(),
});
const pageSchema = z.object({ credentials: z.array(credentialSchema), next: z.string().nullable() });
const createdSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  secret: z.string(),
  warnings: z.array(z.looseObject({ message: z.string() })),
});

/** `gatehouse credential`: machines' credentials. */
export function credentialCommand(terminal: Terminal, end: (code: ExitCode) => void): Command {
  const command = new Command('credential').description("machines' credentials: list, create, rotate, revoke");
  const secretFile = [
    '--secret-file <file>',
    'write the secret there, for its owner only, instead of to standard output',
  ] as const;
  const expires = ['--expires <time>', 'when it ends by itself, such as 2027-01-31T00:00:00Z'] as const;
  command.addCommand(
    online(
      new Command('list')
        .description('list them, the newest first')
        .option('--name <service>', 'only those of this service')
    )
      .addHelpText('after', '\nExample:\n  gatehouse credential list --name vmagent')
      .action(async (options: OnlineOptions & { name?: string }) => end(await list(options, terminal)))
  );
  command.addCommand(
    online(
      new Command('create')
        .description('make one for a service')
        .argument('<service>', 'mappings name it service:<service>')
    )
      .option('--comment <text>', 'what it is for')
      .option(...expires)
      .option(...secretFile)
      .addHelpText(
        'after',
        '\nExample:\n  gatehouse credential create vmagent --secret-file /run/secrets/vmagent\n\nThe secret is shown this once; it is all that standard output gets.'
      )
      .action(async (service: string, options: SecretOptions) => {
        const { comment, expires: end_ } = options;
        const body = {
          name: service,
          ...(comment !== undefined && { comment }),
          ...(end_ !== undefined && { expires: end_ }),
        };
        end(await make(async () => ['/credentials', body], options, terminal));
      })
  );
  command.addCommand(
    online(
      new Command('rotate')
        .description('make the one that follows another')
        .argument('<credential>', 'its id, or the service if it has one only')
    )
      .option('--overlap <duration>', 'how long the old one still counts: 24h')
      .option(...expires)
      .option(...secretFile)
      .addHelpText('after', '\nExample:\n  gatehouse credential rotate vmagent --overlap 1h --secret-file vmagent.new')
      .action(async (credential: string, options: SecretOptions) => {
        const { overlap, expires: end_ } = options;
        const body = { ...(overlap !== undefined && { overlap }), ...(end_ !== undefined && { expires: end_ }) };
        end(
          await make(
            async (client) => [`/credentials/${await idOf(client, credential)}/rotate`, body],
            options,
            terminal
          )
        );
      })
  );
  command.addCommand(
    online(
      new Command('revoke')
        .description('end one now')
        .argument('<credential>', 'its id, or the service if it has one only')
    )
      .addHelpText('after', '\nExample:\n  gatehouse credential revoke 6c8e0f6a2b1d4e3f')
      .action(async (credential: string, options: OnlineOptions) => end(await revoke(credential, options, terminal)))
  );
  return command;
}

async function list(options: OnlineOptions & { name?: string }, terminal: Terminal): Promise<ExitCode> {
  const credentials = await listAll(await clientOf(options, terminal), options.name);
  if (options.json === true) {
    printJson(terminal, { credentials });
  } else {
    credentials.forEach(({ id, name, state, expiresAt, lastUsedAt, comment }) => {
      const ends = expiresAt === null ? 'does not end' : `ends ${expiresAt}`;
      const used = lastUsedAt === null ? 'never used' : `used ${lastUsedAt}`;
      terminal.tell(`${id}  ${name}  ${state}  ${ends}  ${used}${comment === '' ? '' : `  ${comment}`}\n`);
    });
  }
  return EXIT.ok;
}

async function listAll(
  client: AdminClient,
  name: string | undefined
): Promise<Array<z.output<typeof credentialSchema>>> {
  const all: Array<z.output<typeof credentialSchema>> = [];
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({
      limit: '500',
      ...(name !== undefined && { name }),
      ...(cursor !== null && { cursor }),
    });
    const page: z.output<typeof pageSchema> = understood(
      pageSchema,
      (await client.ask('GET', `/credentials?${query}`)).body
    );
    all.push(...page.credentials);
    cursor = page.next;
  } while (cursor !== null);
  return all;
}

/** The id of a credential; of a service the one that is live, if it is the only one. */
async function idOf(client: AdminClient, credential: string): Promise<string> {
  if (/^[a-f0-9]{16}$/.test(credential)) {
    return credential;
  }
  const live = (await listAll(client, credential)).filter(({ state }) => state === 'live');
  const [only, ...others] = live;
  if (only === undefined || others.length > 0) {
    const found =
      only === undefined ? 'no live credential' : `several: ${live.map(({ id }) => id).join(', ')}; name one by its id`;
    throw new CommandError(`the service ${credential} has ${found}`);
  }
  return only.id;
}

async function make(
  request: (client: AdminClient) => Promise<[path: string, body: object]>,
  options: SecretOptions,
  terminal: Terminal
): Promise<ExitCode> {
  const client = await clientOf(options, terminal);
  const { secretFile } = options;
  if (secretFile !== undefined) {
    // Before anything is made: a secret that cannot be written is lost.
    await writeNewFile(secretFile, '', { mode: 0o600 });
  }
  const [path, body] = await request(client);
  const answer = (await client.ask('POST', path, { body })).body;
  const created = understood(createdSchema, answer);
  const { secret, id, name, warnings } = created;
  if (secretFile !== undefined) {
    await writeNewFile(secretFile, `${secret}\n`, { mode: 0o600, force: true });
  }
  if (options.json === true) {
    const { secret: _shown, ...rest } = created;
    printJson(terminal, secretFile === undefined ? created : { ...rest, secretFile });
    return EXIT.ok;
  }
  warnings.forEach(({ message }) => terminal.error(`warning: ${message}\n`));
  terminal.error(
    `credential ${id} of service:${name} was made${secretFile === undefined ? '; this is its secret, shown this once' : `; its secret is in ${secretFile}`}\n`
  );
  terminal.out(secretFile === undefined ? `${secret}\n` : '');
  return EXIT.ok;
}

async function revoke(credential: string, options: OnlineOptions, terminal: Terminal): Promise<ExitCode> {
  const client = await clientOf(options, terminal);
  const { body } = await client.ask('DELETE', `/credentials/${await idOf(client, credential)}`);
  const { id, name } = understood(credentialSchema, body);
  if (options.json === true) {
    printJson(terminal, body);
  } else {
    terminal.tell(`credential ${id} of service:${name} was revoked\n`);
  }
  return EXIT.ok;
}
