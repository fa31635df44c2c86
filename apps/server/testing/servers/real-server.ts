/**
 * The server that a variable such as TEST_MYSQL_URL names; undefined if it is not set, which is said aloud. What a
 * test makes there has names of its own, and the test removes it.
 */
export function realServer(variable: string, defaultPort: number) {
  const url = process.env[variable]
  if (!url) {
    // biome-ignore lint/suspicious/noConsole: nobody should take what was skipped for tested
    console.warn(`skipped: ${variable} is not set, so nothing was tested against a real server`)
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
