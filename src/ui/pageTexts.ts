import type { PageName } from '../constants';
import { t } from '../i18n/t';

/** Title of each page, and what it is for. */
export function pageTexts(page: PageName): { text: string; subTitle: string } {
  switch (page) {
    case 'overview':
      return {
        text: t('pages.overview.title', 'Overview'),
        subTitle: t('pages.overview.purpose', 'Is everything well, and what happened lately.'),
      };
    case 'mappings':
      return {
        text: t('pages.mappings.title', 'Mappings'),
        subTitle: t('pages.mappings.purpose', 'Who sees which tenants, and which series of them.'),
      };
    case 'tenants':
      return {
        text: t('pages.tenants.title', 'Tenants'),
        subTitle: t('pages.tenants.purpose', 'Where series live: what mappings grant.'),
      };
    case 'settings':
      return {
        text: t('pages.settings.title', 'Policy settings'),
        subTitle: t('pages.settings.purpose', 'What holds for every mapping, and how changes take effect.'),
      };
    case 'publish':
      return {
        text: t('pages.publish.title', 'Review and publish'),
        subTitle: t('pages.publish.purpose', 'What your draft changes, for whom, and why you make it.'),
      };
    case 'explain':
      return {
        text: t('pages.explain.title', 'Who sees what'),
        subTitle: t('pages.explain.purpose', 'What somebody sees, and why; and who sees a tenant.'),
      };
    case 'activity':
      return {
        text: t('pages.activity.title', 'Activity'),
        subTitle: t('pages.activity.purpose', 'What was refused and allowed, and who changed what.'),
      };
    case 'history':
      return {
        text: t('pages.history.title', 'History'),
        subTitle: t('pages.history.purpose', 'Every revision of the policy: compare any two, go back to one.'),
      };
    case 'credentials':
      return {
        text: t('pages.credentials.title', 'Credentials'),
        subTitle: t(
          'pages.credentials.purpose',
          'How machines prove who they are: agents that write, and alert rules.'
        ),
      };
    case 'dataSource':
      return {
        text: t('pages.dataSource.title', 'Data sources'),
        subTitle: t('pages.dataSource.purpose', 'The data sources of this Grafana that lead through Gatehouse.'),
      };
  }
}
