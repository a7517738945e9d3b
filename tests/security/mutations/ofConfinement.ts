import { type Mutation, removed, removedFromWrites } from './mutation';

const CONFINEMENT = 'proxy/gateway/confinement.ts';
const REWRITE = 'proxy/gateway/rewrite.ts';
const FILTER = 'proxy/gateway/upstreamFilter.ts';
const OWN_ANSWER = 'proxy/gateway/ownAnswer.ts';
const HAZARDS = 'proxy/gateway/hazards.ts';
const HANDLE = 'proxy/gateway/handle.ts';
const LIMITS = 'proxy/gateway/limits/limitKeeper.ts';
const ATTEMPT = 'proxy/upstream/attempt.ts';

/** What confines an allowed request upstream, and what keeps the upstream's answer in its place. */
export const OF_CONFINEMENT: readonly Mutation[] = [
  removed(
    'a cluster’s tenant is read through its filters',
    CONFINEMENT,
    'const extra: Parameters = (only.filters ?? []).map(',
    'const extra: Parameters = ([] as string[]).map(',
    'the view of'
  ),
  removed(
    'a single node is read through the tenant’s labels',
    CONFINEMENT,
    '      ...labelsOf(withoutTwins(fixedLabels(only.tenant, decision.backend))),\n',
    '',
    'the view of'
  ),
  removed(
    'a single node is read through the filters',
    CONFINEMENT,
    "      ...(only.filters ?? []).map((filter) => ['extra_filters[]', upstreamFilter(filter)] as const),\n",
    '',
    'the view of'
  ),
  removed(
    'series with twins of the tenant’s label are left out',
    CONFINEMENT,
    'const twins = Object.keys(labels).flatMap(twinsOf);',
    'const twins: string[] = [];',
    'the view of'
  ),
  removed(
    'names of twins are escaped',
    CONFINEMENT,
    '`${escapeName(name)}=${quoteValue(value)}`',
    '`${name}=${quoteValue(value)}`',
    'the view of'
  ),
  removed(
    'values of labels are quoted',
    CONFINEMENT,
    '`${escapeName(name)}=${quoteValue(value)}`',
    '`${escapeName(name)}="${value}"`',
    'with another tenant'
  ),
  removed(
    'each filter of several tenants carries its tenant',
    CONFINEMENT,
    'upstreamFilter(filter, tenantMatchers)',
    'upstreamFilter(filter, [])',
    'the view of'
  ),
  removed(
    'several tenants of a cluster are named',
    CONFINEMENT,
    '[`vm_account_id="${account}"`, `vm_project_id="${project}"`]',
    '[`vm_account_id!="x${account}"`, `vm_project_id!="x${project}"`]',
    'the view of'
  ),
  removed(
    'who has filters is told apart',
    CONFINEMENT,
    "const filtered = decision.access === 'read' && extra.length > 0;",
    'const filtered = false;',
    'what cannot be narrowed'
  ),
  removed('Mimir is told the tenant', REWRITE, '...headers, ...confinement.headers,', '...headers,', 'Mimir'),
  removedFromWrites(
    'writes to a cluster are stamped',
    CONFINEMENT,
    '`/insert/${account}:${project}`, labelsOf(decision.stamp)',
    '`/insert/${account}:${project}`, labelsOf({})',
    'writes plainly'
  ),
  removedFromWrites(
    'writes to a single node are stamped with the tenant’s labels',
    CONFINEMENT,
    '{ ...decision.stamp, ...fixedLabels(tenant, decision.backend) }',
    '{ ...decision.stamp }',
    'writes plainly'
  ),
  removedFromWrites(
    'writes to a single node are stamped with the grant’s labels',
    CONFINEMENT,
    '{ ...decision.stamp, ...fixedLabels(tenant, decision.backend) }',
    '{ ...fixedLabels(tenant, decision.backend) }',
    'writes plainly'
  ),
  removed(
    'filters on the name are written such that they are kept',
    FILTER,
    '.map(keptWhole).map(printMatcher)',
    '.map(printMatcher)',
    'beside the name'
  ),
  removed(
    'names in filters are taken literally',
    FILTER,
    "value.replace(/[\\\\.+*?()|[\\]{}^$]/g, '\\\\$&')",
    'value',
    'beside the name'
  ),
  removed('patterns of names are never listed', FILTER, "'(?:\\\\b|\\\\B)'", "''", 'beside the name'),
  removed(
    'values in filters are quoted',
    FILTER,
    '.map(keptWhole).map(printMatcher)',
    '.map(keptWhole).map(({ label, operator, value }) => `${label}${operator}"${value}"`)',
    'S8 '
  ),
  removed(
    'the path names the tenant',
    REWRITE,
    'confinement.tenantPath + upstreamPath',
    "'' + upstreamPath",
    'the view of'
  ),
  removed(
    'reads by GET carry the confinement',
    REWRITE,
    "[extraQuery, form].filter((part) => part !== '').join('&')",
    "endpoint.access === 'read' ? form : [extraQuery, form].filter((part) => part !== '').join('&')",
    'the view of'
  ),
  removed(
    'reads by POST carry the confinement',
    REWRITE,
    'formInBody ? extraQuery :',
    "formInBody ? '' :",
    'S1 smuggled in the body'
  ),
  removedFromWrites(
    'writes carry the confinement',
    REWRITE,
    "[extraQuery, form].filter((part) => part !== '').join('&')",
    "endpoint.access === 'write' ? form : [extraQuery, form].filter((part) => part !== '').join('&')",
    'writes plainly'
  ),
  removed(
    'what cannot be narrowed is refused',
    REWRITE,
    '  refuseUnconfined(endpoint, confinement);\n',
    '',
    'what cannot be narrowed'
  ),
  removed(
    'what a kind of backend does not have is not asked of it',
    REWRITE,
    'const template = endpoint.upstream[backend.kind];',
    "const template = endpoint.upstream[backend.kind] ?? '/prometheus{path}';",
    'the queries of others'
  ),
  removed(
    'what cannot be asked of several tenants is asked of one',
    REWRITE,
    "!endpoint.severalTenants && decision.tenants.length > 1 && backend.kind !== 'victoriametrics'",
    'false',
    'S13 '
  ),
  removed(
    'the gateway answers itself what cannot be narrowed and is asked all the time',
    OWN_ANSWER,
    'endpoint.answer !== undefined && !mayAskUpstream(endpoint, confinement)',
    'false',
    'about names'
  ),
  removed(
    'metadata is not shown to who has filters',
    OWN_ANSWER,
    "return !filtered || filtering !== 'empty';",
    'return true;',
    'about names'
  ),
  removed(
    'rules are not shown where they are not the tenant’s alone',
    OWN_ANSWER,
    "if (filtering === 'rules') {",
    'if (upstream === undefined) {',
    'rules of others'
  ),
  removed(
    'the numbers of tenants are answered from the policy',
    OWN_ANSWER,
    'decision.tenants.length > 1 ? tenantIds(path, decision) : undefined',
    'tenantIds(path, { ...decision, tenants: decision.tenants.slice(1) as unknown as Allowed["tenants"] }) && undefined',
    'of several tenants'
  ),
  removedFromWrites(
    'what cannot be stamped is not written',
    REWRITE,
    "access === 'write' && stampable === false && extraQuery !== ''",
    'false',
    'Zabbix'
  ),
  removed(
    'there are no more filters than VictoriaMetrics reads',
    CONFINEMENT,
    'extra.length > MAX_OURS',
    'extra.length < 0',
    'names one'
  ),
  removed(
    'patterns that VictoriaMetrics takes apart are sent such that it does not',
    FILTER,
    '!PLAIN_PATTERN.test(value)',
    'false',
    'the view of pia'
  ),
  removed(
    'hazards of the backend are looked at',
    HANDLE,
    '    refuseHazards(hazards, endpoint, confinement);\n',
    '',
    'a backend'
  ),
  removed(
    'a backend of the wrong kind is not asked',
    HAZARDS,
    "found.has('wrong-kind')",
    'false',
    'another one than the configuration says'
  ),
  removed(
    'labels are not asked where they are not filtered',
    HAZARDS,
    "endpoint.labelsApi === true && filtered && found.has('labels-unfiltered')",
    'false',
    'does not filter labels'
  ),
  removed(
    'nothing is written where stamps can be evaded',
    HAZARDS,
    "endpoint.access === 'write' && extraQuery !== '' && found.has('stamps-evadable')",
    'false',
    'stamps can be evaded'
  ),
  removed(
    'several tenants are not asked where answers go astray',
    HAZARDS,
    "decision.tenants.length > 1 && ofCluster && found.has('federation-leaks')",
    'false',
    'about several'
  ),
  removed(
    'a long exchange ends when it would not be admitted any more',
    HANDLE,
    "upstreamRequest.bound === 'answer'",
    "upstreamRequest.method !== 'PUT'",
    'ends a write that is going on'
  ),
  removed(
    'the longest range holds',
    LIMITS,
    'plan.range !== undefined && range !== undefined',
    'false',
    'a limit of the range'
  ),
  removed(
    'limits of requests a minute hold',
    LIMITS,
    'this.store.countRequest(key, most)',
    'this.store.countRequest(key, 1_000_000)',
    'requests a minute'
  ),
  removed(
    'limits of requests at a time hold',
    LIMITS,
    'this.store.takePlace(key, most)',
    'this.store.takePlace(key, 1_000_000)',
    'requests at a time'
  ),
  removed(
    'redirects and refusals of the upstream are not passed on',
    ATTEMPT,
    'const problem = unusable(status);',
    'const problem = unusable(200 + 0 * status);',
    'S12 '
  ),
  removed(
    'of the upstream’s headers only a few pass',
    ATTEMPT,
    '  for (const name of PASSED_HEADERS) {',
    "  for (const name of Object.keys(headers).filter((one) => !['connection', 'transfer-encoding', 'keep-alive'].includes(one))) {",
    'S12 '
  ),
];
