import React, { useMemo, useState } from 'react';
import { config, locationService } from '@grafana/runtime';
import { Alert, Button, FileUpload, Stack, Text } from '@grafana/ui';
import { EMPTY_POLICY } from '@gatehouse/model';
import { useAbility } from '../api/ability';
import { type Configuration, useConfiguration } from '../api/configuration';
import { isReadOnly, type PolicyDocument, usePolicy } from '../api/policy';
import { PATHS } from '../constants';
import { isEmptyDraft } from '../draft/draft';
import { draftBetween } from '../draft/draftBetween';
import { browserDraftStorage } from '../draft/draftStorage';
import { t } from '../i18n/t';
import { changeCounts } from '../publish/changeCounts';
import { FindingList } from '../publish/FindingList';
import { surroundingsOf } from '../publish/surroundings';
import { download } from './download';
import { type PolicyFile, readPolicyFile } from './readPolicyFile';

/** The policy as a file: out of the proxy, and into the draft. Nothing while the proxy does not answer. */
export function PolicyTransfer() {
  const policy = usePolicy(true);
  const configuration = useConfiguration(true);
  const ability = useAbility();
  if (policy.data === undefined || configuration.data === undefined || ability === undefined) {
    return null;
  }
  const { revision, source, policy: content } = policy.data;
  return (
    <section aria-label={t('settings.transfer.label', 'Import and export')}>
      <Stack direction="column" gap={2}>
        <div>
          <Text element="h2" variant="h3">
            {t('settings.transfer.title', 'The policy as a file')}
          </Text>
          <Text element="p" color="secondary">
            {t(
              'settings.transfer.purpose',
              'All tenants, mappings and settings as JSON: to keep, to compare, or to take to another installation. It holds no secrets.'
            )}
          </Text>
        </div>
        <Stack gap={2} alignItems="center">
          <Button
            variant="secondary"
            icon="download-alt"
            disabled={revision === 0}
            onClick={() =>
              download(`gatehouse-policy-${revision}.json`, `${JSON.stringify(content, null, 2)}\n`, 'application/json')
            }
          >
            {t('settings.transfer.export', 'Export policy')}
          </Button>
          <Text color="secondary">
            {revision === 0
              ? t('settings.transfer.nothing', 'Nothing is published yet')
              : t('settings.transfer.revision', 'Revision {{revision}}, which is in force', { revision })}
          </Text>
        </Stack>
        {isReadOnly(source) ? (
          <Text element="p" color="secondary">
            {t('settings.transfer.readOnly', 'The policy is a file’s, so nothing can be imported: change that file.')}
          </Text>
        ) : ability.edit ? (
          <PolicyImport published={policy.data} configuration={configuration.data} />
        ) : (
          <Text element="p" color="secondary">
            {t(
              'settings.transfer.viewer',
              'The admin token that is saved may not change the policy, so nothing can be imported.'
            )}
          </Text>
        )}
      </Stack>
    </section>
  );
}

interface ImportProps {
  published: PolicyDocument;
  configuration: Configuration;
}

/** Checks a chosen file, says what it would change, and makes it the draft. Nothing is published here. */
function PolicyImport({ published, configuration }: ImportProps) {
  const { orgId, login } = config.bootData.user;
  const storage = useMemo(() => browserDraftStorage(orgId, login), [orgId, login]);
  const [file, setFile] = useState<{ name: string; content: PolicyFile }>();
  const [noRoom, setNoRoom] = useState(false);
  const choose = async (chosen: File | undefined) => {
    if (chosen !== undefined) {
      setNoRoom(false);
      const content = readPolicyFile(await chosen.text(), surroundingsOf(configuration), Date.now());
      setFile({ name: chosen.name, content });
    }
  };
  const draft =
    file !== undefined && 'policy' in file.content
      ? draftBetween(published.policy, published.revision, file.content.policy)
      : undefined;
  const kept = storage.read();
  const takeOver = () => {
    if (draft === undefined || file === undefined) {
      return;
    }
    const text = t('settings.import.step', 'The draft was replaced by the file {{name}}', { name: file.name });
    if (storage.handOver({ draft, text })) {
      locationService.push(PATHS.publish);
    } else {
      setNoRoom(true);
    }
  };
  return (
    <Stack direction="column" gap={2} alignItems="flex-start">
      <FileUpload accept=".json,application/json" onFileUpload={(event) => void choose(event.currentTarget.files?.[0])}>
        {t('settings.import.choose', 'Import policy…')}
      </FileUpload>
      <div role="status">
        {file !== undefined && 'problems' in file.content && (
          <FindingList
            severity="error"
            title={t('settings.import.wrong', '{{name}} cannot become the policy', { name: file.name })}
            findings={file.content.problems}
            policy={EMPTY_POLICY}
          />
        )}
        {draft !== undefined && file !== undefined && (
          <Alert
            severity="info"
            title={t('settings.import.right', '{{name}} is a policy', { name: file.name })}
            bottomSpacing={0}
          >
            <Stack direction="column" gap={1} alignItems="flex-start">
              {isEmptyDraft(draft)
                ? t('settings.import.same', 'It says what is in force already: there is nothing to import.')
                : changeCounts(draft)}
              {kept !== undefined && !isEmptyDraft(draft) && (
                <span>
                  {t('settings.import.replaces', 'Your draft is replaced by it ({{counts}}). That can be undone.', {
                    counts: changeCounts(kept),
                  })}
                </span>
              )}
              {!isEmptyDraft(draft) && (
                <Button onClick={takeOver}>{t('settings.import.submit', 'Make it the draft and review')}</Button>
              )}
            </Stack>
          </Alert>
        )}
        {noRoom && (
          <Alert
            severity="error"
            title={t('settings.import.noRoom', 'The browser has no room for this draft')}
            bottomSpacing={0}
          >
            {t('settings.import.noRoomHelp', 'Apply the file with gatehouse apply on the command line instead.')}
          </Alert>
        )}
      </div>
    </Stack>
  );
}
