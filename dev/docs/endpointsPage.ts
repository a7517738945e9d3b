import type { BackendKind } from '../../model';
import type { Api, Endpoint, Filtering } from '../../proxy/gateway/endpoints';
import type { NEVER } from '../../proxy/gateway/never';

const SECTIONS: Readonly<Record<Api, { title: string; text: string }>> = {
  prometheus: {
    title: 'Querying',
    text: "What Grafana's Prometheus and VictoriaMetrics data sources ask. Each path also works below `/prometheus`.",
  },
  export: {
    title: 'Export and federation',
    text: 'Each path also works below `/prometheus`. An answer may take as long as it flows.',
  },
  status: { title: 'Statistics', text: 'Each path also works below `/prometheus`.' },
  graphite: {
    title: 'Graphite',
    text: 'Each path also works below `/graphite`. On a cluster, one tenant at a time: VictoriaMetrics has no Graphite for several.',
  },
  vmui: {
    title: 'vmui',
    text: "VictoriaMetrics' own page, for whoever reads a whole tenant. Also below `/prometheus`.",
  },
  write: {
    title: 'Writing',
    text: "For subjects with a write grant. Bodies are streamed as they come, compressed or not. The labels of the tenant and of the grant's filter are set on every sample; what the client says about them is overwritten.",
  },
};

const WITH_FILTERS: Readonly<Record<Filtering, string>> = {
  honoured: 'narrowed',
  refused: 'refused',
  empty: 'empty',
  rules: 'empty',
  harmless: 'passes: nobody’s data',
};

/** The reference page of everything that the data listener serves, in Markdown; its tables are not padded yet. */
export function endpointsPage(endpoints: readonly Endpoint[], never: typeof NEVER): string {
  const apis = Object.keys(SECTIONS) as Api[];
  return [
    '# Reference: what the data listener serves',
    '',
    '<!-- Made by `npm run docs` from proxy/gateway/endpoints.ts and never.ts. Change those. -->',
    '',
    'In front of each path may stand `/tenant/<name>` or `/backend/<name>`. Only the parameters named here pass on; of the headers, only which compression is understood and, of writes, length, compression, type and the version of the protocol. A path that is not on this page is a 404, whatever its method. A reader who writes and a writer who reads get 403.',
    '',
    ...apis.flatMap((api) => section(api, endpoints)),
    '## Never',
    '',
    'What VictoriaMetrics has, and Gatehouse asks for nobody. A row of the tables above that matched one of these would keep the proxy from starting.',
    '',
    ...table(
      ['path', 'why'],
      never.map(({ path, why }) => [code(path), why])
    ),
  ].join('\n');
}

function section(api: Api, endpoints: readonly Endpoint[]): string[] {
  const rows = endpoints.filter((endpoint) => endpoint.api === api);
  const { title, text } = SECTIONS[api];
  const notes = rows.flatMap(({ path, note }) => (note === undefined ? [] : [`- ${code(path)}: ${note}`]));
  return [
    `## ${title}`,
    '',
    text,
    '',
    ...(api === 'write' ? writeTable(rows) : readTable(rows)),
    '',
    ...(notes.length === 0 ? [] : [...notes, '']),
  ];
}

function readTable(rows: readonly Endpoint[]): string[] {
  return table(
    ['path', 'methods', 'for people with filters', 'parameters', 'cluster: below `/select/T`', 'single node', 'Mimir'],
    rows.map((row) => [
      code(row.path),
      row.methods.join(', '),
      WITH_FILTERS[row.filtering],
      parameters(row),
      upstream(row, 'victoriametrics-cluster'),
      upstream(row, 'victoriametrics'),
      upstream(row, 'mimir'),
    ])
  );
}

function writeTable(rows: readonly Endpoint[]): string[] {
  return table(
    ['path', 'also', 'methods', 'parameters', 'compression', 'cluster: below `/insert/T`', 'single node', 'Mimir'],
    rows.map((row) => [
      code(row.path),
      row.aliases.map(code).join(', '),
      row.methods.join(', '),
      parameters(row),
      (row.encodings ?? []).join(', '),
      upstream(row, 'victoriametrics-cluster'),
      upstream(row, 'victoriametrics'),
      upstream(row, 'mimir'),
    ])
  );
}

function parameters(row: Endpoint): string {
  return Object.entries(row.parameters)
    .map(([name, kind]) => code(name) + (kind === 'list' ? ' …' : ''))
    .join(', ');
}

function upstream({ upstream: paths, path, answer }: Endpoint, kind: BackendKind): string {
  const template = paths[kind];
  if (template === undefined) {
    return answer === undefined ? '–' : 'answered by Gatehouse';
  }
  return code(template.replace('{path}', () => path));
}

function code(text: string): string {
  return `\`${text}\``;
}

function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string[] {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}
