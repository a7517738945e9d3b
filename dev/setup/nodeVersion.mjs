const LEAST = [20, 20];

/**
 * @param {string} version such as "20.20.0"
 * @throws {Error} when it is older than the project supports
 */
export function requireNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < LEAST[0] || (major === LEAST[0] && minor < LEAST[1])) {
    throw new Error(
      `Gatehouse needs Node.js ${LEAST.join('.')} or newer; this is ${version}. ` +
        'Install a newer one from https://nodejs.org/ or with a version manager (.nvmrc names the line).'
    );
  }
}
