import React from 'react';
import { Text } from '@grafana/ui';
import { t } from '../i18n/t';

/** Which labels are stamped on written samples. Only one set can be: with several, writes are refused. */
export function StampList({ stamps }: { stamps: ReadonlyArray<Readonly<Record<string, string>>> }) {
  const [only = {}, ...others] = stamps;
  const labels = Object.entries(only).map(([label, value]) => `${label}="${value}"`);
  if (others.length > 0) {
    return (
      <Text color="error" variant="bodySmall">
        {t('explain.stamps.several', 'writes are refused: several sets of labels could be stamped')}
      </Text>
    );
  }
  return labels.length === 0 ? null : (
    <Text color="secondary" variant="bodySmall">
      {t('explain.stamps.labels', 'writes are stamped with {{labels}}', { labels: labels.join(', ') })}
    </Text>
  );
}
