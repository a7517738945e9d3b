import { PERSON_NAMES, personOf } from './people';

/**
 * The provider's login page.
 *
 * @param action where the form posts to
 * @param problem why the last attempt failed
 */
export function loginPage(action: string, problem?: string): string {
  const options = PERSON_NAMES.map(
    (name) => `<option value="${name}">${name}: ${personOf(name).name}, ${personOf(name).groups.join(', ')}</option>`
  ).join('');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sign in: test identity provider</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; background: #111217; color: #ccccdc; display: grid; place-items: center; min-height: 95vh }
form { background: #181b1f; padding: 2rem; border-radius: 4px; width: 22rem; display: grid; gap: .75rem }
h1 { font-size: 1.25rem; margin: 0 }
select, input, button { font: inherit; padding: .5rem; width: 100%; box-sizing: border-box; background: #111217; color: inherit; border: 1px solid #44464d }
button { background: #3d71d9; color: #fff; border: 0; cursor: pointer }
p { margin: 0; font-size: .875rem } [role=alert] { color: #ff7383 }
</style>
</head>
<body>
<form method="post" action="${action}">
<h1>Test identity provider</h1>
${problem === undefined ? '' : `<p role="alert">${problem}</p>`}
<label>User <select name="user" autofocus>${options}</select></label>
<label>Password <input name="password" type="password" autocomplete="off"></label>
<button type="submit">Sign in</button>
<p>The password is the user's name.</p>
</form>
</body>
</html>`;
}
