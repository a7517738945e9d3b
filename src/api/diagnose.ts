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
      'Grafana did not answer',
      'The browser could not reach Grafana. Check your network connection, then try again.'
    );
  }
  const problem = problemSchema.safeParse(body).data;
  if (problem !== undefined) {
    return diagnoseProblem(problem.code, status, problem.detail || problem.title);
  }
  if (isPrometheusError(body)) {
    return error(
      'data-listener',
      'This is Gatehouse’s data listener',
      'The URL leads to the listener for queries (port 8431 by default). Use the admin listener’s URL instead; its port is 8432 by default.'
    );
  }
  if (status === 502 || status === 503 || status === 504) {
    return error(
      'unreachable',
      'Grafana cannot reach the proxy',
      'Check that the proxy runs, that the URL is right as seen from Grafana’s server (not from your browser), and that no firewall stands between them.'
    );
  }
  return diagnoseGrafana(status, body) ?? notGatehouse(status, body);
}

function diagnoseProblem(code: string, status: number, detail: string): Diagnosis {
  switch (code) {
    case 'admin-token-missing':
      return error(
        code,
        'No admin token is saved',
        'Enter the admin token from the proxy’s configuration (admin.token or admin.tokenFile) on the Configuration page, and save.'
      );
    case 'admin-token-wrong':
      return error(
        code,
        'The proxy refuses the admin token',
        'The saved token is not the one in the proxy’s configuration. On the Configuration page choose Reset, enter the token again, and save.'
      );
    case 'store-unavailable':
      return error(
        code,
        'The proxy cannot reach its store',
        `Queries are still answered under the last policy, but nothing can be read or published here. Look at the proxy’s log. ${sentence(detail)}`
      );
    case 'role-insufficient':
      return error(
        code,
        'The admin token may not do this',
        'The token that is saved for this app has a role that may look, but not change this. Ask the operator of the proxy for a token with a higher role, and save it on the Configuration page.'
      );
    case 'policy-read-only':
      return error(code, 'The policy is kept in a file', `It can be changed only there. ${sentence(detail)}`);
    case 'policy-unchanged':
      return error(code, 'Nothing would change', 'The policy in force says the same already.');
    case 'approval-by-author':
      return error(
        code,
        'Another person must approve this',
        'You made this change yourself. Ask another administrator to look at it and to approve it.'
      );
    case 'approval-unverified':
      return error(
        code,
        'The proxy cannot tell you and the author apart',
        `An approval counts only when it is certain that two persons agree. ${sentence(detail)}`
      );
    case 'proposal-ended':
      return error(code, 'Somebody has decided already', 'The proposal waits no longer; the list is as it is now.');
    case 'proposal-of-another':
      return error(code, 'Only its author can withdraw this', sentence(detail));
    case 'proposals-too-many':
      return error(code, 'Too many changes wait already', sentence(detail));
    case 'policy-desk-busy':
      return error(code, 'The proxy is busy with other policies', 'Wait a moment, then try again.');
    case 'not-found':
    case 'method-not-allowed':
      return error(
        code,
        'The proxy does not know this request',
        'Check that the saved URL ends with the port, without a slash or path behind it. If it does, the proxy is probably older than this app: install the same version of both.'
      );
    default:
      return error(
        code,
        `The proxy refuses the request (${status})`,
        `${sentence(detail)} The proxy’s log says more under the code “${code}”.`
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
        'You are no longer signed in to Grafana',
        'Sign in again, then come back to this page.'
      );
    case 403:
      return error(
        'forbidden',
        'You need to be an organization administrator',
        'Only administrators of this Grafana organization can see and change who sees what. Ask one of them.'
      );
    case 404:
      return /plugin/i.test(message)
        ? error(
            'plugin-not-ready',
            'Grafana has no route for this app',
            'Enable the app on its plugin page. If it was just installed or updated, restart Grafana.'
          )
        : undefined;
    case 500:
      return error(
        'grafana-failed',
        'Grafana could not send the request',
        `Save URL and admin token on the Configuration page again. Grafana says: ${sentence(message)}`
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
      'The proxy’s answer is of another version',
      `The proxy${version === '' ? '' : ` (${version})`} answers in a form that this app does not know. Install the same version of both.`
    );
  }
  const found = typeof body === 'string' && /^\s*<(!doctype|html)/i.test(body) ? 'a web page' : 'something else';
  return error(
    'not-gatehouse',
    'This is not a Gatehouse proxy',
    `At the saved URL ${found} answers (status ${status}). Check host and port; the admin listener’s port is 8432 by default.`
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
