import React from 'react';
import { useRequest } from '../api/activity';
import { t } from '../i18n/t';
import { QueryState } from '../ui/QueryState';
import { sentence } from '../ui/sentence';
import { StatePanel } from '../ui/StatePanel';
import { AllowedDetails } from './AllowedDetails';
import { EventDrawer } from './EventDrawer';
import { RefusalDetails } from './RefusalDetails';

interface Props {
  requestId: string;
  onClose: () => void;
}

/** What became of one request, and why. */
export function RequestDrawer({ requestId, onClose }: Props) {
  const query = useRequest(requestId);
  return (
    <EventDrawer title={t('activity.request.title', 'Request {{requestId}}', { requestId })} onClose={onClose}>
      <QueryState query={query} label={t('activity.request.loading', 'Looking up the request')}>
        {(known) =>
          'refusal' in known ? (
            <RefusalDetails refusal={known.refusal} />
          ) : 'allowed' in known ? (
            <AllowedDetails requests={known.allowed} />
          ) : (
            <StatePanel
              icon="question-circle"
              title={t('activity.request.unknown', 'Nothing is known of this request')}
              role="status"
            >
              {sentence(known.unknown)}
            </StatePanel>
          )
        }
      </QueryState>
    </EventDrawer>
  );
}
