import { type Mutation, removed, removedFromWrites } from './mutation';

const ACCESS = 'proxy/gateway/access.ts';
const PRESENTED = 'proxy/identity/presented.ts';
const VERIFY = 'proxy/identity/verify.ts';
const CHOOSE = 'proxy/identity/chooseProof.ts';
const TOKEN_VERIFIER = 'proxy/identity/tokenVerifier.ts';
const DECIDE = 'model/decision/decide.ts';
const COLLECT = 'model/decision/collectGrants.ts';
const INDEX = 'model/decision/policyIndex.ts';
const FEDERATE = 'model/decision/federate.ts';
const SCHEMA = 'model/policy/shape.ts';
const PARSE = 'model/filter/parse.ts';
const STAMPS = 'model/policy/stamps.ts';

/** Who is let in, what is granted, and what may be saved as a policy. */
export const OF_DECISIONS: readonly Mutation[] = [
  removed(
    'what was decided is kept for its target alone',
    ACCESS,
    'JSON.stringify([request.access, request.tenant, request.backend])',
    'JSON.stringify([request.access, request.backend])',
    'tenant'
  ),
  removed(
    'what was decided is kept for its revision alone',
    ACCESS,
    'if (index !== this.#index) {',
    'if (this.#index === undefined) {',
    'is taken away'
  ),
  removed(
    'what was decided is kept until a mapping expires',
    ACCESS,
    'now < kept.access.validUntil',
    'now > 0',
    'that expires'
  ),
  removed(
    'without a policy nobody is let in',
    ACCESS,
    'if (current === undefined) {',
    'if (current === undefined && request.tenant === "x") {',
    'S10 a store'
  ),
  removed(
    'tokens have a signature',
    VERIFY,
    "if (signature !== 'good') {",
    "if (signature !== 'good' && now < 0) {",
    'S10 '
  ),
  removed(
    'tokens are for this audience',
    VERIFY,
    'if (!isMeantForUs(payload, config)) {',
    'if (!isMeantForUs(payload, config) && now < 0) {',
    'S10 '
  ),
  removed('tokens end', VERIFY, 'exp + LEEWAY <= seconds', 'exp + 1e9 <= seconds', 'S10 '),
  removed(
    'a header with a token stands once',
    PRESENTED,
    'headers[name] !== undefined && occurrences(rawHeaders, name) > 1',
    'false',
    'a second token'
  ),
  removed(
    'tokens of one request name one subject',
    CHOOSE,
    'others.some(({ issuer, claims }) => issuer !== first.issuer || claims.sub !== first.claims.sub)',
    'false',
    'T6 '
  ),
  removed(
    'Grafana’s word counts where no other token came',
    CHOOSE,
    'ofPreferred.length > 0 ? ofPreferred : outcomes',
    'outcomes',
    'Grafana’s identity: '
  ),
  removed(
    'Grafana names people, not visitors',
    VERIFY,
    '!GRAFANA_SUBJECT.test(sub)',
    'sub === ""',
    'Grafana’s identity: '
  ),
  removed(
    'tokens are read where their issuer says',
    TOKEN_VERIFIER,
    'if (preference < 0) {',
    'if (preference < -1) {',
    'Grafana’s identity: '
  ),
  removed(
    'the static credential is for rules',
    PRESENTED,
    "if (fromAlert !== 'true') {",
    "if (fromAlert === 'no') {",
    'a credential '
  ),
  removed(
    'the static credential is for nobody who is logged in',
    PRESENTED,
    'if (ofUser.length === 0 && headers[CREDENTIAL_HEADER] !== undefined) {',
    'if (headers[CREDENTIAL_HEADER] !== undefined) {',
    'a credential '
  ),
  removed(
    'what Grafana passes on for people has no static credential',
    PRESENTED,
    'return headers[FORWARDED_HEADER] === undefined',
    'return headers[CREDENTIAL_HEADER] !== undefined',
    'a credential '
  ),
  removed(
    'a machine’s credential comes without a user',
    PRESENTED,
    'if (others.length === 0 && !throughGrafana(headers)) {',
    'if (others.length >= 0) {',
    'a credential '
  ),
  removed(
    'what is not granted is refused',
    DECIDE,
    'if (named === undefined || (request.backend !== undefined && named.tenant.backend !== request.backend)) {',
    'if (named === undefined && access.tenants.size === 0) {',
    'tenant'
  ),
  removedFromWrites(
    'a writer does not read',
    DECIDE,
    'if (one.read === undefined) {',
    'if (one.read === undefined && one.write === undefined) {',
    'may not: GET'
  ),
  {
    step: 'a deny mapping denies',
    changes: [
      { file: DECIDE, find: 'if (access.deniesEverything) {', replace: 'if (access.deniesEverything && who === "") {' },
      {
        file: COLLECT,
        find: 'of denied.everything ? [] : applied) {',
        replace: 'of applied) {',
      },
    ],
    half: 'reads',
    first: 'S10 denied',
  },
  removed(
    'disabled mappings grant nothing',
    INDEX,
    "if (!indexed.mapping.enabled) {\n    return { part: 'disabled' };\n  }\n",
    '',
    'S10 a disabled'
  ),
  removed(
    'expired mappings grant nothing',
    INDEX,
    "if (indexed.expiresAt <= now) {\n    return { part: 'expired' };\n  }\n",
    '',
    'S10 an expired'
  ),
  removed(
    'exceptions are excepted',
    INDEX,
    "if (indexed.except.size > 0 && principals.some((principal) => indexed.except.has(principal))) {\n    return { part: 'excepted' };\n  }\n",
    '',
    'S10 an exception'
  ),
  removed(
    'several tenants of a cluster have the same filters',
    FEDERATE,
    "'account' in first.tenant && others.some",
    'false && others.some',
    'S13 '
  ),
  removed(
    'several tenants stand on one backend',
    FEDERATE,
    'others.some(({ tenant }) => tenant.backend !== first.tenant.backend)',
    'false',
    'S13 '
  ),
  removed('accounts are whole', SCHEMA, "  .int('a whole number from 0 to 4294967295')\n", '', 'S7 '),
  removed('accounts are not negative', SCHEMA, "  .min(0, 'a whole number from 0 to 4294967295')\n", '', 'S7 '),
  removed('accounts have 32 bits', SCHEMA, "  .max(MAX_UINT32, 'a whole number from 0 to 4294967295')", '', 'S7 '),
  removed(
    'names of tenants are plain',
    SCHEMA,
    'const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;',
    'const NAME = /^/;',
    'S7 '
  ),
  removed(
    'names of labels are plain',
    SCHEMA,
    'const LABEL_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;',
    'const LABEL_NAME = /^/;',
    'S7 '
  ),
  removed('labels that choose tenants are not fixed', SCHEMA, '!UNFIXABLE_LABELS.has(name)', 'name !== null', 'S7 '),
  removed(
    'fixed labels have a value',
    SCHEMA,
    ".min(1, 'a fixed label needs a value: an empty one would match series without the label')",
    '',
    'S7 '
  ),
  removed(
    'names of orgs are what Mimir takes',
    SCHEMA,
    "const MIMIR_ORG = /^[A-Za-z0-9!_.*'()-]{1,150}$/;",
    'const MIMIR_ORG = /^/;',
    'S7 '
  ),
  removed(
    'empty lists of filters are not saved',
    SCHEMA,
    "    .min(1, 'leave filters out to grant the whole tenant')\n",
    '',
    'S10 an empty list'
  ),
  removed('filters do not name tenants', PARSE, 'TENANT_LABELS.has(label)', 'label === ""', 'S8 the filter'),
  removed('filters do not name Graphite’s paths', PARSE, 'label === GRAPHITE_PATH', 'label === ""', 'S8 the filter'),
  removed(
    'nothing follows a filter',
    PARSE,
    '  if (!reader.atEnd()) {\n',
    '  if (reader.at("nothing")) {\n',
    'S8 the filter'
  ),
  removed('empty filters are not saved', PARSE, 'matchers.length === 0', 'matchers.length < 0', 'S8 the filter'),
  removed('control characters are not saved', PARSE, 'if (control ||', 'if (', 'S8 the filter'),
  removed(
    'patterns that mean several things are not saved',
    PARSE,
    'const problem = regularExpressionProblem(operator, value);',
    'const problem = undefined as string | undefined;',
    'S8 the filter'
  ),
  removed('stamps are one value each', STAMPS, 'if (!stampable) {', 'if (path === undefined) {', 'the stamps'),
  removed(
    'stamps do not contradict the tenant',
    STAMPS,
    'Object.hasOwn(fixed, label) && fixed[label] !== value',
    'false',
    'the stamps'
  ),
  removed(
    'stamps that can be evaded are not saved',
    STAMPS,
    'twin !== undefined && !Object.hasOwn(fixed, label)',
    'false',
    'the stamps'
  ),
  removed(
    'filters on Mimir are not saved',
    'model/policy/problems.ts',
    "return backendKindOf(tenant) === 'mimir'\n",
    "return backendKindOf(tenant) === ('x' as 'mimir')\n",
    'on Mimir'
  ),
  removedFromWrites(
    'a reader does not write',
    DECIDE,
    'if (one.write === undefined) {',
    'if (one.write === undefined && one.read === undefined) {',
    'may not: POST'
  ),
  removed(
    'writes that could be stamped in several ways are refused',
    DECIDE,
    'stamp === undefined || otherStamps.length > 0',
    'stamp === undefined',
    'S13 a write'
  ),
];
