import { z } from 'zod';

/** The people of the story, who are known to the identity provider of the stack. */
export const PEOPLE = ['alice', 'bob', 'carol', 'mallory'] as const;
export type PersonName = (typeof PEOPLE)[number];

/** Who can log in to Grafana. */
export type AccountName = PersonName | LocalName;

/** Who logs in by Grafana's own form: its administrator and, in the emulated Grafana, an editor. */
const LOCAL_NAMES = ['admin', 'erin'] as const;
export type LocalName = (typeof LOCAL_NAMES)[number];

export function isLocal(account: AccountName): account is LocalName {
  return LOCAL_NAMES.some((name) => name === account);
}

const urlSchema = z.url();

/** What the tests know about the stack they run against; `globalSetup` sets it when it starts the stack itself. */
const environmentSchema = z.object({
  /** Root URL of Grafana, as the browser sees it. */
  GATEHOUSE_TEST_GRAFANA_URL: urlSchema,
  /** "emulated" when the Grafana is `dev/grafana`'s. */
  GATEHOUSE_TEST_GRAFANA_KIND: z.enum(['emulated', 'real']).default('real'),
  /** The proxy's two listeners, as Grafana's server reaches them, and the admin token. */
  GATEHOUSE_TEST_ADMIN_URL: urlSchema.default('http://gatehouse:8432'),
  GATEHOUSE_TEST_DATA_URL: urlSchema.default('http://gatehouse:8431'),
  GATEHOUSE_TEST_ADMIN_TOKEN: z.string().min(1),
  /** An admin token of the role viewer, where there is one. */
  GATEHOUSE_TEST_VIEWER_TOKEN: z.string().min(1).optional(),
});

export interface Environment {
  grafanaUrl: string;
  isEmulated: boolean;
  adminUrl: string;
  dataUrl: string;
  adminToken: string;
  viewerToken?: string;
  /** What a person types into the identity provider's form, and the administrator into Grafana's own. */
  credentials: (account: AccountName) => { user: string; password: string };
}

/** Reads the environment. Throws with the names of the variables that are missing or malformed. */
export function readEnvironment(env: NodeJS.ProcessEnv = process.env): Environment {
  const values = environmentSchema.parse(env);
  return {
    grafanaUrl: values.GATEHOUSE_TEST_GRAFANA_URL.replace(/\/$/, ''),
    isEmulated: values.GATEHOUSE_TEST_GRAFANA_KIND === 'emulated',
    adminUrl: values.GATEHOUSE_TEST_ADMIN_URL,
    dataUrl: values.GATEHOUSE_TEST_DATA_URL,
    adminToken: values.GATEHOUSE_TEST_ADMIN_TOKEN,
    viewerToken: values.GATEHOUSE_TEST_VIEWER_TOKEN,
    credentials: (account) => ({
      user: env[`GATEHOUSE_TEST_USER_${account.toUpperCase()}`] ?? account,
      password: env[`GATEHOUSE_TEST_PASSWORD_${account.toUpperCase()}`] ?? account,
    }),
  };
}
