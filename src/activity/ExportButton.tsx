import React from 'react';
import { Button } from '@grafana/ui';
import { useAbility } from '../api/ability';
import { t } from '../i18n/t';

interface Props {
  /** What the file holds. */
  hint: string;
  exporting: boolean;
  onExport: () => void;
}

/** Saves events as a file of JSON lines, where the admin token allows it. */
export function ExportButton({ hint, exporting, onExport }: Props) {
  const ability = useAbility();
  const allowed = ability?.administer === true;
  return (
    <Button
      variant="secondary"
      fill="outline"
      icon={exporting ? 'spinner' : 'download-alt'}
      disabled={!allowed || exporting}
      tooltip={
        ability === undefined || allowed
          ? hint
          : t(
              'activity.export.notAllowed',
              'The admin token that is saved for this app may look, but not export. A token of the role admin may.'
            )
      }
      onClick={onExport}
    >
      {t('activity.export.button', 'Export')}
    </Button>
  );
}
