import React from 'react';
import { dateTimeFormat } from '@grafana/data';
import { Badge, Stack, Text } from '@grafana/ui';
import type { Reached } from '../api/explain';
import { numberText } from '../i18n/language';
import { plural, t } from '../i18n/t';
import { PrincipalTags } from '../mappings/PrincipalTags';
import { AppLink } from '../ui/AppLink';
import { explainLinks } from './explainUrl';
import { FactTable } from './FactTable';
import { FilterList } from './FilterList';
import { MappingLinks } from './MappingLinks';
import type { Series } from './querySelector';
import { Section } from './Section';
import { VerdictPanel } from './VerdictPanel';

interface Props {
  reached: Reached;
  /** Undefined for the tenant as a whole. */
  series: Series | undefined;
}

type Match = Reached['reach']['subjects'][number]['series'];

/** Who reaches a tenant, or one of its series: the people, and the mappings that lead there. */
export function ReachAnswer({ reached: { reach, complete, revision }, series }: Props) {
  const { counts, mappings, subjects } = reach;
  const granting = mappings.filter(({ effect }) => effect === 'allow');
  const seeing = series === undefined ? counts.readers : counts.seeing;
  return (
    <Stack direction="column" gap={3}>
      <VerdictPanel
        tone={seeing > 0 ? 'sees' : 'nothing'}
        title={titleOf(reach, series !== undefined)}
        notes={[
          ...(series === undefined && counts.writers > 0
            ? [
                plural('explain.reach.writers', counts.writers, {
                  one: '{{number}} of them may write to it',
                  other: '{{number}} of them may write to it',
                }),
              ]
            : []),
          ...(counts.unknown > 0
            ? [
                plural('explain.reach.unknown', counts.unknown, {
                  one: 'Of {{number}} more it cannot be told for certain, because of a pattern in their filters',
                  other: 'Of {{number}} more it cannot be told for certain, because of patterns in their filters',
                }),
              ]
            : []),
          ...(granting.length > 0
            ? [
                t(
                  'explain.reach.others',
                  'Whoever the mappings below name, and has not come yet, sees it as well. Revision {{revision}} is in force.',
                  { revision: numberText(revision) }
                ),
              ]
            : []),
          ...(complete
            ? []
            : [t('explain.reach.incomplete', 'Too many people came to look at all of them: there may be more.')]),
        ]}
      />
      {subjects.length > 0 && (
        <Section title={t('explain.reach.people', 'People and services')}>
          <FactTable
            label={t('explain.reach.people', 'People and services')}
            rows={subjects}
            rowKey={({ key }) => key}
            columns={[
              {
                title: t('explain.reach.person', 'Who'),
                width: '28%',
                render: ({ key, label, issuer }) => (
                  <Stack direction="column" gap={0.5} alignItems="flex-start">
                    <AppLink to={explainLinks.subject(key)}>{label}</AppLink>
                    <Text color="secondary" variant="bodySmall">
                      {issuer}
                    </Text>
                  </Stack>
                ),
              },
              {
                title: t('explain.reach.access', 'Access'),
                width: '104px',
                render: ({ read, write }) =>
                  read && write
                    ? t('explain.access.both', 'read, write')
                    : read
                      ? t('explain.access.read', 'read')
                      : t('explain.access.write', 'write'),
              },
              {
                title: t('explain.reach.filters', 'Series'),
                render: ({ read, filters, filtersLeftOut, series: match }) => (
                  <Stack direction="column" gap={0.5} alignItems="flex-start">
                    {read && <FilterList filters={filters ?? undefined} leftOut={filtersLeftOut} />}
                    <MatchNote match={match} />
                  </Stack>
                ),
              },
              {
                title: t('explain.reach.because', 'Because of'),
                width: '24%',
                render: ({ mappings: names }) => <MappingLinks names={names} />,
              },
            ]}
          />
          <LeftOut count={reach.subjectsLeftOut} />
        </Section>
      )}
      {mappings.length > 0 && (
        <Section
          title={t('explain.reach.mappings', 'Mappings')}
          about={t('explain.reach.mappingsAbout', 'Those in force that lead to the tenant, or keep from it.')}
        >
          <FactTable
            label={t('explain.reach.mappings', 'Mappings')}
            rows={mappings}
            rowKey={({ name }) => name}
            columns={[
              {
                title: t('explain.reach.mapping', 'Mapping'),
                width: '22%',
                render: ({ name, effect, expires }) => (
                  <Stack direction="column" gap={0.5} alignItems="flex-start">
                    <MappingLinks names={[name]} />
                    {effect === 'deny' && <Badge text={t('explain.parts.denies', 'Denies')} color="red" icon="ban" />}
                    {expires !== null && (
                      <Text color="secondary" variant="bodySmall">
                        {t('explain.reach.until', 'until {{end}}', { end: dateTimeFormat(expires) })}
                      </Text>
                    )}
                  </Stack>
                ),
              },
              {
                title: t('explain.reach.principals', 'Principals'),
                width: '34%',
                render: ({ principals, principalsLeftOut, except, issuers }) => (
                  <Stack direction="column" gap={0.5} alignItems="flex-start">
                    <PrincipalTags principals={principals} except={except} />
                    <LeftOut count={principalsLeftOut} />
                    {issuers !== null && (
                      <Text color="secondary" variant="bodySmall">
                        {t('explain.reach.issuers', 'only of {{issuers}}', { issuers: issuers.join(', ') })}
                      </Text>
                    )}
                  </Stack>
                ),
              },
              {
                title: t('explain.reach.grants', 'Gives'),
                render: ({ effect, grants, series: match }) =>
                  effect === 'deny' ? (
                    <Text color="secondary">{t('explain.access.nothing', 'nothing')}</Text>
                  ) : (
                    <Stack direction="column" gap={1} alignItems="flex-start">
                      {grants.map(({ access, filters, filtersLeftOut }, position) => (
                        <Stack key={position} direction="column" gap={0.5} alignItems="flex-start">
                          <Text variant="bodySmall">{accessInWords(access)}</Text>
                          <FilterList filters={filters ?? undefined} leftOut={filtersLeftOut} />
                        </Stack>
                      ))}
                      <MatchNote match={match} />
                    </Stack>
                  ),
              },
            ]}
          />
          <LeftOut count={reach.mappingsLeftOut} />
        </Section>
      )}
    </Stack>
  );
}

