import type { Page } from '@playwright/test';

/** Logging in to Grafana, through the form of the identity provider (the test provider's, or Keycloak's) or by Grafana's own password. */
export class LoginPage {
  public constructor(private readonly page: Page) {}

  public async signIn({ user, password }: { user: string; password: string }): Promise<void> {
    await this.page.goto('/login/generic_oauth');
    await this.page.locator('select[name=user], input#username').first().waitFor();
    if (await this.page.locator('input#username').isVisible()) {
      await this.page.locator('input#username').fill(user);
      await this.page.locator('input#password').fill(password);
      await this.page.locator('#kc-login').click();
    } else {
      await this.page.getByLabel('User').selectOption(user);
      await this.page.getByLabel('Password').fill(password);
      await this.page.getByRole('button', { name: 'Sign in' }).click();
    }
    await this.page.waitForURL((url) => url.pathname === '/');
  }

  /** Without the form, whose looks are no part of this. */
  public async signInByPassword(
    { user, password }: { user: string; password: string },
    { isEmulated }: { isEmulated: boolean }
  ): Promise<void> {
    const typed = { user, password };
    // Grafana's own form sends JSON, the emulated one's what forms send.
    const response = await this.page.request.post('/login', isEmulated ? { form: typed } : { data: typed });
    if (!response.ok()) {
      throw new Error(`logging in as ${user} by password answered ${response.status()}`);
    }
  }
}
