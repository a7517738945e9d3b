import type { APIRequestContext } from '@playwright/test';
import { z } from 'zod';
import { STORY_POLICY } from '../../dev/story';

const ADMIN = '/api/plugin-proxy/gatehouse-tenancy-app/admin';
const documentSchema = z.looseObject({
  revision: z.number(),
  policy: z.looseObject({}),
  comment: z.string(),
  author: z.string(),
});

const proposalSchema = z.object({ id: z.number(), base: z.number() });
const proposalsSchema = z.object({ proposals: z.array(proposalSchema) });

export type PolicyDocument = z.infer<typeof documentSchema>;

/** Reads and publishes policies as an administrator would by script, beside the page under test. */
export interface PolicyControl {
  read(): Promise<PolicyDocument>;
  /** Has it approved, too, where that is needed. */
  publish(policy: unknown, comment: string): Promise<void>;
  /** Publishes the demo policy, whatever is published now and waits. */
  reset(): Promise<void>;
}

/**
 * @param carol requests with an administrator's session
 * @param admin requests with that of another one
 */
export function createPolicyControl(carol: APIRequestContext, admin: APIRequestContext): PolicyControl {
  const read = async () => {
    const response = await carol.get(`${ADMIN}/policy`);
    return documentSchema.parse(await response.json());
  };
  const publish = async (policy: unknown, comment: string) => {
    const { revision } = await read();
    const response = await carol.put(`${ADMIN}/policy`, {
      headers: { 'If-Match': `"${revision}"` },
      data: { policy, comment },
    });
    if (!response.ok()) {
      throw new Error(`publishing answered ${response.status()}: ${await response.text()}`);
    }
    if (response.status() === 202) {
      const { id, base } = proposalSchema.parse(await response.json());
      const approved = await admin.post(`${ADMIN}/proposals/${id}/approve`, {
        headers: { 'If-Match': `"${base}"` },
        data: {},
      });
      if (!approved.ok()) {
        throw new Error(`approving answered ${approved.status()}: ${await approved.text()}`);
      }
    }
  };
  const reset = async () => {
    const { proposals } = proposalsSchema.parse(await (await carol.get(`${ADMIN}/proposals?state=open`)).json());
    await Promise.all(proposals.map(({ id }) => admin.post(`${ADMIN}/proposals/${id}/reject`, { data: {} })));
    await publish(STORY_POLICY, 'The demo policy');
  };
  return { read, publish, reset };
}
