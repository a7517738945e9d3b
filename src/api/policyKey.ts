/** Under which the policy in force is kept for all pages. */
export const POLICY_KEY = ['policy'];
