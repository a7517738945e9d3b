import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2, locationUtil } from '@grafana/data';
import { LinkButton, Stack, useStyles2 } from '@grafana/ui';
import { useAuditRecord } from '../api/audit';
import { t } from '../i18n/t';
import { QueryState } from '../ui/QueryState';
import { commentOf, eventInWords, knownBy, targetInWords } from './auditWords';
import { CopyableText } from './CopyableText';
import { DetailList } from './DetailList';
import { EventDrawer } from './EventDrawer';
import { eventTime } from './eventTime';
import { TwoLines } from './TwoLines';

interface Props {
  /** Of the record, as the URL has it. */
  number: string;
  onClose: () => void;
}

/** Everything about one change, and what proves that its record is as it was written. */
export function ChangeDrawer({ number, onClose }: Props) {
  const styles = useStyles2(getStyles);
  const query = useAuditRecord(number);
  return (
    <EventDrawer title={t('activity.change.title', 'Change {{number}}', { number })} onClose={onClose}>
      <QueryState query={query} label={t('activity.change.loading', 'Looking up the change')}>
        {(record) => {
          const { name, href } = targetInWords(record);
          return (
            <Stack direction="column" gap={2}>
              {href !== undefined && (
                <div>
                  <LinkButton href={locationUtil.assureBaseUrl(href)} icon="arrow-right" variant="secondary">
                    {t('activity.change.show', 'Show {{what}}', { what: name })}
                  </LinkButton>
                </div>
              )}
              <DetailList
                details={[
                  { term: t('activity.column.change', 'What happened'), value: eventInWords(record.event) },
                  { term: t('activity.change.target', 'To what'), value: name },
                  { term: t('activity.change.comment', 'Why'), value: commentOf(record) },
                  { term: t('activity.detail.time', 'Time'), value: eventTime(record.at) },
                  {
                    term: t('activity.detail.who', 'Who'),
                    value: <TwoLines below={knownBy(record.actor)}>{record.actor.name}</TwoLines>,
                  },
                  {
                    term: t('activity.change.details', 'As recorded'),
                    value: (
                      <pre className={styles.details} tabIndex={0}>
                        {JSON.stringify({ event: record.event, target: record.target, ...record.details }, null, 2)}
                      </pre>
                    ),
                  },
                  { term: t('activity.change.hash', 'Hash'), value: <CopyableText text={record.hash} /> },
                  {
                    term: t('activity.change.previousHash', 'Hash of the change before'),
                    value: <CopyableText text={record.previousHash} />,
                  },
                ]}
              />
            </Stack>
          );
        }}
      </QueryState>
    </EventDrawer>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  details: css({ margin: 0, maxHeight: '40vh', overflow: 'auto', fontSize: theme.typography.bodySmall.fontSize }),
});
