import React, { type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { diffPolicies, isEmptyDiff } from '@gatehouse/model';
import { Text, useStyles2 } from '@grafana/ui';
import { usePolicyImpact } from '../api/impact';
import { useDraft } from '../draft/DraftProvider';
import { plural, t } from '../i18n/t';
import { DangerList } from './DangerList';
import { dangersOf } from './dangers';
import { DiffTable } from './diff/DiffTable';
import { FindingList } from './FindingList';
import { FoldedWarnings } from './FoldedWarnings';
import { impactDangers } from './impact/impactDangers';
import { ImpactPanel } from './impact/ImpactPanel';
import { ReplayPanel } from './impact/ReplayPanel';
import { NewerRevision } from './NewerRevision';
import type { PublishResult } from './PublishDone';
import { PublishForm } from './PublishForm';
import { splitFindings } from './splitFindings';
import { usePolicyCheck } from './usePolicyCheck';

interface Props {
  onResult: (result: PublishResult) => void;
}

/** What the draft changes, for whom, and what is to be said about it; and beside that the form that publishes it. */
export function Review({ onResult }: Props) {
  const styles = useStyles2(getStyles);
  const { draft, policy, published, configuration } = useDraft();
  const check = usePolicyCheck(policy, configuration);
  const broken = check.problems.length > 0;
  const diff = useMemo(() => diffPolicies(published.policy, policy), [published.policy, policy]);
  const [replays, setReplays] = useState(false);
  const question = { policy: broken ? undefined : policy, revision: published.revision };
  const impact = usePolicyImpact({ ...question, replay: false });
  const replay = usePolicyImpact({ ...question, policy: replays ? question.policy : undefined, replay: true });
  const warnings = splitFindings(check.warnings, policy, draft);
  const dangers = [
    ...(impact.data === undefined ? [] : impactDangers(impact.data.impact)),
    ...dangersOf(diff, published.policy, policy),
  ];
  return (
    <div className={styles.columns}>
      <div className={styles.content}>
        {impact.data !== undefined && impact.data.revision > published.revision && (
          <NewerRevision revision={impact.data.revision} />
        )}
        <DangerList dangers={dangers} />
        <FindingList
          severity="error"
          title={t('publish.broken', 'This cannot be published yet')}
          findings={check.problems}
          policy={policy}
          isLinked
        />
        <Part title={t('publish.what', 'What changes')} takesFocus>
          {isEmptyDiff(diff) ? (
            <Text color="secondary">
              {t(
                'publish.sameMeaning',
                'Your changes make no difference: the policy means the same with and without them.'
              )}
            </Text>
          ) : (
            <DiffTable label={t('publish.changes', 'Changes')} diff={diff} />
          )}
        </Part>
        <Part title={t('publish.whom', 'Who gains and who loses')}>
          <ImpactPanel isTellable={!broken} query={impact} />
          {!broken && <ReplayPanel query={replay} asked={replays} onAsk={() => setReplays(true)} />}
        </Part>
        <FindingList
          severity="warning"
          title={t('publish.warnings', 'Worth a second look')}
          findings={warnings.changed}
          policy={policy}
          isLinked
        />
        <FoldedWarnings
          findings={warnings.unchanged}
          policy={policy}
          isLinked
          summary={plural('publish.oldWarnings', warnings.unchanged.length, {
            one: '{{number}} warning about what you did not change',
            other: '{{number}} warnings about what you did not change',
          })}
          title={t('publish.asBefore', 'As before')}
        />
      </div>
      <PublishForm broken={broken} impactAwaited={!broken && impact.isFetching} onResult={onResult} />
    </div>
  );
}

interface PartProps {
  title: string;
  /** Whoever comes by keyboard starts here. */
  takesFocus?: boolean;
  children: ReactNode;
}

function Part({ title, takesFocus = false, children }: PartProps) {
  const styles = useStyles2(getStyles);
  const id = useId();
  const heading = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (takesFocus) {
      heading.current?.focus({ preventScroll: true });
    }
  }, [takesFocus]);
  return (
    <section className={styles.part} aria-labelledby={id}>
      <div ref={heading} id={id} tabIndex={-1} className={styles.heading}>
        <Text element="h2" variant="h4">
          {title}
        </Text>
      </div>
      {children}
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  columns: css({
    display: 'grid',
    gap: theme.spacing(3),
    alignItems: 'start',
    gridTemplateColumns: 'minmax(0, 1fr)',
    [theme.breakpoints.up('xl')]: { gridTemplateColumns: 'minmax(0, 1fr) 340px' },
  }),
  content: css({ display: 'grid', gap: theme.spacing(3), minWidth: 0, '& > :empty': { display: 'none' } }),
  part: css({ display: 'grid', gap: theme.spacing(1.5) }),
  heading: css({ outline: 'none' }),
});
