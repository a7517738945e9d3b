import { PATHS } from '../constants';
import { findingTexts } from '../dataSource/findingTexts';
import type { Judgement } from '../dataSource/judgeDataSource';
import { t } from '../i18n/t';
import { sentence } from '../ui/sentence';
import { satisfiesVersion } from './satisfiesVersion';
import type { StatusLine } from './statusLines';

/** What this page can tell of the Grafana around it. What is undefined is not known (yet), and is not spoken of. */
export interface GrafanaFacts {
  version: string;
  /** The versions that the app is made for, as `plugin.json` has it: `>=12.2.0`. */
  neededVersion: string | undefined;
  /** Grafana's name of how the person in front of the page is logged in: `oauth_generic_oauth`, `password`, … */
  login: string;
  /** Visitors who have not logged in are let in. */
  anonymous: boolean;
  /** Whether Grafana's plugin proxy leads to the proxy; otherwise what came of it, in words. */
  route: 'open' | { problem: string } | undefined;
  dataSources: DataSourceFacts | undefined;
}

/** `unlisted`: Grafana does not list them for this person. `unjudged`: nobody has said yet where queries go. */
export type DataSourceFacts = 'unlisted' | 'unjudged' | ReadonlyArray<{ name: string } & Judgement>;

/** Puts what the app needs of Grafana in words, one line a need. */
export function grafanaNeeds(facts: GrafanaFacts): StatusLine[] {
  return [
    ...versionNeed(facts),
    ...routeNeed(facts),
    loginNeed(facts),
    anonymousNeed(facts),
    ...dataSourceNeed(facts.dataSources),
  ];
}

function versionNeed({ version, neededVersion = '' }: GrafanaFacts): StatusLine[] {
  const satisfied = satisfiesVersion(version, neededVersion);
  if (satisfied === undefined) {
    return [];
  }
  const what = t('settings.need.version', 'Version of Grafana');
  return [
    satisfied
      ? { state: 'good', what, text: t('settings.need.versionGood', '{{version}} will do', { version }) }
      : {
          state: 'bad',
          what,
          text: t(
            'settings.need.versionOld',
            'This is {{version}}, and the app is made for {{needed}}: pages may fail. Update Grafana.',
            { version, needed: neededVersion }
          ),
        },
  ];
}

function routeNeed({ route }: GrafanaFacts): StatusLine[] {
  if (route === undefined) {
    return [];
  }
  const what = t('settings.need.route', 'Way to the proxy');
  return [
    route === 'open'
      ? { state: 'good', what, text: t('settings.need.routeOpen', 'Grafana’s server passes on what this app asks') }
      : { state: 'bad', what, text: route.problem },
  ];
}

function loginNeed({ login }: GrafanaFacts): StatusLine {
  const what = t('settings.need.login', 'Your log-in');
  return login.startsWith('oauth')
    ? {
        state: 'good',
        what,
        text: t('settings.need.loginOAuth', 'By OAuth: Grafana can forward a token of yours with each query'),
      }
    : {
        state: 'warning',
        what,
        text: t(
          'settings.need.loginOther',
          'Not by OAuth ({{login}}): Grafana has no token of yours to forward, so your own queries are refused unless the proxy has an issuer of kind: grafana. Log in by OAuth to try them, or ask the operator for such an issuer.',
          { login: login === '' ? t('settings.need.loginUnknown', 'Grafana does not say how') : login }
        ),
      };
}

function anonymousNeed({ anonymous }: GrafanaFacts): StatusLine {
  const what = t('settings.need.anonymous', 'Visitors');
  return anonymous
    ? {
        state: 'warning',
        what,
        text: t(
          'settings.need.anonymousOn',
          'Let in without logging in. Gatehouse refuses them, but where a data source has a credential for alert rules they could claim to be a rule. Switch anonymous access off in Grafana, or keep a data source for rules that visitors cannot query.'
        ),
      }
    : { state: 'good', what, text: t('settings.need.anonymousOff', 'Nobody is let in without logging in') };
}

function dataSourceNeed(dataSources: DataSourceFacts | undefined): StatusLine[] {
  if (dataSources === undefined) {
    return [];
  }
  const what = t('settings.need.dataSources', 'Data sources');
  const action = { text: t('settings.need.openDataSources', 'Open Data sources'), href: PATHS.dataSource };
  if (dataSources === 'unlisted') {
    return [
      {
        state: 'warning',
        what,
        text: t(
          'settings.need.unlisted',
          'Grafana does not show you its data sources, so nobody has looked whether one leads through Gatehouse. Only administrators of this organization see them.'
        ),
      },
    ];
  }
  if (dataSources === 'unjudged') {
    return [
      {
        state: 'warning',
        what,
        text: t(
          'settings.need.unjudged',
          'Which of them lead through Gatehouse is not known: nobody has entered yet where Grafana’s server reaches the proxy’s listener for queries.'
        ),
        action,
      },
    ];
  }
  const passing = dataSources.filter(({ destination }) => destination === 'past-gatehouse');
  const through = dataSources.filter(({ destination }) => destination === 'gatehouse');
  const broken = through.flatMap(({ name, findings }) =>
    findings
      .filter(({ severity }) => severity === 'bad')
      .map((finding) =>
        t('settings.need.broken', '{{name}}: {{problem}}', { name, problem: sentence(findingTexts(finding).title) })
      )
  );
  return [
    ...(passing.length === 0
      ? []
      : [
          {
            state: 'bad' as const,
            what: t('settings.need.passing', 'Data sources past Gatehouse'),
            text: t(
              'settings.need.passingText',
              '{{names}}: whoever may query them sees every tenant, whatever the policy says.',
              { names: namesOf(passing) }
            ),
            action,
          },
        ]),
    through.length === 0
      ? {
          state: 'warning',
          what,
          text: t('settings.need.none', 'None leads through Gatehouse, so nobody sees anything through it yet.'),
          action,
        }
      : broken.length > 0
        ? { state: 'bad', what, text: broken.join(' '), action }
        : {
            state: 'good',
            what,
            text: t('settings.need.through', 'Through Gatehouse, and tells who asks: {{names}}', {
              names: namesOf(through),
            }),
          },
  ];
}

function namesOf(dataSources: ReadonlyArray<{ name: string }>): string {
  return dataSources.map(({ name }) => name).join(', ');
}
