import { type Mutation, removed, removedFromWrites } from './mutation';

const TARGET = 'proxy/gateway/target.ts';
const ENDPOINT = 'proxy/gateway/endpoint.ts';
const PARAMETERS = 'proxy/gateway/parameters.ts';
const FORM = 'proxy/gateway/form.ts';
const HANDLE = 'proxy/gateway/handle.ts';
const HEADERS = 'proxy/gateway/passedHeaders.ts';
const LISTENER = 'proxy/server/httpOptions.ts';

/** What is checked of a request before anybody is asked about it. */
export const OF_REQUESTS: readonly Mutation[] = [
  removed('paths hold plain characters only', TARGET, '!PATH.test(fullPath) || ', '', 'S5 '),
  removed('paths hold no dot segments', TARGET, 'DOT_SEGMENT.test(fullPath) || ', '', 'S5 '),
  removed('query strings are ASCII', TARGET, ' || !QUERY.test(query)', '', 'S3 a query string'),
  removed(
    'URL and header may not name different tenants',
    TARGET,
    'tenant !== undefined && tenantHeader !== undefined && tenantHeader !== tenant',
    'false',
    'contradict'
  ),
  removed('upgrades are refused', HANDLE, '  refuseUpgrade(request);\n', '', 'S11 an upgrade'),
  removed(
    'Host stands once',
    'proxy/gateway/framing.ts',
    "  singleHeader(request, 'host');\n",
    '',
    'S11 two Host headers'
  ),
  removed(
    'bodies are chunked, or nothing',
    'proxy/gateway/framing.ts',
    "coding !== undefined && coding.toLowerCase() !== 'chunked'",
    'false',
    'S11 identity, chunked'
  ),
  removed(
    'a form is admitted anew when it has arrived',
    HANDLE,
    "!writes && request.method === 'POST' ? await admit() : admitted",
    'admitted',
    'while a form arrives'
  ),
  removed(
    'headers that decide stand once',
    'proxy/gateway/singleHeader.ts',
    'values !== undefined && values.length > 1',
    'false',
    'stands twice'
  ),
  removed(
    'paths that are not in the table are refused',
    ENDPOINT,
    'if (matched === undefined) {',
    'if (matched === undefined && endpoints[0] !== undefined) {\n      return { endpoint: endpoints[0], path };\n    }\n    if (matched === undefined) {',
    'S6 '
  ),
  removed(
    'only the methods of the table are taken',
    ENDPOINT,
    '!methods.some((allowed) => allowed === method)',
    'false',
    'the method '
  ),
  {
    ...removed(
      'tags are none of those that delete',
      ENDPOINT,
      '(?!(?:findSeries|tagSeries|tagMultiSeries|delSeries)$)',
      '',
      'delSeries'
    ),
    startsNot: 'overlap',
  },
  removed(
    'labels in paths are names',
    ENDPOINT,
    "label: { pattern: NAME, example: 'job' }",
    "label: { pattern: '[^]*', example: 'job' }",
    'S6 '
  ),
  removedFromWrites(
    'labels of the Pushgateway come in pairs',
    ENDPOINT,
    'job(?:@base64)?/${SEGMENT}(?:/${NAME}(?:@base64)?/${SEGMENT})*',
    '[^]*',
    'malformed grouping'
  ),
  removed('forms have the type of forms', FORM, '!FORM_TYPE.test(type)', 'false', 'S2/S3 a body with'),
  removed(
    'bodies without a type are refused',
    FORM,
    'type === undefined ? mayHaveBody :',
    'type === undefined ? false :',
    'a missing type'
  ),
  removed(
    'compressed forms are refused',
    FORM,
    "encoding !== undefined && encoding.toLowerCase() !== 'identity'",
    'false',
    'S2/S3 a body with'
  ),
  removed(
    'forms that say that they are too long are refused',
    FORM,
    'Number(length) > bounds.formBytes',
    'Number(length) < 0',
    'more to come'
  ),
  removed(
    'forms that become too long are refused',
    FORM,
    'size > bounds.formBytes',
    'size < 0',
    'that becomes too long'
  ),
  removed('forms are UTF-8', FORM, 'fatal: true', 'fatal: false', 'S2/S3 a body with'),
  removed('a body of GET is not read', FORM, "request.method !== 'POST'", "request.method === 'PUT'", 'S2 a GET'),
  removed('";" separates nothing', PARAMETERS, "text.includes(';')", 'text === null', 'as a separator'),
  removed(
    'parameters are not too many',
    PARAMETERS,
    'parts.length > MAX_PARAMETERS',
    'parts.length < 0',
    'too many parameters'
  ),
  removed(
    'parameters that the endpoint does not know are dropped',
    PARAMETERS,
    '    if (kind === undefined) {\n      continue;\n    }\n',
    '',
    'S1 '
  ),
  removed(
    'names are no members of every object',
    PARAMETERS,
    'Object.hasOwn(endpoint.parameters, name) ? endpoint.parameters[name] : undefined',
    'endpoint.parameters[name]',
    '__proto__'
  ),
  removed(
    'parameters that count once stand once',
    PARAMETERS,
    "kind === 'once' && seen.has(name)",
    'false',
    'two queries'
  ),
  removed(
    'broken percent encoding is refused',
    PARAMETERS,
    "    throw malformed('parameter-malformed', 'a parameter is not percent-encoded UTF-8');",
    '    decoded = spaced;',
    '%zz'
  ),
  removed('NUL is refused', PARAMETERS, "decoded.includes('\\0')", 'false', 'NUL'),
  removed(
    'values are encoded anew',
    PARAMETERS,
    '${encodeURIComponent(name)}=${encodeURIComponent(value)}',
    '${encodeURIComponent(name)}=${value}',
    'S8 '
  ),
  removed(
    'of the headers of a read only the compressions pass',
    HEADERS,
    "  return { 'accept-encoding': accepted !== undefined && /\\bgzip\\b/i.test(accepted) ? 'gzip' : 'identity' };",
    "  const { host, connection, 'content-length': length, 'transfer-encoding': coding, expect, ...all } = request.headers as Record<string, string>;\n  return { ...all, 'accept-encoding': accepted ?? 'identity' };",
    'S4/S9/S14'
  ),
  removedFromWrites(
    'of the headers of a write only what describes its body passes',
    HEADERS,
    "  const headers: Record<string, string> = { 'accept-encoding': 'identity' };",
    "  const { host, connection, 'content-type': own, 'content-encoding': coded, 'transfer-encoding': coding, expect, ...all } = request.headers as Record<string, string>;\n  const headers: Record<string, string> = { ...all, 'accept-encoding': 'identity' };",
    'S4 a write'
  ),
  removedFromWrites(
    'a form is sent on without its type',
    HEADERS,
    "  if (known !== undefined) {\n    headers['content-type'] = known;\n  }",
    "  if (type !== undefined) {\n    headers['content-type'] = type;\n  }",
    'S2 a form'
  ),
  removedFromWrites(
    'unknown compressions of writes are refused',
    HEADERS,
    '!encodings.includes(encoding)',
    'false',
    'S2 a write in the encoding'
  ),
  removedFromWrites(
    'the version of remote write is a version',
    HEADERS,
    'version !== undefined && REMOTE_WRITE_VERSION.test(version)',
    'version !== undefined',
    'S4 a write'
  ),
  removedFromWrites(
    'writes that say that they are too long are refused',
    'proxy/gateway/writeBody.ts',
    "Number(request.headers['content-length'] ?? 0) > maxBytes",
    'maxBytes < 0',
    'more to come'
  ),
  removedFromWrites(
    'writes that become too long are ended',
    'proxy/gateway/writeBody.ts',
    'size > maxBytes ?',
    'maxBytes < 0 ?',
    'too long'
  ),
  removed('HTTP is read strictly', LISTENER, 'insecureHTTPParser: false', 'insecureHTTPParser: true', 'S11 '),
  removed('requests name a host', LISTENER, 'requireHostHeader: true', 'requireHostHeader: false', 'no Host'),
  removed(
    'a connection has one request at a time',
    'proxy/server/servesOneAtATime.ts',
    'if (isPipelined(response)) {',
    'if (request.socket === null) {',
    'pipelined'
  ),
];
