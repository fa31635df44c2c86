import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** Returns a description of what a browser with an empty cache loads until the page is shown. */
export async function firstLoad(
  url: string,
  { cookie, path }: { cookie: string; path: string },
): Promise<string> {
  const script = join(import.meta.dirname, '../../web/e2e/first-load.ts')
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', script, url + path, cookie],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (chunk) => (text += chunk))
  await once(child, 'close')
  return text.trim() || 'no browser was found.'
}
