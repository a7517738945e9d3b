import type { DataSource, DataSourceChange } from '../api/dataSources';
import { t } from '../i18n/t';

/** One field of a data source, and what becomes of it. */
export interface ChangeLine {
  field: string;
  before: string;
  after: string;
}

/** What a change does to a data source, field by field, as Grafana's form calls them. Secrets are not shown. */
export function changeLines({ url, access, jsonData }: DataSource, change: DataSourceChange): ChangeLine[] {
  const lines: ChangeLine[] = [
    ...(change.url === undefined ? [] : [{ field: t('dataSource.change.url', 'URL'), before: url, after: change.url }]),
    ...(change.access === undefined
      ? []
      : [
          {
            field: t('dataSource.change.access', 'Access'),
            before: accessText(access),
            after: accessText(change.access),
          },
        ]),
    ...Object.entries(change.jsonData ?? {}).map(([key, value]) => ({
      field: fieldText(key),
      before: valueText(jsonData[key]),
      after: valueText(value),
    })),
  ];
  return lines.filter(({ before, after }) => before !== after);
}

function accessText(access: string): string {
  return access === 'proxy' ? t('dataSource.change.server', 'Server') : t('dataSource.change.browser', 'Browser');
}

function fieldText(key: string): string {
  switch (key) {
    case 'oauthPassThru':
      return t('dataSource.change.forward', 'Forward OAuth identity');
    case 'prometheusType':
      return t('dataSource.change.type', 'Prometheus type');
    case 'prometheusVersion':
      return t('dataSource.change.version', 'Version');
    default:
      return key;
  }
}

function valueText(value: unknown): string {
  if (value === true) {
    return t('dataSource.change.on', 'on');
  }
  if (value === undefined || value === false || value === '') {
    return value === false ? t('dataSource.change.off', 'off') : t('dataSource.change.unset', 'not set');
  }
  return String(value);
}
