import React, { useMemo } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { FilterInput, RadioButtonGroup, useStyles2 } from '@grafana/ui';
import { useExportRefusals } from '../api/activity';
import { useStats } from '../api/stats';
import { t } from '../i18n/t';
import { useSettled } from '../ui/useSettled';
import { useUrlText } from '../ui/useUrlText';
import { useUrlValue } from '../ui/useUrlValue';
import { AllowedList } from './AllowedList';
import { ChoiceFilter } from './ChoiceFilter';
import { EventToolbar } from './EventToolbar';
import { ExportButton } from './ExportButton';
import { FindRequest } from './FindRequest';
import { RefusalList } from './RefusalList';
import { RequestDrawer } from './RequestDrawer';
import { saveFile } from './saveFile';
import { StaleNote } from './StaleNote';
import { useClearFilters } from './useClearFilters';
import { useDetailsInUrl } from './useDetailsInUrl';
import { useLive } from './useLive';
import { useUrlTime } from './useUrlTime';

const FILTERS = ['subject', 'tenant', 'reason', 'endpoint'];
const TYPING = 300;
const WEEK = { length: 7 * 86_400_000, step: 86_400_000 };

/** Requests: what was refused, one by one, and what was allowed, counted. */
export function DecisionsView() {
  const styles = useStyles2(getStyles);
  const [kindText, setKind] = useUrlValue('kind');
  const kind = kindText === 'allowed' ? 'allowed' : 'refused';
  const [subject, setSubject] = useUrlText('subject');
  const [tenant, setTenant] = useUrlValue('tenant');
  const [reason, setReason] = useUrlValue('reason');
  const [endpoint, setEndpoint] = useUrlValue('endpoint');
  const time = useUrlTime('now-24h');
  const live = useLive();
  const { shown, open, close } = useDetailsInUrl('request');
  const settled = useSettled(subject, TYPING);
  const filter = useMemo(
    () => ({ kind, subject: settled, tenant, endpoint, reason: kind === 'refused' ? reason : '' }) as const,
    [kind, settled, tenant, endpoint, reason]
  );
  // What occurred in the last week is offered; only a help.
  const { data: lately } = useStats(WEEK);
  const exporting = useExportRefusals();
  const { filtered, clear } = useClearFilters(FILTERS);
  const list = { filter, time, live, onOpen: open, onClear: filtered ? clear : undefined };
  return (
    <div className={styles.view}>
      <div className={styles.head}>
        <RadioButtonGroup
          aria-label={t('activity.kind.label', 'Which requests')}
          value={kind}
          options={[
            { value: 'refused', label: t('activity.kind.refused', 'Refused') },
            { value: 'allowed', label: t('activity.kind.allowed', 'Allowed') },
          ]}
          onChange={(value) => setKind(value === 'allowed' ? value : '')}
        />
        <FindRequest onFound={open} />
        {kind === 'refused' && (
          <div className={styles.export}>
            <ExportButton
              hint={t(
                'activity.export.refusals',
                'Save all refusals of the chosen time as JSON lines, whatever the filters say.'
              )}
              exporting={exporting.isPending}
              onExport={() =>
                exporting.mutate(time.read, {
                  onSuccess: (text) => saveFile('gatehouse-refusals.jsonl', text, 'application/jsonl'),
                })
              }
            />
          </div>
        )}
      </div>
      <EventToolbar
        time={time}
        live={live}
        standsStill={
          time.endsNow ? undefined : t('activity.live.past', 'The chosen time is over: nothing is added to it.')
        }
      >
        <FilterInput
          width={24}
          value={subject}
          onChange={setSubject}
          escapeRegex={false}
          placeholder={t('activity.filter.subject', 'Person or service')}
          aria-label={t('activity.filter.subjectLabel', 'Only by this person or service')}
        />
        <ChoiceFilter
          label={t('activity.filter.tenantLabel', 'Only about this tenant')}
          placeholder={t('activity.filter.tenant', 'Any tenant')}
          value={tenant}
          options={(lately?.tenants ?? []).map((one) => one.tenant).filter((name) => name !== '')}
          onChange={setTenant}
          free
        />
        {kind === 'refused' && (
          <ChoiceFilter
            label={t('activity.filter.reasonLabel', 'Only with this reason')}
            placeholder={t('activity.filter.reason', 'Any reason')}
            value={reason}
            options={(lately?.refused ?? []).map((one) => one.reason)}
            onChange={setReason}
            free
          />
        )}
        {endpoint !== '' && (
          <ChoiceFilter
            label={t('activity.filter.endpointLabel', 'Only to this endpoint')}
            placeholder={t('activity.filter.endpoint', 'Any endpoint')}
            value={endpoint}
            options={[]}
            onChange={setEndpoint}
            free
          />
        )}
      </EventToolbar>
      <StaleNote error={exporting.error} />
      {kind === 'refused' ? <RefusalList {...list} /> : <AllowedList {...list} />}
      {shown !== '' && <RequestDrawer requestId={shown} onClose={close} />}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  view: css({ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: theme.spacing(2) }),
  head: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1, 2) }),
  export: css({ marginLeft: 'auto' }),
});
