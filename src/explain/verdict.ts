import type { Mapping, Policy } from '@gatehouse/model';
import { dateTimeFormat } from '@grafana/data';
import type { ExplainedRequest, ExplainedSubject } from '../api/explain';
import { plural, t } from '../i18n/t';
import { denyingAll, labelOf, mappingsByName, ownPrincipal } from './access';

/** What somebody sees, in one sentence, and the way out when it is nothing. */
export interface Verdict {
  /** How it looks: something is seen, something is missing, nothing is seen. */
  tone: 'sees' | 'partly' | 'nothing';
  title: string;
  /** What is to be known besides; a sentence each. */
  notes: readonly string[];
  /** Names of the mappings that are to blame. */
  mappings: readonly string[];
  /** The principal for which a mapping could be added; undefined where that is not the way out. */
  missing?: string;
}

/** As many names stand in a sentence. */
const NAMED = 3;

type Explanation = ExplainedRequest['explanation'];

/**
 * Says what somebody sees under a policy.
 *
 * @param policy that decided, for what the explanation leaves out of mappings
 */
export function verdictOf(subject: ExplainedSubject, explanation: Explanation, policy: Policy): Verdict {
  const who = labelOf(subject);
  const byName = mappingsByName(policy);
  const notes = notesOn(subject);
  const everything = denyingAll(explanation, byName);
  if (everything.length > 0) {
    return {
      tone: 'nothing',
      title: t('explain.verdict.deniedAll', 'Denied by {{mappings}}: {{who}} sees nothing', {
        mappings: everything.join(', '),
        who,
      }),
      notes: [
        t('explain.verdict.denyWins', 'A deny mapping wins over everything that other mappings grant.'),
        ...notes,
      ],
      mappings: everything,
    };
  }
  const denying = explanation.mappings.flatMap(({ name, part }) => (part === 'denies' ? [name] : []));
  const kept =
    denying.length === 0
      ? []
      : [t('explain.verdict.alsoDenied', 'Kept from some tenants by {{mappings}}.', { mappings: denying.join(', ') })];
  const reads = explanation.access.filter(({ read }) => read !== undefined).map(({ tenant }) => tenant.name);
  if (reads.length > 0) {
    return {
      tone: kept.length > 0 ? 'partly' : 'sees',
      title:
        reads.length > NAMED
          ? plural(
              'explain.verdict.seesMany',
              reads.length + explanation.leftOut.access,
              {
                one: '{{who}} sees {{number}} tenant',
                other: '{{who}} sees {{number}} tenants',
              },
              { who }
            )
          : t('explain.verdict.sees', '{{who}} sees {{tenants}}', { who, tenants: reads.join(', ') }),
      notes: [...inPart(explanation), ...kept, ...notes],
      mappings: denying,
    };
  }
  if (explanation.access.length > 0) {
    return {
      tone: 'partly',
      title: t('explain.verdict.writesOnly', '{{who}} sees nothing, but may write to {{tenants}}', {
        who,
        tenants: explanation.access.map(({ tenant }) => tenant.name).join(', '),
      }),
      notes: [t('explain.verdict.addRead', 'No mapping lets them read.'), ...kept, ...notes],
      mappings: denying,
      missing: ownPrincipal(explanation.principals),
    };
  }
  if (denying.length > 0) {
    return {
      tone: 'nothing',
      title: t('explain.verdict.deniedRest', 'Denied by {{mappings}}: nothing is left for {{who}}', {
        mappings: denying.join(', '),
        who,
      }),
      notes,
      mappings: denying,
    };
  }
  return without(who, explanation, byName, notes);
}

/** Whether whole tenants are seen, or some of their series only. */
function inPart({ access }: Explanation): string[] {
  const filters = access.flatMap(({ read }) => (read === undefined ? [] : [read.filters]));
  const [first] = filters;
  if (filters.every((one) => one === undefined)) {
    return [t('explain.verdict.whole', 'All of it, without filters.')];
  }
  return first?.length === 1 && filters.every((one) => one?.length === 1 && one[0] === first[0])
    ? [t('explain.verdict.filtered', 'Only series that match {{filter}}.', { filter: first[0] ?? '' })]
    : [t('explain.verdict.inPart', 'Of some only the series that match the filters below.')];
}

