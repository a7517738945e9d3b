import React from 'react';
import { Text } from '@grafana/ui';
import type { ActivityDocument, RefusalDocument } from '@gatehouse/model/api';
import { useActivity } from '../api/activity';
import { numberText } from '../i18n/language';
import { plural, t } from '../i18n/t';
import { sentence } from '../ui/sentence';
import type { PlainColumn } from '../ui/PlainTable';
import { EventList } from './EventList';
import { eventTime } from './eventTime';
import type { RequestListProps } from './listProps';
import { OpenButton } from './OpenButton';
import { TwoLines } from './TwoLines';
import { who, whoSaysSo } from './who';

/** What was refused, one by one. */
export function RefusalList({ filter, time, live, onOpen, onClear }: RequestListProps) {
  const query = useActivity(filter, time.read, time.key, time.endsNow && live.refetchInterval);
  return (
    <EventList
      query={query}
      eventsOf={refusalsOf}
      eventKey={requestIdOf}
      columns={columns(onOpen)}
      label={t('activity.refusals.label', 'Refused requests')}
      loading={t('activity.refusals.loading', 'Loading what was refused')}
      count={(number) =>
        plural('activity.refusals.count', number, {
          one: '{{number}} refusal shown',
          other: '{{number}} refusals shown',
        })
      }
      keptSince={({ since, most }) =>
        t('activity.refusals.kept', 'Kept are refusals since {{time}}, at most {{number}}; the log has the others.', {
          time: eventTime(since),
          number: numberText(most),
        })
      }
      empty={{
        icon: 'check-circle',
        title: t('activity.refusals.none', 'Nothing was refused in this time'),
        text: t(
          'activity.refusals.noneText',
          'Whatever Gatehouse refuses appears here within seconds, with the reason. Choose a longer time to look further back.'
        ),
      }}
      onClear={onClear}
    />
  );
}

function refusalsOf({ refusals }: ActivityDocument): readonly RefusalDocument[] {
  return refusals;
}

function requestIdOf({ requestId }: RefusalDocument): string {
  return requestId;
}

function columns(onOpen: (requestId: string) => void): Array<PlainColumn<RefusalDocument>> {
  return [
    {
      title: t('activity.column.time', 'Time'),
      width: '164px',
      render: ({ at, requestId }) => (
        <OpenButton
          label={t('activity.refusals.open', 'Details of request {{requestId}}', { requestId })}
          onOpen={() => onOpen(requestId)}
        >
          {eventTime(at)}
        </OpenButton>
      ),
    },
    {
      title: t('activity.column.who', 'Who'),
      width: '22%',
      render: ({ subject }) => <TwoLines below={whoSaysSo(subject)}>{who(subject)}</TwoLines>,
    },
    {
      title: t('activity.column.what', 'Asked for'),
      width: '24%',
      render: ({ tenants, endpoint }) => (
        <TwoLines below={endpoint}>
          {tenants.length === 0 ? (
            <Text color="secondary">{t('activity.column.noTenant', 'No tenant')}</Text>
          ) : (
            tenants.join(', ')
          )}
        </TwoLines>
      ),
    },
    {
      title: t('activity.column.why', 'Why it was refused'),
      render: ({ reason, detail, repeated }) => (
        <TwoLines
          below={
            <>
              <div>{sentence(detail)}</div>
              {repeated > 0 && (
                <div>
                  {plural('activity.refusals.repeated', repeated, {
                    one: 'and {{number}} more like it within a minute',
                    other: 'and {{number}} more like it within a minute',
                  })}
                </div>
              )}
            </>
          }
        >
          {reason}
        </TwoLines>
      ),
    },
  ];
}
