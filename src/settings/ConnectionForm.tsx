import React, { useState } from 'react';
import type { AppPluginMeta } from '@grafana/data';
import { zodResolver } from '@hookform/resolvers/zod';
import { Alert, Button, Field, Input, SecretInput, Stack, Text } from '@grafana/ui';
import { Controller, useForm, useWatch } from 'react-hook-form';
import { useSavePluginSettings } from '../api/pluginSettings';
import { testIds } from '../testIds';
import { t } from '../i18n/t';
import { connectionFormSchema } from './connectionForm';
import { type ConnectionSettings, parseProxyUrl } from './connectionSettings';
import { ConnectionTest } from './ConnectionTest';
import { reloadPage } from './reloadPage';

/** Edits where the proxy is and the token for it. Grafana's pages read the settings once, so saving reloads. */
export function ConnectionForm({ meta }: { meta: AppPluginMeta<ConnectionSettings> }) {
  const savedUrl = meta.jsonData?.proxyUrl ?? '';
  const tokenSaved = meta.secureJsonFields?.adminToken === true;
  const [tokenKept, setTokenKept] = useState(tokenSaved);
  const save = useSavePluginSettings();
  const {
    control,
    register,
    handleSubmit,
    setValue,
    formState: { errors },
  } = useForm({
    resolver: zodResolver(connectionFormSchema(tokenKept)),
    defaultValues: { proxyUrl: savedUrl, adminToken: '' },
  });
  const [proxyUrl, adminToken] = useWatch({ control, name: ['proxyUrl', 'adminToken'] });
  const unsaved = proxyUrl.trim() !== savedUrl || adminToken !== '' || tokenKept !== tokenSaved;
  const parsedUrl = parseProxyUrl(proxyUrl);

  const submit = (enabled: boolean) =>
    handleSubmit((values) => {
      const parsed = parseProxyUrl(values.proxyUrl);
      if ('url' in parsed) {
        save.mutate(
          {
            enabled,
            pinned: enabled || meta.pinned === true,
            jsonData: { ...meta.jsonData, proxyUrl: parsed.url },
            ...(!tokenKept && { secureJsonData: { adminToken: values.adminToken.trim() } }),
          },
          { onSuccess: reloadPage }
        );
      }
    });
  const { ref: urlRef, ...url } = register('proxyUrl');
  return (
    <Stack direction="column" gap={3}>
      {meta.enabled !== true && (
        <Alert severity="info" title={t('settings.form.notEnabled', 'The app is not enabled')}>
          {t(
            'settings.form.notEnabledHelp',
            'Its pages do not show in the menu yet. Fill in the connection, then choose “Save and enable”.'
          )}
        </Alert>
      )}
      <form
        noValidate
        aria-label={t('settings.form.label', 'Connection')}
        data-testid={testIds.configuration.form}
        onSubmit={(event) => void submit(true)(event)}
      >
        <Stack direction="column" gap={2}>
          <div>
            <Text element="h2" variant="h3">
              {t('settings.form.title', 'Connection to the proxy')}
            </Text>
            <Text element="p" color="secondary">
              {t(
                'settings.form.purpose',
                'Grafana’s server talks to the proxy’s admin listener; the token never reaches a browser.'
              )}
            </Text>
          </div>
          <Field
            label={t('settings.form.url', 'Proxy admin URL')}
            description={t(
              'settings.form.urlHelp',
              'The admin listener as Grafana’s server reaches it, without /v1. Its port is 8432 by default.'
            )}
            htmlFor="proxy-admin-url"
            required
            invalid={errors.proxyUrl !== undefined}
            error={errors.proxyUrl?.message}
            noMargin
          >
            <Input
              id="proxy-admin-url"
              width={60}
              placeholder={t('settings.form.urlPlaceholder', 'http://gatehouse:8432')}
              autoComplete="off"
              spellCheck={false}
              data-testid={testIds.configuration.proxyUrl}
              {...url}
              ref={urlRef}
            />
          </Field>
          <Controller
            control={control}
            name="adminToken"
            render={({ field }) => (
              <Field
                label={t('settings.form.token', 'Admin token')}
                description={t(
                  'settings.form.tokenHelp',
                  'The token from admin.token or admin.tokenFile in the proxy’s configuration.'
                )}
                htmlFor="admin-token"
                required
                invalid={errors.adminToken !== undefined}
                error={errors.adminToken?.message}
                noMargin
              >
                <SecretInput
                  id="admin-token"
                  width={60}
                  autoComplete="off"
                  isConfigured={tokenKept}
                  data-testid={testIds.configuration.adminToken}
                  value={field.value}
                  onChange={field.onChange}
                  onBlur={field.onBlur}
                  onReset={() => {
                    setTokenKept(false);
                    setValue('adminToken', '');
                  }}
                />
              </Field>
            )}
          />
          {save.isError && (
            <Alert severity="error" title={t('settings.form.failed', 'Grafana did not save the settings')}>
              {t(
                'settings.form.failedHelp',
                'You need the permission to change plugin settings, which organization administrators have. What you entered is still here; try again.'
              )}
            </Alert>
          )}
          <div>
            <Button
              type="submit"
              icon={save.isPending ? 'spinner' : 'save'}
              disabled={save.isPending}
              data-testid={testIds.configuration.save}
            >
              {meta.enabled === true
                ? t('settings.form.save', 'Save')
                : t('settings.form.saveEnable', 'Save and enable')}
            </Button>
          </div>
        </Stack>
      </form>
      <ConnectionTest
        before={{
          enabled: meta.enabled === true,
          saved: savedUrl !== '',
          unsaved,
          urlProblem: 'problem' in parsedUrl ? parsedUrl.problem : undefined,
        }}
      />
    </Stack>
  );
}
