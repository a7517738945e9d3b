import React, { useMemo } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Input, TextLink, useStyles2 } from '@grafana/ui';
import { AUDIT_EVENTS, type AuditRecordDocument, type AuditRecordsDocument } from '@gatehouse/model/api';
import { useAudit, useExportAudit } from '../api/audit';
import { plural, t } from '../i18n/t';
import { useSettled } from '../ui/useSettled';
import { useUrlText } from '../ui/useUrlText';
import { useUrlValue } from '../ui/useUrlValue';
import type { PlainColumn } from '../ui/PlainTable';
import { commentOf, eventInWords, knownBy, targetInWords } from './auditWords';
import { ChangeDrawer } from './ChangeDrawer';
import { ChoiceFilter } from './ChoiceFilter';
import { EventList } from './EventList';
import { eventTime } from './eventTime';
import { EventToolbar } from './EventToolbar';
import { ExportButton } from './ExportButton';
import { OpenButton } from './OpenButton';
import { saveFile } from './saveFile';
import { StaleNote } from './StaleNote';
import { TwoLines } from './TwoLines';
import { useClearFilters } from './useClearFilters';
import { useDetailsInUrl } from './useDetailsInUrl';
import { useLive } from './useLive';
import { useUrlTime } from './useUrlTime';

const FILTERS = ['event', 'actor', 'target'];
const TYPING = 300;

/** Who changed what: the records of the audit. */
export function ChangesView() {
  const styles = useStyles2(getStyles);
  const [event, setEvent] = useUrlValue('event');
  const [actor, setActor] = useUrlText('actor');
  const [target, setTarget] = useUrlValue('target');
  const time = useUrlTime('now-90d');
  const live = useLive();
  const { shown, open, close } = useDetailsInUrl('record');
  const { filtered, clear } = useClearFilters(FILTERS);
  const settled = useSettled(actor, TYPING);
  const filter = useMemo(() => ({ event, actor: settled, target }), [event, settled, target]);
  const query = useAudit(filter, time.read, time.key, time.endsNow && live.refetchInterval);
  const exporting = useExportAudit();
  return (
    <div className={styles.view}>
      <EventToolbar
        time={time}
        live={live}
        actions={
          <ExportButton
            hint={t(
              'activity.export.changes',
              'Save every change that was ever recorded as JSON lines. “gatehouse audit verify” checks the file.'
            )}
            exporting={exporting.isPending}
            onExport={() =>
              exporting.mutate(undefined, {
                onSuccess: (text) => saveFile('gatehouse-audit.jsonl', text, 'application/jsonl'),
              })
            }
          />
        }
        standsStill={
          time.endsNow ? undefined : t('activity.live.past', 'The chosen time is over: nothing is added to it.')
        }
      >
        <ChoiceFilter
          label={t('activity.filter.eventLabel', 'Only changes of this kind')}
          placeholder={t('activity.filter.event', 'Any kind of change')}
          value={event}
          options={AUDIT_EVENTS.map((value) => ({ value, label: eventInWords(value) }))}
          onChange={setEvent}
        />
        <Input
          width={24}
          value={actor}
          placeholder={t('activity.filter.actor', 'Made by')}
          aria-label={t('activity.filter.actorLabel', 'Only changes by this person, by the whole name')}
          onChange={({ currentTarget }) => setActor(currentTarget.value)}
        />
        {target !== '' && (
          <ChoiceFilter
            label={t('activity.filter.targetLabel', 'Only changes of this')}
            placeholder={t('activity.filter.target', 'Of anything')}
            value={target}
            options={[]}
            onChange={setTarget}
            free
          />
        )}
      </EventToolbar>
      <StaleNote error={exporting.error} />
      <EventList
        query={query}
        eventsOf={recordsOf}
        eventKey={numberOf}
        columns={columns(open)}
        label={t('activity.changes.label', 'Changes')}
        loading={t('activity.changes.loading', 'Loading what was changed')}
        count={(number) =>
          plural('activity.changes.count', number, {
            one: '{{number}} change shown',
            other: '{{number}} changes shown',
          })
        }
        empty={{
          icon: 'history',
          title: t('activity.changes.none', 'Nothing was changed in this time'),
          text: t(
            'activity.changes.noneText',
            'Whatever somebody publishes, approves or revokes is recorded here for good, with their name. Choose a longer time to look further back.'
          ),
        }}
        onClear={filtered ? clear : undefined}
      />
      {shown !== '' && <ChangeDrawer number={shown} onClose={close} />}
    </div>
  );
}

function recordsOf({ records }: AuditRecordsDocument): readonly AuditRecordDocument[] {
  return records;
}

function numberOf({ number }: AuditRecordDocument): string {
  return String(number);
}

function columns(onOpen: (number: string) => void): Array<PlainColumn<AuditRecordDocument>> {
  return [
    {
      title: t('activity.column.time', 'Time'),
      width: '164px',
      render: ({ at, number }) => (
        <OpenButton
          label={t('activity.changes.open', 'Details of change {{number}}', { number })}
          onOpen={() => onOpen(String(number))}
        >
          {eventTime(at)}
        </OpenButton>
      ),
    },
    {
      title: t('activity.column.who', 'Who'),
      width: '22%',
      render: ({ actor }) => <TwoLines below={knownBy(actor)}>{actor.name}</TwoLines>,
    },
    {
      title: t('activity.column.change', 'What happened'),
      width: '24%',
      render: ({ event }) => eventInWords(event),
    },
    {
      title: t('activity.column.target', 'To what, and why'),
      render: (record) => {
        const { name, href } = targetInWords(record);
        return (
          <TwoLines below={commentOf(record)}>
            {href === undefined ? (
              name
            ) : (
              <TextLink href={href} inline={false}>
                {name}
              </TextLink>
            )}
          </TwoLines>
        );
      },
    },
  ];
}

const getStyles = (theme: GrafanaTheme2) => ({
  view: css({ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: theme.spacing(2) }),
});
