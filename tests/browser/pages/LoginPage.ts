import type { Page } from '@playwright/test';

/** Logging in to Grafana through the identity provider's form: the test provider's, or Keycloak's. */
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
}
