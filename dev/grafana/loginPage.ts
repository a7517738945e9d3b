/** The login page: the provider's button, and below it Grafana's own user name and password. */
export function loginPage(message?: string): string {
  const alert = message === undefined ? '' : `<p role="alert" class="alert">${escapeHtml(message)}</p>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Log in - Grafana (emulated)</title>
<style>${STYLE}</style>
</head>
<body>
<main>
  <h1>Welcome</h1>
  <p class="note">An emulation of Grafana for development and the demo</p>
  ${alert}
  <a class="button primary" href="/login/generic_oauth">Sign in with Test identity provider</a>
  <p class="divider"><span>or</span></p>
  <form method="post" action="/login">
    <label>Email or username<input name="user" autocomplete="username" required></label>
    <label>Password<input name="password" type="password" autocomplete="current-password" required></label>
    <button class="button secondary" type="submit">Log in</button>
  </form>
</main>
</body>
</html>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const STYLE = `
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; color: #ccccdc;
  background: radial-gradient(circle at 20% 10%, #2b2440 0, transparent 45%), radial-gradient(circle at 85% 90%, #16324a 0, transparent 45%), #111217;
  font: 14px/1.57 Inter, "Helvetica Neue", Arial, sans-serif; }
main { width: 24rem; padding: 2.5rem; background: #181b1f; border: 1px solid #2e3036; border-radius: 8px; box-shadow: 0 10px 40px #000a; }
h1 { margin: 0; text-align: center; font-weight: 400; font-size: 28px; color: #fff; }
.note { margin: 4px 0 28px; text-align: center; color: #9d9fad; }
.alert { padding: 10px 12px; border-left: 4px solid #d10e5c; background: #2b1520; border-radius: 2px; }
.button { display: block; width: 100%; padding: 8px 16px; border: 0; border-radius: 4px; font: 500 14px/1.57 inherit; font-family: inherit; text-align: center; text-decoration: none; cursor: pointer; }
.primary { background: #3d71d9; color: #fff; } .primary:hover { background: #4d80e6; }
.secondary { background: #2a2d33; color: #ccccdc; } .secondary:hover { background: #34373e; }
.button:focus-visible, input:focus-visible { outline: 2px solid #1f60c4; outline-offset: 2px; }
.divider { display: flex; align-items: center; gap: 12px; margin: 20px 0; color: #9d9fad; }
.divider::before, .divider::after { content: ""; flex: 1; border-top: 1px solid #2e3036; }
label { display: block; margin-bottom: 14px; color: #ccccdc; }
input { display: block; width: 100%; margin-top: 4px; padding: 6px 8px; color: #ccccdc; background: #111217; border: 1px solid #40434a; border-radius: 4px; font: inherit; }
`;
