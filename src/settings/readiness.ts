import type { Diagnosis } from '../api/diagnose';
import { t } from '../i18n/t';

/** What the configuration page knows before it asks the proxy. */
export interface BeforeTest {
  enabled: boolean;
  /** A proxy URL is saved. */
  saved: boolean;
  /** The form holds something that is not saved. */
  unsaved: boolean;
  /** What is wrong with the URL in the form. */
  urlProblem: string | undefined;
}

/** Says what keeps a connection test from meaning anything; undefined when it can be made. */
export function readiness({ enabled, saved, unsaved, urlProblem }: BeforeTest): Diagnosis | undefined {
  if (!saved && !unsaved) {
    return {
      code: 'nothing-saved',
      severity: 'info',
      title: t('settings.ready.nothing', 'Nothing to test yet'),
      whatToDo: t('settings.ready.nothingHelp', 'Enter the proxy’s admin URL and the admin token, save, then test.'),
    };
  }
  if (urlProblem !== undefined) {
    return {
      code: 'url-invalid',
      severity: 'error',
      title: t('settings.ready.url', 'The proxy admin URL is not usable'),
      whatToDo: urlProblem,
    };
  }
  if (unsaved) {
    return {
      code: 'unsaved-changes',
      severity: 'warning',
      title: t('settings.ready.unsaved', 'There are unsaved changes'),
      whatToDo: t('settings.ready.unsavedHelp', 'The test uses what is saved. Save first, then test.'),
    };
  }
  if (!enabled) {
    return {
      code: 'not-enabled',
      severity: 'warning',
      title: t('settings.form.notEnabled', 'The app is not enabled'),
      whatToDo: t('settings.ready.enableHelp', 'Choose “Save and enable”, then test.'),
    };
  }
  return undefined;
}
