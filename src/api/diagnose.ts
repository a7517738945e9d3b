import { t } from '../i18n/t';
import { type Answer, problemSchema } from './ApiError';

/** What an administrator is told about a failed request: what happened, and what to do about it. */
export interface Diagnosis {
  /** Stable, for tests and support. */
  code: string;
  severity: 'error' | 'warning' | 'info';
  title: string;
  whatToDo: string;
}

/**
 * Says why a request to the proxy's admin API, through Grafana's plugin proxy, failed.
 *
 * Four parties can answer: nobody, Grafana itself (`{ message }`), the admin API (problem documents), or something else at that URL.
 */
export function diagnose({ status, body }: Answer): Diagnosis {
  if (status === undefined) {
    return error(
      'no-answer',
      t('diagnose.noAnswer.title', 'Grafana did not answer'),
      t('diagnose.noAnswer.help', 'The browser could not reach Grafana. Check your network connection, then try again.')
    );
  }
  const problem = problemSchema.safeParse(body).data;
  if (problem !== undefined) {
    return diagnoseProblem(problem.code, status, problem.detail || problem.title);
  }
  if (isPrometheusError(body)) {
    return error(
      'data-listener',
      t('diagnose.dataListener.title', 'This is Gatehouse’s data listener'),
      t(
        'diagnose.dataListener.help',
        'The URL leads to the listener for queries (port 8431 by default). Use the admin listener’s URL instead; its port is 8432 by default.'
      )
    );
  }
  if (status === 502 || status === 503 || status === 504) {
    return error(
      'unreachable',
      t('diagnose.unreachable.title', 'Grafana cannot reach the proxy'),
      t(
        'diagnose.unreachable.help',
        'Check that the proxy runs, that the URL is right as seen from Grafana’s server (not from your browser), and that no firewall stands between them.'
      )
    );
  }
  return diagnoseGrafana(status, body) ?? notGatehouse(status, body);
}

function diagnoseProblem(code: string, status: number, detail: string): Diagnosis {
  const told = { detail: sentence(detail) };
  switch (code) {
    case 'admin-token-missing':
      return error(
        code,
        t('diagnose.tokenMissing.title', 'No admin token is saved'),
        t(
          'diagnose.tokenMissing.help',
          'Enter the admin token from the proxy’s configuration (admin.token or admin.tokenFile) on the Configuration page, and save.'
        )
      );
    case 'admin-token-wrong':
      return error(
        code,
        t('diagnose.tokenWrong.title', 'The proxy refuses the admin token'),
        t(
          'diagnose.tokenWrong.help',
          'The saved token is not the one in the proxy’s configuration. On the Configuration page choose Reset, enter the token again, and save.'
        )
      );
    case 'store-unavailable':
      return error(
        code,
        t('diagnose.store.title', 'The proxy cannot reach its store'),
        t(
          'diagnose.store.help',
          'Queries are still answered under the last policy, but nothing can be read or published here. Look at the proxy’s log. {{detail}}',
          told
        )
      );
    case 'role-insufficient':
      return error(
        code,
        t('diagnose.role.title', 'The admin token may not do this'),
        t(
          'diagnose.role.help',
          'The token that is saved for this app has a role that may look, but not change this. Ask the operator of the proxy for a token with a higher role, and save it on the Configuration page.'
        )
      );
    case 'policy-read-only':
      return error(
        code,
        t('diagnose.file.title', 'The policy is kept in a file'),
        t('diagnose.file.help', 'It can be changed only there. {{detail}}', told)
      );
    case 'policy-unchanged':
      return error(
        code,
        t('diagnose.unchanged.title', 'Nothing would change'),
        t('diagnose.unchanged.help', 'The policy in force says the same already.')
      );
    case 'approval-by-author':
      return error(
        code,
        t('diagnose.byAuthor.title', 'Another person must approve this'),
        t(
          'diagnose.byAuthor.help',
          'You made this change yourself. Ask another administrator to look at it and to approve it.'
        )
      );
    case 'approval-unverified':
      return error(
        code,
        t('diagnose.unverified.title', 'The proxy cannot tell you and the author apart'),
        t(
          'diagnose.unverified.help',
          'An approval counts only when it is certain that two persons agree. {{detail}}',
          told
        )
      );
    case 'proposal-ended':
      return error(
        code,
        t('diagnose.ended.title', 'Somebody has decided already'),
        t('diagnose.ended.help', 'The proposal waits no longer; the list is as it is now.')
      );
    case 'proposal-of-another':
      return error(code, t('diagnose.ofAnother.title', 'Only its author can withdraw this'), told.detail);
    case 'proposals-too-many':
      return error(code, t('diagnose.tooMany.title', 'Too many changes wait already'), told.detail);
    case 'policy-desk-busy':
      return error(
        code,
        t('diagnose.busy.title', 'The proxy is busy with other policies'),
        t('diagnose.busy.help', 'Wait a moment, then try again.')
      );
    case 'not-found':
    case 'method-not-allowed':
      return error(
        code,
        t('diagnose.unknownRequest.title', 'The proxy does not know this request'),
        t(
          'diagnose.unknownRequest.help',
          'Check that the saved URL ends with the port, without a slash or path behind it. If it does, the proxy is probably older than this app: install the same version of both.'
        )
      );
    default:
      return error(
        code,
        t('diagnose.refused.title', 'The proxy refuses the request ({{status}})', { status }),
        t('diagnose.refused.help', '{{detail}} The proxy’s log says more under the code “{{code}}”.', { ...told, code })
      );
  }
}

