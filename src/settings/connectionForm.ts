import { z } from 'zod';
import { t } from '../i18n/t';
import { parseProxyUrl } from './connectionSettings';

/**
 * What the connection form accepts.
 *
 * @param tokenKept true when a token is saved already and stays
 */
export function connectionFormSchema(tokenKept: boolean) {
  return z.object({
    proxyUrl: z.string().superRefine((text, ctx) => {
      const parsed = parseProxyUrl(text);
      if ('problem' in parsed) {
        ctx.addIssue({ code: 'custom', message: parsed.problem });
      }
    }),
    adminToken: z
      .string()
      .refine(
        (text) => tokenKept || text.trim() !== '',
        t('settings.form.tokenMissing', 'Enter the admin token from the proxy’s configuration.')
      ),
  });
}
