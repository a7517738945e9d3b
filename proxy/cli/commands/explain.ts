import { SERVICE_ISSUER } from '@gatehouse/model';
import { Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { CommandError } from '../commandError';
import { EXIT, type ExitCode } from '../exit';
import { clientOf, online, type OnlineOptions, printJson, understood } from '../online';
import { placingProblems, readPolicy } from '../readPolicy';
import { readText } from '../readText';
import type { Terminal } from '../terminal';

interface ExplainOptions extends OnlineOptions {
  subject?: string;
  service?: string;
  subjectTokenFile?: string;
  refusal?: string;
  issuer?: string;
  group: readonly string[];
  claim: ReadonlyArray<readonly [string, string]>;
  access: 'read' | 'write';
  tenant?: string;
  backend?: string;
  path?: string;
  query?: string;
  draft?: string;
}

const explanationSchema = z.object({
  subject: z.looseObject({ issuer: z.string(), id: z.string(), email: z.string().optional() }),
  revision: z.number().nullable(),
  explanation: z.looseObject({
    decision: z.discriminatedUnion('allowed', [
      z.looseObject({
        allowed: z.literal(true),
        tenants: z.array(
          z.looseObject({ tenant: z.looseObject({ name: z.string() }), filters: z.array(z.string()).nullish() })
        ),
      }),
      z.looseObject({ allowed: z.literal(false), reason: z.string(), message: z.string() }),
    ]),
    mappings: z.array(z.looseObject({ name: z.string(), part: z.string(), principals: z.array(z.string()) })),
  }),
  upstream: z.object({ method: z.string(), url: z.string(), body: z.string().optional() }).nullable(),
  upstreamRefusal: z.string().optional(),
});

const refusalSchema = z.looseObject({
  at: z.string(),
  requestId: z.string(),
  method: z.string(),
  endpoint: z.string(),
  status: z.number(),
  code: z.string(),
  reason: z.string(),
  detail: z.string(),
  mappings: z.array(z.string()),
  subject: z.looseObject({ issuer: z.string(), label: z.string() }).nullable(),
});

/** `gatehouse explain`: what somebody's request would meet, and why; or why a request was refused. */
export function explainCommand(terminal: Terminal, end: (code: ExitCode) => void): Command {
  return online(
    new Command('explain')
      .description("tell what somebody's request would meet and why, or why a request was refused")
      .option('--subject <user>', 'an e-mail address, or an id')
      .option('--service <name>', 'a machine with a credential of Gatehouse')
      .option('--subject-token-file <file>', 'a file with the token of whoever asks; it is kept nowhere')
      .option('--refusal <id>', 'the number at the end of a refusal in Grafana')
      .option('--issuer <name>', 'whose user it is')
      .option('--group <group>', 'a group of the user; may stand several times', collect, [])
      .option('--claim <name=value>', 'a claim of the user; may stand several times', collectClaim, [])
      .addOption(new Option('--access <access>', 'what is asked for').choices(['read', 'write']).default('read'))
      .option('--tenant <name>', 'the tenant that the request names')
      .option('--backend <name>', 'the backend that the request names')
      .option('--path <path>', 'the path of the request')
      .option('--query <query>', 'PromQL, to see the exact request that would be sent')
      .option('--draft <file>', 'decide by this policy file instead of the policy in force')
      .addHelpText(
        'after',
        `
Example:
  gatehouse explain --subject alice@example.com --issuer keycloak --group acme-dev --query up
  gatehouse explain --refusal 01J8Z2`
      )
  ).action(async (options: ExplainOptions) => end(await explain(options, terminal)));
}

async function explain(options: ExplainOptions, terminal: Terminal): Promise<ExitCode> {
  const named = [options.subject, options.service, options.subjectTokenFile, options.refusal];
  if (named.filter((one) => one !== undefined).length !== 1) {
    throw misused('name one of --subject, --service, --subject-token-file and --refusal');
  }
  const client = await clientOf(options, terminal);
  if (options.refusal !== undefined) {
    const { body } = await client.ask('GET', `/activity/${encodeURIComponent(options.refusal)}`);
    const refusal = understood(refusalSchema, body);
    show(options, terminal, body, describeRefusal(refusal));
    return EXIT.ok;
  }
  const read = options.draft === undefined ? undefined : await readPolicy(options.draft, terminal);
  const { access, tenant, backend, path, query } = options;
  const asked = client.ask('POST', '/explain', {
    body: {
      ...(await whoOf(options, terminal)),
      request: {
        access,
        ...(tenant !== undefined && { tenant }),
        ...(backend !== undefined && { backend }),
        ...(path !== undefined && { path }),
        ...(access === 'write' && path === undefined && { path: '/api/v1/write', method: 'POST', parameters: {} }),
        ...(query !== undefined && { parameters: { query } }),
      },
      ...(read && { draft: read.policy }),
    },
  });
  const { body } = await (read === undefined ? asked : placingProblems(options.draft ?? '', read, asked));
  show(options, terminal, body, describe(understood(explanationSchema, body)));
  return EXIT.ok;
}

async function whoOf(options: ExplainOptions, terminal: Terminal): Promise<object> {
  const { subject, service, issuer, group, claim, subjectTokenFile } = options;
  if (subjectTokenFile !== undefined) {
    return { token: (await readText(subjectTokenFile, terminal)).trim() };
  }
  if (service !== undefined) {
    return { subject: { kind: 'service', issuer: SERVICE_ISSUER, id: service } };
  }
  if (issuer === undefined) {
    throw misused('name the issuer whose user it is with --issuer');
  }
  const claims = new Map<string, string[]>();
  claim.forEach(([name, value]) => claims.set(name, [...(claims.get(name) ?? []), value]));
  return {
    subject: {
      issuer,
      id: subject,
      ...(subject?.includes('@') === true && { email: subject }),
      groups: group,
      claims: Object.fromEntries(claims),
    },
  };
}

function describe({
  subject,
  revision,
  explanation,
  upstream,
  upstreamRefusal,
}: z.output<typeof explanationSchema>): string {
  const { decision, mappings } = explanation;
  const who = `${subject.email ?? subject.id} of ${subject.issuer}`;
  const by = revision === null ? 'the draft' : `revision ${revision}`;
  const outcome = decision.allowed
    ? `${by} lets ${who} through to ${decision.tenants.map(({ tenant, filters }) => `${tenant.name}${filters ? ` narrowed to ${filters.join(' or ')}` : ''}`).join(', ')}\n`
    : `${by} refuses ${who}: ${decision.message} (${decision.reason})\n`;
  const parts = mappings.map(
    ({ name, part, principals }) => `  mapping ${name}: ${part}, by ${principals.join(', ')}\n`
  );
  const request =
    upstream !== null
      ? `the request that would be sent:\n  ${upstream.method} ${upstream.url}\n${upstream.body === undefined ? '' : `  ${upstream.body}\n`}`
      : upstreamRefusal === undefined
        ? ''
        : `no request would be sent: ${upstreamRefusal}\n`;
  return outcome + (mappings.length === 0 ? '  no mapping names the subject\n' : parts.join('')) + request;
}

function describeRefusal(refusal: z.output<typeof refusalSchema>): string {
  const { at, requestId, method, endpoint, status, code, reason, detail, mappings, subject } = refusal;
  const who = subject === null ? 'somebody unknown' : `${subject.label} of ${subject.issuer}`;
  const exact = reason === code ? code : `${code}, exactly ${reason}`;
  const because = mappings.length === 0 ? '' : `  mappings: ${mappings.join(', ')}\n`;
  return `${at} ${who} asked ${method} ${endpoint} and was answered ${status} (${exact}): ${detail}\n${because}  request ${requestId}\n`;
}

function show(options: ExplainOptions, terminal: Terminal, document: unknown, text: string): void {
  if (options.json === true) {
    printJson(terminal, document);
  } else {
    terminal.tell(text);
  }
}

function collect(text: string, known: readonly string[]): string[] {
  return [...known, text];
}

function collectClaim(text: string, known: ReadonlyArray<readonly [string, string]>) {
  const equals = text.indexOf('=');
  if (equals < 1) {
    throw new InvalidArgumentError('Write it like department=finance.');
  }
  return [...known, [text.slice(0, equals), text.slice(equals + 1)] as const];
}

function misused(message: string): CommandError {
  return new CommandError(message, EXIT.misconfigured);
}
