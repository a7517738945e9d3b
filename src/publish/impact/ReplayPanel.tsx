import React from 'react';
import { css } from '@emotion/css';
import type { PolicyImpactDocument } from '@gatehouse/model/api';
import { dateTimeFormat, type GrafanaTheme2 } from '@grafana/data';
import type { UseQueryResult } from '@tanstack/react-query';
import { Button, Spinner, Stack, Text, useStyles2 } from '@grafana/ui';
import type { ApiError } from '../../api/ApiError';
import { diagnose } from '../../api/diagnose';
import { numberText } from '../../i18n/language';
import { plural, t } from '../../i18n/t';
import { sentence } from '../../ui/sentence';

interface Props {
  query: Pick<UseQueryResult<PolicyImpactDocument, ApiError>, 'data' | 'error' | 'isFetching' | 'refetch'>;
  /** True once somebody asked for it. */
  asked: boolean;
  onAsk: () => void;
}

/** What would have become of the requests of the last hour, for who asks for that. */
export function ReplayPanel({ query: { data, error, isFetching, refetch }, asked, onAsk }: Props) {
  if (!asked) {
    return (
      <Stack gap={1} alignItems="center" wrap="wrap">
        <Button size="sm" variant="secondary" icon="history" onClick={onAsk}>
          {t('replay.ask', 'Try it on the queries of the last hour')}
        </Button>
        <Text color="secondary" variant="bodySmall">
          {t('replay.what', 'Decides them again under both policies. Nothing is sent to a backend.')}
        </Text>
      </Stack>
    );
  }
  if (data === undefined) {
    return error === null || isFetching ? (
      <div role="status">
        <Stack gap={1} alignItems="center">
          <Spinner />
          <Text color="secondary">{t('replay.awaited', 'Deciding the queries of the last hour again')}</Text>
        </Stack>
      </div>
    ) : (
      <Stack gap={1} alignItems="center" wrap="wrap">
        <Text color="secondary">
          {t('replay.failed', 'The queries of the last hour could not be tried: {{problem}}', {
            problem: diagnose(error.answer).title,
          })}
        </Text>
        <Button size="sm" variant="secondary" onClick={() => void refetch()}>
          {t('impact.retry', 'Try again')}
        </Button>
      </Stack>
    );
  }
  return data.replay === null ? (
    <Text color="secondary">
      {t('replay.notCounted', 'This proxy does not count requests, so there are none to try.')}
    </Text>
  ) : (
    <Replayed replay={data.replay} />
  );
}

function Replayed({ replay }: { replay: NonNullable<PolicyImpactDocument['replay']> }) {
  const styles = useStyles2(getStyles);
  const { requests, refused, kinds, leftOut, skipped, since } = replay;
  return (
    <section className={styles.replay} aria-label={t('replay.title', 'The queries of the last hour')}>
      <Text weight="medium">
        {requests === 0
          ? t('replay.none', 'No queries came since {{since}}.', { since: dateTimeFormat(since) })
          : plural(
              'replay.refused',
              refused,
              {
                one: '{{number}} of {{requests}} requests of the last hour would now be refused',
                other: '{{number}} of {{requests}} requests of the last hour would now be refused',
              },
              { requests: numberText(requests) }
            )}
      </Text>
      {requests > 0 && kinds.length === 0 && (
        <Text color="secondary">{t('replay.allSame', 'To all of them the same would happen.')}</Text>
      )}
      {kinds.length > 0 && (
        <ul className={styles.list} tabIndex={0} aria-label={t('replay.kinds', 'What would become of which queries')}>
          {kinds.map((kind, position) => (
            <li key={position}>{sentence(kind.words)}</li>
          ))}
          {leftOut > 0 && (
            <li>
              {plural('replay.more', leftOut, { one: 'and {{number}} more kind', other: 'and {{number}} more kinds' })}
            </li>
          )}
        </ul>
      )}
      {skipped > 0 && (
        <Text color="secondary">
          {plural('replay.skipped', skipped, {
            one: '{{number}} could not be tried: nothing is kept of who sent it.',
            other: '{{number}} could not be tried: nothing is kept of who sent them.',
          })}
        </Text>
      )}
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  replay: css({ display: 'grid', gap: theme.spacing(1) }),
  list: css({
    display: 'grid',
    gap: theme.spacing(0.5),
    maxHeight: '30vh',
    overflowY: 'auto',
    paddingLeft: theme.spacing(2),
    listStyle: 'disc',
    overflowWrap: 'anywhere',
  }),
});