function titleOf({ tenant, known, inTenant, counts }: Reached['reach'], ofSeries: boolean): string {
  if (!known) {
    return t('explain.reach.unknownTenant', 'The policy in force has no tenant {{tenant}}: nobody sees it', { tenant });
  }
  if (inTenant === false) {
    return t('explain.reach.elsewhere', 'Nobody sees this series in {{tenant}}: it lacks the tenant’s fixed labels', {
      tenant,
    });
  }
  if (ofSeries) {
    return counts.seeing === 0
      ? t('explain.reach.seriesNobody', 'Nobody who came lately sees this series of {{tenant}}', { tenant })
      : plural(
          'explain.reach.seriesSeen',
          counts.seeing,
          {
            one: '{{number}} of {{all}} who came lately sees this series of {{tenant}}',
            other: '{{number}} of {{all}} who came lately see this series of {{tenant}}',
          },
          { tenant, all: numberText(counts.subjects) }
        );
  }
  return counts.readers === 0
    ? t('explain.reach.nobody', 'Nobody who came lately sees {{tenant}}', { tenant })
    : plural(
        'explain.reach.seen',
        counts.readers,
        {
          one: '{{number}} of {{all}} who came lately sees {{tenant}}',
          other: '{{number}} of {{all}} who came lately see {{tenant}}',
        },
        { tenant, all: numberText(counts.subjects) }
      );
}

function accessInWords(access: 'read' | 'write' | 'read-write'): string {
  switch (access) {
    case 'read':
      return t('explain.access.read', 'read');
    case 'write':
      return t('explain.access.write', 'write');
    case 'read-write':
      return t('explain.access.both', 'read, write');
  }
}

function MatchNote({ match }: { match: Match }) {
  switch (match) {
    case 'yes':
      return <Badge text={t('explain.match.yes', 'Sees this series')} color="green" icon="check" />;
    case 'no':
      return <Badge text={t('explain.match.no', 'Does not see it')} color="darkgrey" icon="times" />;
    case 'unknown':
      return <Badge text={t('explain.match.unknown', 'Cannot be told')} color="orange" icon="question-circle" />;
    case null:
      return null;
  }
}

function LeftOut({ count }: { count: number }) {
  return count === 0 ? null : (
    <Text color="secondary" variant="bodySmall">
      {plural('explain.leftOut', count, {
        one: 'and {{number}} more that is not shown',
        other: 'and {{number}} more that are not shown',
      })}
    </Text>
  );
}
