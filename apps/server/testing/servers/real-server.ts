/**
 * Returns the server that an environment variable such as TEST_MYSQL_URL names. Logs a warning and returns undefined
 * if the variable is not set. A test creates objects there under unique names, and removes them.
 */
export function realServer(variable: string, defaultPort: number) {
  const url = process.env[variable]
  if (!url) {
    // biome-ignore lint/suspicious/noConsole: a skipped test must be visible
    console.warn(`skipped: ${variable} is not set, so no test ran against a real server`)
    return undefined
  }
  const { hostname, port, username, password } = new URL(url)
  return {
    url,
    host: hostname,
    port: Number(port || defaultPort),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
  }
}
