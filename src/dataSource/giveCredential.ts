import { createCredential, revokeCredential } from '../api/credentials';
import { changeDataSource, type DataSource, grafanaReason } from '../api/dataSources';
import { t } from '../i18n/t';
import { withCredential } from './judgeDataSource';

/**
 * Makes a credential and puts it into a data source. When Grafana does not take it, it is revoked again.
 *
 * @returns whether a mapping names the service already
 * @throws ApiError or Error, with what happened in words
 */
export async function giveCredential(
  dataSource: DataSource,
  name: string,
  idempotencyKey: string
): Promise<{ isMapped: boolean }> {
  const comment = t('dataSource.credential.comment', 'Alert rules of the data source {{name}}', {
    name: dataSource.name,
  });
  const { id, secret, mappings } = await createCredential({ name, comment, expires: null, idempotencyKey });
  try {
    await changeDataSource(dataSource.uid, withCredential(dataSource, secret));
  } catch (error) {
    await revokeCredential(id);
    throw new Error(
      t(
        'dataSource.credential.notSaved',
        'Grafana did not save the data source; the credential is revoked again. {{reason}}',
        {
          reason: grafanaReason(error),
        }
      )
    );
  }
  return { isMapped: (mappings ?? []).length > 0 };
}
