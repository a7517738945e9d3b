import React, { type ReactNode } from 'react';
import type { Policy } from '@gatehouse/model';
import { Badge, Stack, Text } from '@grafana/ui';
import type { ExplainedRequest, ExplainedSubject } from '../api/explain';
import { plural, t } from '../i18n/t';
import { AppLink } from '../ui/AppLink';
import { accessRows, compareAccess, type AccessRow } from './access';
import { AccessTable } from './AccessTable';
import { mappingLink, newMappingLink } from './explainUrl';
import { MappingParts } from './MappingParts';
import { PrincipalList } from './PrincipalList';
import { Section } from './Section';
import { verdictOf } from './verdict';
import { VerdictPanel } from './VerdictPanel';

interface Props {
  subject: ExplainedSubject;
  explained: ExplainedRequest;
  /** The policy that decided. */
  policy: Policy;
  /** What somebody has under the policy in force, to compare a draft with; undefined without a comparison. */
  before?: readonly AccessRow[];
  /** True where mappings can be added. */
  editable: boolean;
  /** What stands between what they have and why: one request of theirs. */
  children?: ReactNode;
}

/** What somebody sees, first in one line, then in full. */
export function Explanation({ subject, explained, policy, before, editable, children }: Props) {
  const { explanation } = explained;
  const verdict = verdictOf(subject, explanation, policy);
  const rows = accessRows(explanation, policy);
  const compared = before === undefined ? rows : compareAccess(before, rows);
  const { leftOut } = explanation;
  return (
    <Stack direction="column" gap={3}>
      <VerdictPanel tone={verdict.tone} title={verdict.title} notes={verdict.notes}>
        {verdict.mappings.map((name) => (
          <AppLink key={name} to={mappingLink(name)}>
            {t('explain.verdict.open', 'Open mapping {{name}}', { name })}
          </AppLink>
        ))}
        {editable && verdict.missing !== undefined && (
          <AppLink to={newMappingLink(verdict.missing)}>
            {t('explain.verdict.add', 'Add a mapping for {{principal}}', { principal: verdict.missing })}
          </AppLink>
        )}
      </VerdictPanel>
      <Identity subject={subject} />
      {compared.length > 0 && (
        <Section title={t('explain.access.title', 'Effective access')}>
          <AccessTable rows={compared} />
          {leftOut.access > 0 && (
            <Text color="secondary">
              {plural('explain.access.leftOut', leftOut.access, {
                one: '{{number}} more tenant is not shown.',
                other: '{{number}} more tenants are not shown.',
              })}
            </Text>
          )}
        </Section>
      )}
      {children}
      {explanation.mappings.length > 0 && (
        <Section title={t('explain.parts.title', 'Mappings that name them')}>
          <MappingParts parts={explanation.mappings} decisive={explanation.decision.mappings} />
        </Section>
      )}
      <Section
        title={t('explain.principals.title', 'Principals')}
        about={t('explain.principals.about', 'What a mapping can name to reach them.')}
      >
        <PrincipalList principals={explanation.principals} leftOut={leftOut.principals} />
      </Section>
    </Stack>
  );
}

function Identity({ subject: { issuer, kind, id, email, emailVerified, name } }: { subject: ExplainedSubject }) {
  return (
    <Stack gap={1} wrap="wrap" alignItems="center">
      <Text color="secondary">
        {kind === 'service'
          ? t('explain.identity.service', 'Service {{id}}', { id })
          : t('explain.identity.user', '{{name}} · {{id}} at issuer {{issuer}}', {
              name: [...new Set([name, email].filter((text) => text !== undefined))].join(' · ') || id,
              id,
              issuer,
            })}
      </Text>
      {email !== undefined && !emailVerified && (
        <Badge
          color="orange"
          icon="exclamation-triangle"
          text={t('explain.identity.unverified', 'Address not verified')}
        />
      )}
    </Stack>
  );
}