/** Nothing is granted, and nothing denied. */
function without(
  who: string,
  { mappings, principals, leftOut }: Explanation,
  byName: ReadonlyMap<string, Mapping>,
  notes: readonly string[]
): Verdict {
  const [only, ...others] = mappings;
  if (only === undefined) {
    return {
      tone: 'nothing',
      title: t('explain.verdict.unnamed', 'No mapping names {{who}}', { who }),
      notes: [
        t(
          'explain.verdict.unnamedMore',
          'Whom no mapping names sees nothing. A mapping for one of the principals below would change that.'
        ),
        ...notes,
      ],
      mappings: [],
      missing: ownPrincipal(principals),
    };
  }
  if (others.length + leftOut.mappings > 0) {
    return {
      tone: 'nothing',
      title: plural(
        'explain.verdict.noEffect',
        mappings.length + leftOut.mappings,
        {
          one: '{{number}} mapping names {{who}}, but has no effect',
          other: '{{number}} mappings name {{who}}, but none of them has an effect',
        },
        { who }
      ),
      notes: [...mappings.slice(0, NAMED).map(({ name, part }) => whyNot(name, part, who, byName.get(name))), ...notes],
      mappings: mappings.slice(0, NAMED).map(({ name }) => name),
    };
  }
  return {
    tone: 'nothing',
    title: whyNot(only.name, only.part, who, byName.get(only.name)),
    notes,
    mappings: [only.name],
  };
}

/** Why a mapping that names somebody gives them nothing. */
function whyNot(
  mapping: string,
  part: Explanation['mappings'][number]['part'],
  who: string,
  known: Mapping | undefined
): string {
  switch (part) {
    case 'disabled':
      return t('explain.verdict.disabled', 'Mapping {{mapping}} names {{who}}, but it is disabled', { mapping, who });
    case 'expired':
      return known?.expires === undefined
        ? t('explain.verdict.expired', 'Mapping {{mapping}} names {{who}}, but it has ended', { mapping, who })
        : t('explain.verdict.expiredAt', 'Mapping {{mapping}} names {{who}}, but it ended on {{end}}', {
            mapping,
            who,
            end: dateTimeFormat(known.expires),
          });
    case 'other-issuer':
      return t('explain.verdict.otherIssuer', 'Mapping {{mapping}} names {{who}}, but counts only for {{issuers}}', {
        mapping,
        who,
        issuers: known?.issuers?.join(', ') ?? t('explain.verdict.otherIssuers', 'people of other issuers'),
      });
    case 'excepted':
      return t('explain.verdict.excepted', 'Mapping {{mapping}} names {{who}}, and excepts them', { mapping, who });
    case 'grants':
    case 'denies':
      return t('explain.verdict.grantsNothing', 'Mapping {{mapping}} names {{who}}, and gives them nothing', {
        mapping,
        who,
      });
  }
}

/** What of an identity is not known, or names nobody. */
function notesOn({
  email,
  emailVerified,
  groupsIncomplete,
  claimsIncomplete,
  vmAccessProblem,
}: ExplainedSubject): string[] {
  return [
    ...(email !== undefined && !emailVerified
      ? [
          t('explain.verdict.unverified', 'The address {{email}} is not verified, so no mapping for it counts.', {
            email,
          }),
        ]
      : []),
    ...(groupsIncomplete === true
      ? [
          t(
            'explain.verdict.groupsIncomplete',
            'The identity provider left groups out of the token: grants to them do not count, and denials of any group do.'
          ),
        ]
      : []),
    ...(claimsIncomplete === true
      ? [
          t(
            'explain.verdict.claimsIncomplete',
            'One of the tokens of this login did not come, and may have told more: every denial of a group, an address or a claim counts.'
          ),
        ]
      : []),
    ...(vmAccessProblem === undefined
      ? []
      : [t('explain.verdict.vmAccess', 'The claim vm_access of the token was not understood, so it gives nothing.')]),
  ];
}