function diagnoseGrafana(status: number, body: unknown): Diagnosis | undefined {
  const message = grafanaMessage(body);
  if (message === undefined) {
    return undefined;
  }
  switch (status) {
    case 401:
      return error(
        'signed-out',
        t('diagnose.signedOut.title', 'You are no longer signed in to Grafana'),
        t('diagnose.signedOut.help', 'Sign in again, then come back to this page.')
      );
    case 403:
      return error(
        'forbidden',
        t('diagnose.forbidden.title', 'You need to be an organization administrator'),
        t(
          'diagnose.forbidden.help',
          'Only administrators of this Grafana organization can see and change who sees what. Ask one of them.'
        )
      );
    case 404:
      return /plugin/i.test(message)
        ? error(
            'plugin-not-ready',
            t('diagnose.notReady.title', 'Grafana has no route for this app'),
            t(
              'diagnose.notReady.help',
              'Enable the app on its plugin page. If it was just installed or updated, restart Grafana.'
            )
          )
        : undefined;
    case 500:
      return error(
        'grafana-failed',
        t('diagnose.grafanaFailed.title', 'Grafana could not send the request'),
        t(
          'diagnose.grafanaFailed.help',
          'Save URL and admin token on the Configuration page again. Grafana says: {{message}}',
          { message: sentence(message) }
        )
      );
    default:
      return undefined;
  }
}

function notGatehouse(status: number, body: unknown): Diagnosis {
  const version = versionOf(body);
  if (version !== undefined && status < 300) {
    return error(
      'version-mismatch',
      t('diagnose.version.title', 'The proxy’s answer is of another version'),
      version === ''
        ? t(
            'diagnose.version.help',
            'The proxy answers in a form that this app does not know. Install the same version of both.'
          )
        : t(
            'diagnose.version.helpNamed',
            'The proxy ({{version}}) answers in a form that this app does not know. Install the same version of both.',
            { version }
          )
    );
  }
  return error(
    'not-gatehouse',
    t('diagnose.notGatehouse.title', 'This is not a Gatehouse proxy'),
    typeof body === 'string' && /^\s*<(!doctype|html)/i.test(body)
      ? t(
          'diagnose.notGatehouse.page',
          'At the saved URL a web page answers (status {{status}}). Check host and port; the admin listener’s port is 8432 by default.',
          { status }
        )
      : t(
          'diagnose.notGatehouse.other',
          'At the saved URL something else answers (status {{status}}). Check host and port; the admin listener’s port is 8432 by default.',
          { status }
        )
  );
}

function error(code: string, title: string, whatToDo: string): Diagnosis {
  return { code, severity: 'error', title, whatToDo };
}

function isPrometheusError(body: unknown): boolean {
  return isRecord(body) && body.status === 'error' && typeof body.errorType === 'string';
}

function grafanaMessage(body: unknown): string | undefined {
  return isRecord(body) && typeof body.message === 'string' ? body.message : undefined;
}

/** The version that a proxy's status names; empty for a policy, which names none. */
function versionOf(body: unknown): string | undefined {
  if (!isRecord(body) || !('policy' in body)) {
    return undefined;
  }
  return typeof body.version === 'string' ? body.version : typeof body.revision === 'number' ? '' : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
