import React from 'react';
import { Text } from '@grafana/ui';
import type { ActivityDocument, AllowedRequestsDocument } from '@gatehouse/model/api';
import { useActivity } from '../api/activity';
import { numberText } from '../i18n/language';
import { plural, t } from '../i18n/t';
import type { PlainColumn } from '../ui/PlainTable';
import { accessInWords } from './accessInWords';
import { EventList } from './EventList';
import { eventTime } from './eventTime';
import type { RequestListProps } from './listProps';
import { NameLinks } from './NameLinks';
import { OpenButton } from './OpenButton';
import { places } from './places';
import { TwoLines } from './TwoLines';
import { who, whoSaysSo } from './who';

/** What was allowed: requests that are alike, counted, each time five minutes of them. */
export function AllowedList({ filter, time, live, onOpen, onClear }: RequestListProps) {
  const query = useActivity(filter, time.read, time.key, time.endsNow && live.refetchInterval);
  return (
    <EventList
      query={query}
      eventsOf={allowedOf}
      eventKey={keyOf}
      columns={columns(onOpen)}
      label={t('activity.allowed.label', 'Allowed requests')}
      loading={t('activity.allowed.loading', 'Loading what was allowed')}
      count={(number) =>
        plural('activity.allowed.count', number, {
          one: '{{number}} line shown, requests that are alike counted together',
          other: '{{number}} lines shown, requests that are alike counted together',
        })
      }
      keptSince={({ since }) =>
        t('activity.allowed.kept', 'Kept is what came since {{time}}.', { time: eventTime(since) })
      }
      empty={{
        icon: 'list-ul',
        title: t('activity.allowed.none', 'Nobody was let through in this time'),
        text: t(
          'activity.allowed.noneText',
          'Queries appear here some seconds after they are answered. Choose a longer time to look further back.'
        ),
      }}
      onClear={onClear}
    />
  );
}

function allowedOf({ allowed }: ActivityDocument): readonly AllowedRequestsDocument[] {
  return allowed;
}

function keyOf({ sample: { requestId } }: AllowedRequestsDocument): string {
  return requestId;
}

function columns(onOpen: (requestId: string) => void): Array<PlainColumn<AllowedRequestsDocument>> {
  return [
    {
      title: t('activity.column.last', 'Last one'),
      width: '164px',
      render: ({ lastAt, sample: { requestId } }) => (
        <OpenButton
          label={t('activity.refusals.open', 'Details of request {{requestId}}', { requestId })}
          onOpen={() => onOpen(requestId)}
        >
          {eventTime(lastAt)}
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
      render: ({ endpoint, sample: { tenants } }) => (
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
      title: t('activity.column.access', 'Access'),
      width: '64px',
      render: ({ access }) => accessInWords(access),
    },
    {
      title: t('activity.column.times', 'Times'),
      width: '60px',
      render: ({ count }) => numberText(count),
    },
    {
      title: t('activity.column.by', 'Let in by'),
      width: '20%',
      render: ({ sample: { mappings } }) => <NameLinks names={mappings} hrefOf={places.mapping} />,
    },
  ];
}
