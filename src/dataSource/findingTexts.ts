import { t } from '../i18n/t';
import type { DataSourceFinding } from './judgeDataSource';

/** What is the matter, and the way out, for people. */
export function findingTexts({ code, detail = '' }: DataSourceFinding): { title: string; text: string } {
  switch (code) {
    case 'url-of-backend':
      return {
        title: t('dataSource.finding.urlOfBackend.title', 'It asks the backend {{detail}} past Gatehouse', { detail }),
        text: t(
          'dataSource.finding.urlOfBackend.text',
          'Everybody who may query this data source sees everything through it. Lead it to Gatehouse, or let nobody but administrators query it.'
        ),
      };
    case 'url-of-admin-listener':
      return {
        title: t('dataSource.finding.urlOfAdmin.title', 'It leads to the admin listener'),
        text: t('dataSource.finding.urlOfAdmin.text', 'Queries are answered by the data listener only.'),
      };
    case 'url-elsewhere':
      return {
        title: t('dataSource.finding.urlElsewhere.title', 'It does not lead through Gatehouse'),
        text: t(
          'dataSource.finding.urlElsewhere.text',
          'That is right when it holds other metrics. If it leads to a backend of Gatehouse by another address, everybody who may query it sees everything.'
        ),
      };
    case 'path-unknown':
      return {
        title: t('dataSource.finding.pathUnknown.title', 'Gatehouse does not know the path {{detail}}', { detail }),
        text: t(
          'dataSource.finding.pathUnknown.text',
          'Behind the data listener’s URL stands nothing, /backend/<name> or /tenant/<name>.'
        ),
      };
    case 'backend-unknown':
      return {
        title: t('dataSource.finding.backendUnknown.title', 'There is no backend {{detail}}', { detail }),
        text: t(
          'dataSource.finding.backendUnknown.text',
          'The proxy’s configuration has no backend of that name, so every query is refused. Change the URL.'
        ),
      };
    case 'tenant-unknown':
      return {
        title: t('dataSource.finding.tenantUnknown.title', 'There is no tenant {{detail}}', { detail }),
        text: t(
          'dataSource.finding.tenantUnknown.text',
          'The policy in force has no tenant of that name, so every query is refused. Publish the tenant, or change the URL.'
        ),
      };
    case 'backend-unnamed':
      return {
        title: t('dataSource.finding.backendUnnamed.title', 'It names no backend'),
        text: t(
          'dataSource.finding.backendUnnamed.text',
          'Who may read tenants of several backends is refused here, since one query cannot go to two. End the URL with /backend/<name>, and add a data source for each backend.'
        ),
      };
    case 'access-direct':
      return {
        title: t('dataSource.finding.accessDirect.title', 'The browser asks it, not Grafana’s server'),
        text: t(
          'dataSource.finding.accessDirect.text',
          'Then no token comes along, and every query is refused. Let Grafana’s server ask.'
        ),
      };
    case 'identity-not-forwarded':
      return {
        title: t('dataSource.finding.identity.title', '“Forward OAuth identity” is off'),
        text: t(
          'dataSource.finding.identity.text',
          'Grafana does not pass on who asks, so Gatehouse cannot tell people apart and refuses them.'
        ),
      };
    case 'basic-auth':
      return {
        title: t('dataSource.finding.basicAuth.title', 'It sends a user name and a password for everybody'),
        text: t(
          'dataSource.finding.basicAuth.text',
          'Gatehouse refuses what people ask with them. That is right only for a data source that recording rules write to; else switch “Basic authentication” off.'
        ),
      };
    case 'type-or-version':
      return {
        title: t('dataSource.finding.type.title', 'Prometheus type and version are not {{detail}}', { detail }),
        text: t(
          'dataSource.finding.type.text',
          'Grafana then asks for whole series where it needs only the names of labels: the query editor is slow with many series.'
        ),
      };
    case 'rules-refused':
      return {
        title: t('dataSource.finding.rules.title', 'Alert rules ask it ({{detail}}), and are refused', { detail }),
        text: t(
          'dataSource.finding.rules.text',
          'Nobody is logged in when a rule is evaluated. Give the data source a credential in the header X-Gatehouse-Credential; it counts for rules only.'
        ),
      };
    case 'rules-unclaimed':
      return {
        title: t('dataSource.finding.unclaimed.title', 'This plugin does not say that a rule asks'),
        text: t(
          'dataSource.finding.unclaimed.text',
          'VictoriaMetrics’ plugin up to 0.25.1 sends no FromAlert, so the credential does not count and rules are refused. Use a Prometheus data source for rules.'
        ),
      };
    case 'credential-anonymous':
      return {
        title: t('dataSource.finding.anonymous.title', 'It has a credential, and visitors need no log-in here'),
        text: t(
          'dataSource.finding.anonymous.text',
          'Somebody who is not logged in could claim to be a rule, and get what the credential gets. Switch anonymous access off in Grafana, or keep a data source for rules that visitors cannot query.'
        ),
      };
  }
}
