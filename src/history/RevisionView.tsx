import React from 'react';
import { css } from '@emotion/css';
import { dateTimeFormat, type GrafanaTheme2 } from '@grafana/data';
import type { PolicyDocument } from '@gatehouse/model/api';
import { Button, Stack, Text, useStyles2 } from '@grafana/ui';
import { useSearchParams } from 'react-router-dom';
import { useAbility } from '../api/ability';
import { isReadOnly, usePolicy } from '../api/policy';
import { useRevision } from '../api/revisions';
import { PATHS } from '../constants';
import { t } from '../i18n/t';
import { PageButton } from '../ui/PageButton';
import { QueryState } from '../ui/QueryState';
import { withParam } from '../ui/withParam';
import { ActorName } from './ActorName';
import { downloadPolicy } from './downloadPolicy';
import type { Restored } from './restored';
import { RestoreDrawer } from './RestoreDrawer';
import { RevisionDifference } from './RevisionDifference';

interface Props {
  number: number;
  onRestored: (restored: Restored) => void;
}

/** One revision: who made it, when and why, what it changed, and the way back to it. */
export function RevisionView({ number, onRestored }: Props) {
  const query = useRevision(number, true);
  const inForce = usePolicy(true);
  const ability = useAbility();
  const [params, setParams] = useSearchParams();
  const latest = inForce.data?.revision;
  const canRestore =
    inForce.data !== undefined && latest !== number && !isReadOnly(inForce.data.source) && ability?.edit === true;
  const close = () => setParams((now) => withParam(now, 'restore', ''), { replace: true });
  return (
    <QueryState query={query} label={t('history.loadingOne', 'Loading the revision')}>
      {(revision) => (
        <Stack direction="column" gap={3} alignItems="stretch">
          <Stack gap={1} alignItems="center" justifyContent="space-between" wrap="wrap">
            <Text element="h2" variant="h3">
              {t('history.title', 'Revision {{number}}', { number })}
            </Text>
            <Stack gap={1} wrap="wrap">
              {canRestore && (
                <Button
                  icon="history-alt"
                  onClick={() => setParams((now) => withParam(now, 'restore', 'true'), { replace: true })}
                >
                  {t('history.restoreOpen', 'Restore…')}
                </Button>
              )}
              {latest !== undefined && latest !== number && (
                <PageButton to={`${PATHS.history}?from=${number}&to=${latest}`} variant="secondary" icon="code-branch">
                  {t('history.compareInForce', 'Compare with the one in force')}
                </PageButton>
              )}
              <Button
                variant="secondary"
                icon="download-alt"
                onClick={() => downloadPolicy(revision.revision, revision.policy)}
              >
                {t('history.download', 'Download the policy')}
              </Button>
              <PageButton to={PATHS.history} variant="secondary" icon="arrow-left">
                {t('history.all', 'All revisions')}
              </PageButton>
            </Stack>
          </Stack>
          <RevisionFacts revision={revision} isInForce={latest === number} />
          <section aria-label={t('history.changed', 'What it changed')}>
            <Stack direction="column" gap={1} alignItems="stretch">
              <Text element="h3" variant="h5">
                {number === 1
                  ? t('history.changedFirst', 'What it began with')
                  : t('history.changedSince', 'What it changed of revision {{before}}', { before: number - 1 })}
              </Text>
              <RevisionDifference from={Math.max(0, number - 1)} to={number} />
            </Stack>
          </section>
          {params.get('restore') === 'true' && canRestore && latest !== undefined && (
            <RestoreDrawer
              revision={revision}
              latest={latest}
              onClose={close}
              onRestored={(restored) => {
                close();
                onRestored(restored);
              }}
            />
          )}
        </Stack>
      )}
    </QueryState>
  );
}

function RevisionFacts({ revision, isInForce }: { revision: PolicyDocument; isInForce: boolean }) {
  const styles = useStyles2(getStyles);
  const { comment, actor, createdAt, approvedBy, restoredFrom } = revision;
  return (
    <dl className={styles.facts}>
      <Fact term={t('history.column.comment', 'Why')}>{comment}</Fact>
      <Fact term={t('history.column.author', 'Who')}>
        <ActorName actor={actor} />
      </Fact>
      {approvedBy !== null && (
        <Fact term={t('history.approver', 'Approved by')}>
          <ActorName actor={approvedBy} />
        </Fact>
      )}
      <Fact term={t('history.column.when', 'When')}>{dateTimeFormat(createdAt)}</Fact>
      {restoredFrom !== null && (
        <Fact term={t('history.restoredTerm', 'Brings back')}>
          {t('history.title', 'Revision {{number}}', { number: restoredFrom })}
        </Fact>
      )}
      <Fact term={t('history.state', 'State')}>
        {isInForce ? t('history.inForce', 'in force') : t('history.past', 'not in force any more')}
      </Fact>
    </dl>
  );
}

function Fact({ term, children }: { term: string; children: React.ReactNode }) {
  const styles = useStyles2(getStyles);
  return (
    <div>
      <dt className={styles.term}>{term}</dt>
      <dd className={styles.value}>{children}</dd>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  facts: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(2, 4),
    margin: 0,
    padding: theme.spacing(2),
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.secondary,
    overflowWrap: 'anywhere',
  }),
  term: css({
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    fontWeight: theme.typography.fontWeightRegular,
  }),
  value: css({ margin: 0 }),
});
